import { and, desc, eq, inArray, or, sql } from 'drizzle-orm';
import type { Reader } from '@/db/client';
import { frameworkAdoptions, frameworkDrafts, frameworkPacks } from '@/db/schema/checklists';
import type { Control } from '@/policies/frameworks/contract';
import { everyRole } from '@/policies/contract';
import { checks, evidenceTypes } from '@/policies/frameworks/catalog';
import { paramsOf } from '@/policies/frameworks/check-params';
import { factModel, ownerRoles } from '@/policies/frameworks/facts';
import { list, read } from '@/server/kernel/operation';
import { Refusal } from '@/server/kernel/refusal';
import { type Draft, draftProblems, type UsedControl } from '../rules/draft';
import { factBase } from '../rules/derive';
import { expressionInWords, namedFacts } from '../rules/expression-words';
import { assertMeaning } from '../rules/meaning';
import { asControl } from '../rules/pack';
import { packDiff } from '../rules/pack-diff';
import { FrameworkRef, NoInput } from '../schema';
import { draftLimits, ExplainExpression } from '../schema/draft';
import type { PackControl, PackHead } from '../schema/pack';
import { revisionInUse } from './adoption';
import { catalogueOf } from './pack-catalogue';
import { allPacks } from './packs';
import { revisionsOf } from './stored-packs';

type Row = typeof frameworkDrafts.$inferSelect;

/** Fields that drafts from before do not have. */
const sinceThen: Partial<PackControl> = {
  ...{ optionalEvidence: [], checksDecide: false, appliesFromByPath: null },
  ...{ themes: [], genaiActions: [] },
};

/** The type of a column cannot say what was checked before it was written. */
export const draftIn = (row: Row): Draft => ({
  head: row.head as unknown as PackHead,
  controls: row.controls.map((control) => ({
    ...sinceThen,
    ...control,
  })) as unknown as readonly PackControl[],
});

export async function draftOf(db: Reader, framework: string): Promise<Row | undefined> {
  const [row] = await db.select().from(frameworkDrafts).where(eq(frameworkDrafts.framework, framework));
  return row;
}

/** Every control of the versions that are or were in use, as the newest of them has it. */
export async function usedControls(db: Reader, framework: string): Promise<Map<string, UsedControl>> {
  const inUse = await revisionInUse(db, framework);
  if (!inUse) return new Map();
  const { revision, version, controls } = frameworkPacks;
  const adopted = db
    .select({ revision: frameworkAdoptions.revision })
    .from(frameworkAdoptions)
    .where(eq(frameworkAdoptions.framework, framework));
  const rows = await db
    .selectDistinctOn([sql`control ->> 'id'`], {
      version: sql<string>`${version}`,
      control: sql<Control>`control`,
    })
    .from(sql`${frameworkPacks}, jsonb_array_elements(${controls}) as control`)
    .where(
      and(
        eq(frameworkPacks.framework, framework),
        or(eq(revision, inUse.revision), inArray(revision, adopted)),
      ),
    )
    .orderBy(sql`control ->> 'id'`, desc(revision));
  return new Map(rows.map((row) => [row.control.id, row]));
}

/** A draft with what stands in the way of publishing it, and what it changes of the version in use. */
export const getDraft = read({
  input: FrameworkRef,
  of: 'Framework',
  run: async ({ db, ctx, input: { framework } }) => {
    const row = await draftOf(db, framework);
    if (!row) return undefined;
    const draft = draftIn(row);
    const catalogue = catalogueOf((await allPacks(db)).filter(({ id }) => id !== framework));
    const controls = draft.controls.map((control) => asControl(draft.head, control, catalogue));
    const inUse = await revisionInUse(db, framework);
    const [newest] = await revisionsOf(db, framework);
    const used = await usedControls(db, framework);
    const here = new Set(draft.controls.map(({ id }) => id));
    const { added, removed, changed } = packDiff(inUse?.pack.controls ?? [], controls);
    return {
      orgId: ctx.actor.orgId,
      framework,
      version: row.version,
      head: draft.head,
      controls: draft.controls,
      /** The revision that it was begun from; null for a new framework. */
      base: row.base,
      /** The newest stored revision; null where there is none yet. */
      newest: newest ? { revision: newest.revision, version: newest.version } : null,
      /** Of versions that are or were in use: their ids stay with them. */
      usedIds: [...used.keys()],
      /** Controls of those versions that the draft does not have; they can be brought back. */
      gone: [...used.values()]
        .filter(({ control }) => !here.has(control.id))
        .map(({ control, version }) => ({ controlId: control.id, title: control.title, version })),
      problems: draftProblems(draft, catalogue),
      /** Against the version in use. */
      added: added.map(({ controlId }) => controlId),
      removed: removed.map(({ controlId }) => controlId),
      changed: changed.map(({ controlId }) => controlId),
      createdBy: row.createdBy,
      createdAt: row.createdAt,
      updatedBy: row.updatedBy,
      updatedAt: row.updatedAt,
    };
  },
});

export const listDrafts = list({
  input: NoInput,
  of: 'Framework',
  table: frameworkDrafts,
  run: async ({ db, visible }) => {
    const { framework, version, base, updatedBy, updatedAt } = frameworkDrafts;
    const head = sql<PackHead>`${frameworkDrafts.head}`;
    const controls = sql<number>`jsonb_array_length(${frameworkDrafts.controls})`;
    const rows = await db
      .select({ framework, version, base, updatedBy, updatedAt, head, controls })
      .from(frameworkDrafts)
      .where(visible)
      .orderBy(desc(updatedAt))
      .limit(draftLimits.drafts);
    return { drafts: rows };
  },
});

/** What an expression means, or the position of what is wrong with it. */
export const explainExpression = read({
  input: ExplainExpression,
  of: 'Framework',
  run: async ({ ctx, input: { expression } }) => {
    const { orgId } = ctx.actor;
    try {
      assertMeaning(expression, factBase(factModel, {}));
      const words = expressionInWords(expression, namedFacts(factModel));
      return { orgId, expression, problem: null, words };
    } catch (error) {
      if (!(error instanceof Refusal)) throw error;
      return { orgId, expression, problem: error.message, words: null };
    }
  },
});

/** What a control may name: facts with their questions and values, kinds of evidence, checks, roles and other controls. */
export const getControlChoices = read({
  input: NoInput,
  of: 'Framework',
  run: async ({ db, ctx }) => ({
    orgId: ctx.actor.orgId,
    facts: namedFacts(factModel),
    evidence: evidenceTypes.map(({ id, title }) => ({ id, title })),
    checks: checks.map(({ id, title, pass_condition: passCondition, default_params: usual }) => ({
      ...{ id, title, passCondition, usual },
      params: paramsOf(id),
    })),
    roles: everyRole.map((id) => ({ id, title: ownerRoles[id] ?? null })),
    controls: (await allPacks(db)).flatMap(({ id: framework, controls }) =>
      controls.map(({ id, title }) => ({ id, title, framework })),
    ),
  }),
});
