import { count, eq } from 'drizzle-orm';
import type { Tx } from '@/db/client';
import { frameworkDrafts } from '@/db/schema/checklists';
import { frameworks } from '@/policies/frameworks/catalog';
import { audited, type Evidence } from '@/server/kernel/audit';
import { authorOf, type Ctx } from '@/server/kernel/context';
import { command } from '@/server/kernel/operation';
import { conflict, invalid, notFound, Refusal } from '@/server/kernel/refusal';
import { draftIn, draftOf, usedControls } from '../queries/drafts';
import { catalogueOf } from '../queries/pack-catalogue';
import { allPacks } from '../queries/packs';
import { asPack, revisionsOf, storedPacks } from '../queries/stored-packs';
import { changedDraft, type Draft, draftProblems, nextVersion } from '../rules/draft';
import {
  ChangeDraft,
  DiscardDraft,
  type DraftChange,
  draftLimits,
  PublishDraft,
  StartDraft,
} from '../schema/draft';
import { packLimits } from '../schema/pack';
import { reservedNames } from './prepare-pack';
import { yamlOf } from './read-pack';
import { storePack } from './store-pack';
import { asWritten, underPrefix } from './written';

/** A draft of a new framework, or of the next version of one of the organisation's own. */
export const startDraft = command({
  event: 'framework.draft_started',
  input: StartDraft,
  may: ['edit', 'Framework'],
  target: async ({ ctx }) => ({ orgId: ctx.actor.orgId }),
  run: async ({ db, ctx, input }) => {
    const { framework } = input;
    if (frameworks.some(({ id }) => id === framework))
      throw invalid(
        'framework',
        `${framework} is shipped with the product and is not edited: copy it as your own`,
      );
    if (reservedNames.includes(framework))
      throw invalid('framework', `The id ${framework} is taken: choose one of your own`);
    if (await draftOf(db, framework)) throw conflict(`There is a draft of ${framework} already`);
    const [held] = await db.select({ drafts: count() }).from(frameworkDrafts);
    if ((held?.drafts ?? 0) >= draftLimits.drafts)
      throw new Refusal('limit', `There are ${draftLimits.drafts} drafts already: publish or discard one`);
    const { draft, base } = input.copyOf ? await copied(db, input) : await firstDraft(db, input);
    const row = {
      id: ctx.ports.newId('fwd'),
      orgId: ctx.actor.orgId,
      framework,
      version: 1,
      base,
      head: { ...draft.head },
      controls: draft.controls.map((control) => ({ ...control })),
      createdBy: authorOf(ctx),
      updatedBy: authorOf(ctx),
    };
    const [made] = await db.insert(frameworkDrafts).values(row).onConflictDoNothing().returning();
    if (!made) throw conflict(`There is a draft of ${framework} already`);
    const controls = draft.controls.length;
    const from = input.copyOf ? { copyOf: input.copyOf.framework } : {};
    return audited(
      { framework, version: 1, base, controls },
      evidenceOf(draft, { before: null, after: { draft: 1, base, controls, ...from } }, 'create'),
    );
  },
});

/** What a framework in use asks, as the first draft of one of the organisation's own. */
async function copied(db: Tx, { framework, copyOf, head, revision }: typeof StartDraft._output) {
  if (!copyOf) throw notFound('Framework');
  if (head || revision !== undefined)
    throw invalid('copyOf', 'A copy has the head and the controls of what is copied: leave out the rest');
  const packs = await allPacks(db);
  const pack = packs.find(({ id }) => id === copyOf.framework);
  if (!pack) throw notFound('Framework');
  const [taken] = await revisionsOf(db, framework);
  if (taken) throw invalid('framework', `There is a framework ${framework} already: choose another id`);
  const controls = underPrefix(pack.controls.map(asWritten), copyOf.idPrefix);
  const { ownerOf } = catalogueOf(packs);
  const clash = controls.find(({ id }) => ownerOf(id) !== undefined);
  if (clash)
    throw invalid(
      'idPrefix',
      `${clash.id} belongs to the framework ${ownerOf(clash.id)}: choose another prefix`,
    );
  return {
    base: null,
    draft: {
      head: {
        id: framework,
        title: copyOf.title ?? pack.title,
        nature: pack.nature,
        version: '1',
        // A month stands for its first day.
        asOf: pack.asOf.length === 7 ? `${pack.asOf}-01` : pack.asOf,
        status: pack.lawStatus.slice(0, 300),
      },
      controls,
    },
  };
}

