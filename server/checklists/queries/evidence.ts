import { and, desc, eq, sql, type SQL } from 'drizzle-orm';
import type { Reader } from '@/db/client';
import { evidence, evidenceReviews } from '@/db/schema/checklists';
import { controlById, evidenceTypeById } from '@/policies/frameworks/catalog';
import { recordForms } from '@/policies/frameworks/records';
import { containing, newestKey, olderThan } from '@/server/kernel/listing';
import { list, read } from '@/server/kernel/operation';
import { pageOf, when } from '@/server/kernel/paging';
import { Binding, EvidenceRef, ListEvidence } from '../schema';
import { systemOf } from './bindings';
import { evidenceColumns, type EvidenceRow, stateOf } from './known';

/** A row with the state that counts and the controls that its type satisfies. */
function asEvidence(found: EvidenceRow, nowUs: number) {
  const type = evidenceTypeById(found.row.type);
  return {
    ...found.row,
    status: stateOf(found, nowUs),
    typeTitle: type?.title ?? found.row.type,
    satisfies: type?.satisfies ?? [],
    form: recordForms[found.row.type] ?? [],
  };
}
export type Evidence = ReturnType<typeof asEvidence>;

export async function evidenceById(db: Reader, id: string, nowUs: number): Promise<Evidence | undefined> {
  const [found] = await db.select(evidenceColumns).from(evidence).where(eq(evidence.id, id));
  return found && asEvidence(found, nowUs);
}

/** One item with the chain of what it replaced and what replaced it, newest first. */
export const getEvidence = read({
  input: EvidenceRef,
  of: 'Evidence',
  run: async ({ db, input, nowUs }) => {
    const item = await evidenceById(db, input.evidenceId, nowUs);
    if (!item) return undefined;
    const controls = item.satisfies.map((controlId) => {
      const { title = controlId, framework = null } = controlById(controlId) ?? {};
      return { controlId, title, framework };
    });
    return {
      ...item,
      controls,
      revisions: await revisionsOf(db, item.id, nowUs),
      reviews: await reviewsOf(db, item.id),
    };
  },
});

/** What reviewers said, newest first: the first one holds. */
const reviewsOf = (db: Reader, id: string) =>
  db
    .select()
    .from(evidenceReviews)
    .where(eq(evidenceReviews.evidenceId, id))
    .orderBy(desc(evidenceReviews.createdAt), desc(evidenceReviews.id))
    .limit(50);

async function revisionsOf(db: Reader, id: string, nowUs: number) {
  const chain = sql`with recursive older as (
      select e.id, e.supersedes from evidence e where e.id = ${id}
      union select e.id, e.supersedes from evidence e join older o on e.id = o.supersedes
    ), newer as (
      select e.id, e.supersedes from evidence e where e.id = ${id}
      union select e.id, e.supersedes from evidence e join newer n on e.supersedes = n.id
    ) select id from older union select id from newer`;
  const rows = await db
    .select(evidenceColumns)
    .from(evidence)
    .where(sql`${evidence.id} in (${chain})`)
    .orderBy(desc(evidence.revision));
  return rows.map((found) => ({
    id: found.row.id,
    revision: found.row.revision,
    title: found.row.title,
    status: stateOf(found, nowUs),
    createdAt: found.row.createdAt,
  }));
}

export const listEvidence = list({
  input: ListEvidence,
  of: 'Evidence',
  table: evidence,
  run: async ({ db, input, visible, nowUs }) => {
    const rows = await db
      .select(evidenceColumns)
      .from(evidence)
      .where(
        and(
          visible,
          when(input.type, (type) => eq(evidence.type, type)),
          when(input.bindingId, (id) => eq(evidence.bindingId, id)),
          when(input.systemId, (id) => eq(evidence.systemId, id)),
          when(input.state, (state) => inState(state, nowUs)),
          containing(input.search, evidence.title, evidence.type, evidence.fileName),
          olderThan(input.cursor, evidence),
        ),
      )
      .orderBy(desc(evidence.createdAt), desc(evidence.id))
      .limit(input.limit + 1);
    const page = pageOf(rows, input.limit, ({ row }) => newestKey(row));
    return { ...page, items: page.items.map((found) => asEvidence(found, nowUs)) };
  },
});

/** The states in the order in which `stateOf` tells them. */
function inState(state: Evidence['status'], nowUs: number): SQL | undefined {
  const { replaced, rejected } = evidenceColumns;
  const isOver = sql`coalesce(${evidence.validUntil} <= ${new Date(nowUs / 1000).toISOString()}::timestamptz, false)`;
  const valid = and(eq(evidence.state, 'valid'), sql`not ${rejected}`);
  switch (state) {
    case 'revoked':
      return eq(evidence.state, 'revoked');
    case 'rejected':
      return and(eq(evidence.state, 'valid'), rejected);
    case 'superseded':
      return and(valid, replaced);
    case 'expired':
      return and(valid, sql`not ${replaced}`, isOver);
    case 'valid':
      return and(valid, sql`not ${replaced}`, sql`not ${isOver}`);
  }
}

/** What evidence with this binding would be authorised on. */
export const bindingTarget = read({
  input: Binding,
  of: 'Evidence',
  run: async ({ db, ctx, input }) => ({
    orgId: ctx.actor.orgId,
    systemId: await systemOf(db, ctx.actor.orgId, input),
    createdBy: ctx.actor.personId ?? ctx.actor.id,
  }),
});
