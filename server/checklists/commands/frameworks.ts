import { and, eq, max } from 'drizzle-orm';
import type { Tx } from '@/db/client';
import { frameworkChoices, frameworkPacks } from '@/db/schema/checklists';
import { checkById, evidenceTypeById, frameworks } from '@/policies/frameworks/catalog';
import { everyRole } from '@/policies/contract';
import { factModel } from '@/policies/frameworks/facts';
import { audited } from '@/server/kernel/audit';
import { command } from '@/server/kernel/operation';
import { conflict, invalid, notFound } from '@/server/kernel/refusal';
import { systemById } from '@/server/systems/queries';
import { digestOfControls } from '../queries/digests';
import { allPacks, choicesOf } from '../queries/packs';
import { factBase } from '../rules/derive';
import { asControl, type PackCatalogue, packProblems, refuseProblems } from '../rules/pack';
import { ChooseFramework, ImportFramework } from '../schema/pack';
import { readPack } from './read-pack';

/** Words that stand in addresses beside the names of frameworks. */
const reserved = ['new', 'coverage'];

/** A pack of the organisation's own, or its next revision. The same content again is a conflict, not a revision. */
export const importFramework = command({
  event: 'framework.imported',
  input: ImportFramework,
  may: ['edit', 'Framework'],
  target: async ({ ctx }) => ({ orgId: ctx.actor.orgId }),
  run: async ({ db, ctx, input }) => {
    const { head, controls: written } = readPack(input);
    if (reserved.includes(head.id) || frameworks.some(({ id }) => id === head.id))
      throw invalid('content', `The id ${head.id} is taken: choose one of your own`);
    const packs = await allPacks(db);
    const catalogue = catalogueOf(packs);
    refuseProblems(packProblems(head, written, catalogue));
    const controls = written.map(({ control }) => asControl(head, control, catalogue));
    const digest = digestOfControls(controls);
    const before = packs.find(({ id }) => id === head.id);
    if (before?.digest === digest && before.version === head.version)
      throw conflict(`${head.id} ${head.version} has exactly these controls already`);
    const row = {
      id: ctx.ports.newId('fwp'),
      orgId: ctx.actor.orgId,
      framework: head.id,
      revision: await nextRevision(db, head.id),
      title: head.title,
      nature: head.nature,
      version: head.version,
      asOf: head.asOf,
      lawStatus: head.status,
      digest,
      createdBy: ctx.actor.personId ?? ctx.actor.id,
    };
    const stored = controls.map((control) => ({ ...control }));
    await db.insert(frameworkPacks).values({ ...row, controls: stored, source: input.content });
    const ids = new Set(controls.map(({ id }) => id));
    const old = new Set(before?.controls.map(({ id }) => id));
    const added = [...ids].filter((id) => !old.has(id)).length;
    const removed = [...old].filter((id) => !ids.has(id));
    const told = { revision: row.revision, version: row.version, digest, controls: controls.length };
    return audited(
      { framework: head.id, ...told, added, removed },
      {
        entity: { ref: `framework/${head.id}`, name: head.title },
        op: before ? 'update' : 'create',
        ...(before ? { before: { version: before.version, digest: before.digest } } : {}),
        after: { ...told, added, removed: removed.length },
      },
    );
  },
});

function catalogueOf(packs: Awaited<ReturnType<typeof allPacks>>): PackCatalogue {
  const owners = new Map(
    packs.flatMap(({ id, controls }) => controls.map((control) => [control.id, id] as const)),
  );
  return {
    facts: factBase(factModel, {}),
    typeOf: evidenceTypeById,
    checkOf: checkById,
    ownerOf: (id) => owners.get(id),
    roles: everyRole,
  };
}

async function nextRevision(db: Tx, framework: string): Promise<number> {
  const [row] = await db
    .select({ last: max(frameworkPacks.revision) })
    .from(frameworkPacks)
    .where(eq(frameworkPacks.framework, framework));
  return (row?.last ?? 0) + 1;
}

/** Switches a framework on or off, in the organisation or for one system. Releases keep what they were frozen with. */
export const chooseFramework = command({
  event: 'framework.chosen',
  input: ChooseFramework,
  may: ['edit', 'Framework'],
  target: async ({ ctx }) => ({ orgId: ctx.actor.orgId }),
  run: async ({ db, ctx, input: { framework, systemId = '', enabled }, nowUs }) => {
    const pack = (await allPacks(db)).find(({ id }) => id === framework);
    if (!pack) throw notFound('Framework');
    const system = systemId === '' ? null : await systemById(db, systemId);
    if (system === undefined) throw notFound('System');
    const before = (await choicesOf(db, systemId)).find(
      (choice) => choice.framework === framework && choice.systemId === systemId,
    );
    const chosen = {
      enabled: enabled ?? true,
      chosenBy: ctx.actor.personId ?? ctx.actor.id,
      at: new Date(nowUs / 1000),
    };
    const key = { orgId: ctx.actor.orgId, framework, systemId };
    const target = [frameworkChoices.orgId, frameworkChoices.framework, frameworkChoices.systemId];
    if (enabled === null) await db.delete(frameworkChoices).where(sameChoice(key));
    else
      await db
        .insert(frameworkChoices)
        .values({ ...key, ...chosen })
        .onConflictDoUpdate({ target, set: chosen });
    return audited(
      { framework, systemId: systemId || null, enabled },
      {
        entity: { ref: `framework/${framework}`, name: pack.title },
        op: 'update',
        before: { enabled: before?.enabled ?? null },
        after: { enabled, system: systemId || null },
      },
    );
  },
});

const sameChoice = ({ framework, systemId }: { readonly framework: string; readonly systemId: string }) =>
  and(eq(frameworkChoices.framework, framework), eq(frameworkChoices.systemId, systemId));