/** What a draft begins with. */
async function firstDraft(
  db: Tx,
  { framework, revision, head }: typeof StartDraft._output,
): Promise<{ readonly draft: Draft; readonly base: number | null }> {
  const [newest] = await revisionsOf(db, framework);
  if (!newest) {
    if (!head || revision !== undefined) throw notFound('Framework');
    return { draft: { head: { ...head, id: framework }, controls: [] }, base: null };
  }
  if (head)
    throw invalid('framework', `There is a framework ${framework} already: edit it, or choose another id`);
  const [row] = await storedPacks(db, [{ framework, revision: revision ?? newest.revision }]);
  if (!row) throw notFound('Revision');
  const { title, nature, asOf, lawStatus, controls } = asPack(row);
  return {
    base: row.revision,
    draft: {
      head: { id: framework, title, nature, asOf, status: lawStatus, version: nextVersion(newest.version) },
      controls: controls.map(asWritten),
    },
  };
}

/** One change of a draft: what it says about itself, or one of its controls. A control that is wrong is not taken. */
export const changeDraft = command({
  event: 'framework.draft_changed',
  input: ChangeDraft,
  may: ['edit', 'Framework'],
  target: ({ db, ctx, input }) => lockedDraft(db, ctx, input.framework),
  run: async ({ db, ctx, input: { framework, version, change }, target: { row }, nowUs }) => {
    assertSeen(row, version);
    const before = draftIn(row);
    const draft = changedDraft(before, change, await usedControls(db, framework), asWritten);
    assertBounded(draft);
    if (change.do === 'put') await refuseWrong(db, draft, change.control.id);
    await db
      .update(frameworkDrafts)
      .set({
        version: version + 1,
        head: { ...draft.head },
        controls: draft.controls.map((control) => ({ ...control })),
        updatedBy: authorOf(ctx),
        updatedAt: new Date(nowUs / 1000),
      })
      .where(eq(frameworkDrafts.id, row.id));
    return audited(
      { framework, version: version + 1, controls: draft.controls.length },
      evidenceOf(draft, {
        before: { draft: version, ...told(before, change) },
        after: { draft: version + 1, ...told(draft, change) },
      }),
    );
  },
});

/** Throws a draft away; what was published stays. */
export const discardDraft = command({
  event: 'framework.draft_discarded',
  input: DiscardDraft,
  may: ['edit', 'Framework'],
  target: ({ db, ctx, input }) => lockedDraft(db, ctx, input.framework),
  run: async ({ db, input: { framework, version }, target: { row } }) => {
    assertSeen(row, version);
    await db.delete(frameworkDrafts).where(eq(frameworkDrafts.id, row.id));
    const draft = draftIn(row);
    const lost = { draft: version, base: row.base, controls: draft.controls.length };
    return audited({ framework }, evidenceOf(draft, { before: lost, after: null }, 'delete'));
  },
});

