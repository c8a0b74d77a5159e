import { and, count, eq, inArray, or, sql } from 'drizzle-orm';
import type { Reader } from '@/db/client';
import { controlAssessments, facts } from '@/db/schema/checklists';
import { releases } from '@/db/schema/releases';
import { systems } from '@/db/schema/systems';
import type { Control } from '@/policies/frameworks/contract';
import { factModel } from '@/policies/frameworks/facts';
import type { Ctx } from '@/server/kernel/context';
import { read } from '@/server/kernel/operation';
import { visible } from '@/server/kernel/visible';
import { grouped } from '../rules/checklist';
import { factBase } from '../rules/derive';
import { packDiff, type PackDiff } from '../rules/pack-diff';
import { type PackImpact, packImpact } from '../rules/pack-impact';
import { compareVersions } from '../rules/pack-version';
import { RevisionRef } from '../schema/revisions';
import { askedOf } from './digests';
import { choicesOf, isUsed } from './packs';
import { adoptionProblems, revisionInUse } from './adoption';
import type { Pack } from './shipped-packs';
import { adoptionsOf, asPack, storedPacks } from './stored-packs';

const mostSystems = 500;
const mostDrafts = 100;

/** What would change if a revision of a framework came into use: its controls, and whom that touches. */
export const previewFramework = read({
  input: RevisionRef,
  of: 'Framework',
  run: async ({ db, ctx, input }) => {
    const [row] = await storedPacks(db, [input]);
    const inUse = await revisionInUse(db, input.framework);
    if (!row || !inUse) return undefined;
    const [from, to] = [inUse.pack, asPack(row)];
    const diff = packDiff(from.controls, to.controls);
    const history = await adoptionsOf(db, input.framework);
    const { touched, others } = await touchedSystems(db, ctx, { from, to, diff });
    return {
      orgId: ctx.actor.orgId,
      framework: to.id,
      title: to.title,
      from: { ...shown(from), revision: inUse.revision },
      to: { ...shown(to), revision: row.revision, createdBy: row.createdBy, createdAt: row.createdAt },
      isInUse: row.revision === inUse.revision,
      /** An earlier version, which comes back into use by a rollback alone. */
      isEarlier: compareVersions(to.version, from.version) < 0,
      wasInUse: history.some(({ revision }) => revision === row.revision),
      /** Why it cannot come into use. */
      problems: await adoptionProblems(db, to),
      diff,
      systems: touched,
      /** Systems that use it without being touched, or that were not looked at. */
      otherSystems: others,
      releases: await releasesWith(db, ctx, input.framework),
    };
  },
});

const shown = ({ version, asOf, lawStatus, digest, controls, origin }: Pack) => ({
  version,
  asOf,
  lawStatus,
  digest,
  origin,
  controls: controls.length,
});

interface Change {
  readonly from: Pack;
  readonly to: Pack;
  readonly diff: PackDiff;
}

/** The systems that the caller sees and that use the framework, those that it changes something for. */
async function touchedSystems(db: Reader, ctx: Ctx, { from, to, diff }: Change) {
  const choices = await choicesOf(db);
  const rows = await db
    .select({ id: systems.id, name: systems.name })
    .from(systems)
    .where(visible(ctx.ability, 'System', systems, { systemId: systems.id }))
    .orderBy(systems.name)
    .limit(mostSystems);
  const using = rows.filter(({ id }) => isUsed(to, id, choices));
  const known = await knownAbout(
    db,
    using.map(({ id }) => id),
    [...diff.added, ...diff.changed, ...diff.removed].map(({ controlId }) => controlId),
  );
  const about = { diff, from: byId(from.controls), to: byId(to.controls), askedOf };
  const touched = using
    .map(({ id, name }) => ({ systemId: id, name, ...packImpact({ ...about, ...known(id) }) }))
    .filter(isTouched);
  return { touched, others: using.length - touched.length };
}

const byId = (controls: readonly Control[]) => new Map(controls.map((control) => [control.id, control]));

const isTouched = ({ toConfirm, comesBack, newlyApplies, appliesNoMore }: PackImpact): boolean =>
  [toConfirm, comesBack, newlyApplies, appliesNoMore].some((ids) => ids.length > 0);

/** The answers of each system, and what was decided about these controls. */
async function knownAbout(db: Reader, systemIds: readonly string[], controlIds: readonly string[]) {
  const answers = grouped(
    systemIds.length === 0
      ? []
      : await db
          .select()
          .from(facts)
          .where(inArray(facts.systemId, [...systemIds])),
    ({ systemId }) => systemId,
  );
  const made = grouped(
    controlIds.length === 0
      ? []
      : await db
          .selectDistinct({
            systemId: controlAssessments.systemId,
            controlId: controlAssessments.controlId,
            asked: controlAssessments.asked,
          })
          .from(controlAssessments)
          .where(inArray(controlAssessments.controlId, [...controlIds])),
    ({ systemId, controlId }) => `${systemId} ${controlId}`,
  );
  return (systemId: string) => ({
    facts: factBase(
      factModel,
      Object.fromEntries((answers.get(systemId) ?? []).map(({ fact, answer }) => [fact, answer])),
    ),
    assessmentsOf: (controlId: string) => [
      ...(made.get(`${systemId} ${controlId}`) ?? []),
      ...(made.get(` ${controlId}`) ?? []),
    ],
  });
}

/** Drafts take the version in use when they are frozen; frozen releases keep theirs. */
async function releasesWith(db: Reader, ctx: Ctx, framework: string) {
  const names = sql`${releases.parts} -> 'frameworks' @> ${JSON.stringify([framework])}::jsonb`;
  const here = and(names, visible(ctx.ability, 'Release', releases));
  const drafts = await db
    .select({ id: releases.id, version: releases.version, system: systems.name })
    .from(releases)
    .innerJoin(systems, eq(systems.id, releases.systemId))
    .where(and(here, eq(releases.state, 'draft')))
    .orderBy(systems.name, releases.version)
    .limit(mostDrafts);
  const [kept] = await db
    .select({ number: count() })
    .from(releases)
    .where(and(here, or(eq(releases.state, 'frozen'), eq(releases.state, 'submitted'))));
  return { drafts, keepTheirs: kept?.number ?? 0 };
}
