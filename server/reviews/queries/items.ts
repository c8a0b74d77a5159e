import { eq } from 'drizzle-orm';
import { reviewDecisions, reviewLabels, reviewQueues } from '@/db/schema/reviews';
import { valueAt } from '@/evaluators/places';
import { outputsOf } from '@/server/evaluations/queries/results';
import { assertMay, type Inside, list, read } from '@/server/kernel/operation';
import { notFound } from '@/server/kernel/refusal';
import { datasetVersionById } from '@/server/registry/queries/datasets';
import { readCases } from '@/server/registry/queries/rows';
import { byCase, isDisputed, settledLabel } from '../rules/settled';
import { QueueRef } from '../schema/reviews';

type Queue = typeof reviewQueues.$inferSelect;
type Source = Pick<Queue, 'datasetVersionId' | 'runId' | 'answer'>;
const longest = 100_000;

/** The case with the answer that is labelled; an answer that is missing is empty text. */
async function caseAt(work: Inside, { datasetVersionId, runId, answer }: Source, ordinal: number) {
  const dataset = await datasetVersionById(work.db, datasetVersionId);
  if (!dataset) throw notFound('Dataset version');
  const outputs = runId
    ? await outputsOf.inside(work, { runId, from: ordinal, to: ordinal + 1 })
    : new Map<number, string | null>();
  for await (const one of readCases(work.ctx.ports.files, dataset, ordinal, 1)) {
    const found = runId ? outputs.get(ordinal) : valueAt({ ...one, output: '' }, answer ?? '');
    return { one, answer: typeof found === 'string' ? found.slice(0, longest) : '' };
  }
  throw notFound('Case');
}

/** What a reviewer may see of a case. */
export async function itemAt(work: Inside, queue: Source, ordinal: number) {
  const { one, answer } = await caseAt(work, queue, ordinal);
  return { ordinal, input: one.input, context: one.context ?? null, answer };
}

/** Cases on which people differ, undecided ones first; at most 50. While the queue is open only those who may decide see
 *  what others said. */
export const listDisagreements = read({
  input: QueueRef,
  of: 'Review',
  run: async (work) => {
    const { db, input } = work;
    const [queue] = await db.select().from(reviewQueues).where(eq(reviewQueues.id, input.queueId));
    if (!queue) return undefined;
    if (queue.state === 'open') assertMay(work.ctx, 'assess', 'Review', queue);
    const labels = await db.select().from(reviewLabels).where(eq(reviewLabels.queueId, queue.id));
    const decisions = await db.select().from(reviewDecisions).where(eq(reviewDecisions.queueId, queue.id));
    const disputed = byCase(queue.ordinals, labels, decisions).filter((one) =>
      isDisputed(one, queue.overlap),
    );
    const shown = disputed
      .sort((a, b) => Number(a.decision !== null) - Number(b.decision !== null))
      .slice(0, 50);
    const items = [];
    for (const { ordinal } of shown) {
      const decided = decisions.find((one) => one.ordinal === ordinal);
      items.push({
        ...(await itemAt(work, queue, ordinal)),
        labels: labels
          .filter((one) => one.ordinal === ordinal)
          .map(({ label, note }) => ({ label, note }))
          .sort((a, b) => (a.label < b.label ? -1 : 1)),
        decision: decided ? { label: decided.label, reason: decided.reason } : null,
      });
    }
    const { orgId, createdBy } = queue;
    return { orgId, createdBy, items, total: disputed.length };
  },
});

/** The labelled cases as lines of a dataset: what the job of the register stores. */
export const labelledCases = list({
  input: QueueRef,
  of: 'Review',
  table: reviewQueues,
  run: async (work) => {
    const { db, input } = work;
    const [queue] = await db.select().from(reviewQueues).where(eq(reviewQueues.id, input.queueId));
    if (!queue || queue.state !== 'closed') throw notFound('Closed review queue');
    const labels = await db.select().from(reviewLabels).where(eq(reviewLabels.queueId, queue.id));
    const decisions = await db.select().from(reviewDecisions).where(eq(reviewDecisions.queueId, queue.id));
    const lines: object[] = [];
    for (const each of byCase(queue.ordinals, labels, decisions)) {
      const label = settledLabel(each, queue.overlap);
      if (label === null) continue;
      const { one, answer } = await caseAt(work, queue, each.ordinal);
      const { metadata: _, expected: __, ...rest } = one;
      lines.push({ ...rest, metadata: { answer, label } });
    }
    return { queue: { id: queue.id, name: queue.name, closedBy: queue.closedBy ?? queue.createdBy }, lines };
  },
});