/** Makes the draft the next revision, exactly as an import of it would: the first is in use at once, a later one waits. */
export const publishDraft = command({
  event: 'framework.draft_published',
  events: ['framework.imported', 'framework.adopted'],
  input: PublishDraft,
  may: ['edit', 'Framework'],
  target: ({ db, ctx, input }) => lockedDraft(db, ctx, input.framework),
  run: async ({ db, ctx, input: { framework, version, newest }, target: { row } }) => {
    assertSeen(row, version);
    const [last] = await revisionsOf(db, framework);
    if ((last?.revision ?? 0) !== newest)
      throw conflict(
        `Version ${last?.version ?? ''} of this framework was stored since you looked: see what the draft changes now`,
      );
    const draft = draftIn(row);
    const { head } = draft;
    if (draft.controls.length === 0) throw invalid('controls', 'A framework needs at least one control');
    await refuseWrong(db, draft);
    const controls = draft.controls.map((control, index) => ({ control, line: index + 1 }));
    const { result, evidence } = await storePack(
      { db, ctx },
      { head, controls, source: yamlOf(head, controls), kind: 'form', notes: [] },
    );
    await db.delete(frameworkDrafts).where(eq(frameworkDrafts.id, row.id));
    return audited(result, [
      ...evidence.map((one) => ({ type: 'framework.imported', ...one })),
      evidenceOf(draft, { before: { draft: version }, after: { revision: result.revision } }),
    ]);
  },
});

async function lockedDraft(db: Tx, ctx: Ctx, framework: string) {
  const [row] = await db
    .select()
    .from(frameworkDrafts)
    .where(eq(frameworkDrafts.framework, framework))
    .for('update');
  if (!row) throw notFound('Draft');
  return { orgId: ctx.actor.orgId, row };
}

/** @throws Refusal conflict when the draft is not as the writer saw it */
function assertSeen(row: typeof frameworkDrafts.$inferSelect, version: number): void {
  if (row.version !== version)
    throw conflict(
      `Somebody changed this draft since you opened it: you saw change ${version}, it is at ${row.version} now. Nothing of yours was saved`,
    );
}

function assertBounded({ controls }: Draft): void {
  const { characters, controls: most } = packLimits;
  if (controls.length > most) throw invalid('control', `A framework may have at most ${most} controls`);
  if (JSON.stringify(controls).length > characters)
    throw invalid(
      'control',
      `All controls together may have at most ${characters.toLocaleString('en')} characters`,
    );
}

/** @throws Refusal invalid with what is wrong by field, of one control or of all */
async function refuseWrong(db: Tx, draft: Draft, controlId?: string): Promise<void> {
  const others = (await allPacks(db)).filter(({ id }) => id !== draft.head.id);
  const problems = draftProblems(draft, catalogueOf(others)).filter(
    ({ control }) => controlId === undefined || control === controlId,
  );
  if (problems.length === 0) return;
  const fields: Record<string, string[]> = {};
  for (const { control, field, message } of problems)
    (fields[(controlId === undefined ? null : field) ?? 'content'] ??= []).push(
      `Control ${control}: ${message}`,
    );
  const more = problems.length > 1 ? ` (and ${problems.length - 1} more)` : '';
  throw new Refusal('invalid', `${Object.values(fields)[0]?.[0] ?? ''}${more}`, { fields });
}

/** What a change is about, as the trail shows it: the head, the order, or the fields of one control. */
function told({ head, controls }: Draft, change: DraftChange): Readonly<Record<string, unknown>> {
  if (change.do === 'describe') return { ...head };
  const place = controls.findIndex(({ id }) => id === change.controlId);
  if (change.do === 'move') return { [`${change.controlId}/place`]: place + 1 };
  const ids = change.do === 'put' ? [change.controlId, change.control.id] : [change.controlId];
  return Object.fromEntries(
    controls
      .filter(({ id }) => ids.includes(id))
      .flatMap((control) =>
        Object.entries(control).map(([field, value]) => [`${control.id}/${field}`, value] as const),
      ),
  );
}

const evidenceOf = (
  { head }: Draft,
  change: Required<Pick<Evidence, 'before' | 'after'>>,
  op: Evidence['op'] = 'update',
): Evidence => ({ entity: { ref: `framework/${head.id}`, name: head.title }, op, ...change });
