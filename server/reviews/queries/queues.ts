import { createHash } from 'node:crypto';
import { and, eq, getTableColumns, sql } from 'drizzle-orm';
import type { Reader } from '@/db/client';
import { reviewDecisions, reviewLabels, reviewQueues } from '@/db/schema/reviews';
import { containing, newestFirst, newestKey, olderThan } from '@/server/kernel/listing';
import { list, read } from '@/server/kernel/operation';
import { pageOf } from '@/server/kernel/paging';
import { byCase, type CaseLabels } from '../rules/settled';
import { ListQueues, type Queue, QueueRef, ReviewDocument } from '../schema/reviews';
import { itemAt } from './items';

const given = sql<number>`(select count(*)::int from review_labels where queue_id = ${reviewQueues.id})`;
const queuesWith = (db: Reader) => db.select({ ...getTableColumns(reviewQueues), given }).from(reviewQueues);
type Row = Awaited<ReturnType<typeof queuesWith>>[number];

export const labelsName = (name: string): string => `${name.slice(0, 57)}-labels`;

const asQueue = ({ ordinals, seed: _, ...row }: Row): Queue => ({
  ...row,
  caseCount: ordinals.length,
  result: row.result && ReviewDocument.parse(row.result),
  datasetName: labelsName(row.name),
});

export async function queueById(db: Reader, queueId: string): Promise<Queue | undefined> {
  const [row] = await queuesWith(db).where(eq(reviewQueues.id, queueId));
  return row && asQueue(row);
}

export const getQueue = read({
  input: QueueRef,
  of: 'Review',
  run: ({ db, input }) => queueById(db, input.queueId),
});

/** Newest first. */
export const listQueues = list({
  input: ListQueues,
  of: 'Review',
  table: reviewQueues,
  run: async ({ db, input, visible }) => {
    const rows = await queuesWith(db)
      .where(
        and(
          visible,
          input.state ? eq(reviewQueues.state, input.state) : undefined,
          containing(input.search, reviewQueues.name),
          olderThan(input.cursor, reviewQueues),
        ),
      )
      .orderBy(...newestFirst(reviewQueues))
      .limit(input.limit + 1);
    return pageOf(rows.map(asQueue), input.limit, newestKey);
  },
});

type Stored = typeof reviewQueues.$inferSelect;

/** Everything people said about the cases of a queue. */
export async function casesOf(
  db: Reader,
  { id, ordinals }: Pick<Stored, 'id' | 'ordinals'>,
): Promise<CaseLabels[]> {
  const labels = await db.select().from(reviewLabels).where(eq(reviewLabels.queueId, id));
  const decisions = await db.select().from(reviewDecisions).where(eq(reviewDecisions.queueId, id));
  return byCase(ordinals, labels, decisions);
}

/** The caller's next case, in an order of their own, so that nobody's mood or tiredness meets the same cases. */
export const nextItem = read({
  input: QueueRef,
  of: 'Review',
  run: async (work) => {
    const { db, ctx, input } = work;
    const [queue] = await db.select().from(reviewQueues).where(eq(reviewQueues.id, input.queueId));
    if (!queue) return undefined;
    const { orgId, createdBy, overlap, seed } = queue;
    const person = ctx.actor.personId ?? '';
    const cases = await casesOf(db, queue);
    const mine = cases.filter(({ labels }) => labels.has(person)).length;
    const place = (ordinal: number) =>
      createHash('sha256').update(`${seed}/${person}/${ordinal}`).digest('hex');
    const open = cases
      .filter(({ labels }) => labels.size < overlap && !labels.has(person))
      .map(({ ordinal }) => ({ ordinal, at: place(ordinal) }))
      .sort((a, b) => (a.at < b.at ? -1 : 1));
    const [first] = open;
    const isOver = queue.state === 'closed' || !first;
    const item = isOver ? null : await itemAt(work, queue, first.ordinal);
    return { orgId, createdBy, item, mine, open: queue.state === 'closed' ? 0 : open.length };
  },
});
