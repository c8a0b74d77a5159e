import { createHash, randomUUID } from 'node:crypto';
import { eq } from 'drizzle-orm';
import type { z } from 'zod';
import type { Tx } from '@/db/client';
import { reviewQueues } from '@/db/schema/reviews';
import { reviewAgreement } from '@/evaluators/stats/review-agreement';
import { runById } from '@/server/evaluations/queries/runs';
import { audited } from '@/server/kernel/audit';
import { canonical } from '@/server/kernel/canonical';
import { authorOf, type Ctx } from '@/server/kernel/context';
import { assertMay, command } from '@/server/kernel/operation';
import { conflict, invalid, notFound, precondition } from '@/server/kernel/refusal';
import { datasetVersionById } from '@/server/registry/queries/datasets';
import { casesOf, labelsName, queueById } from '../queries/queues';
import { importLabels } from '../rules/follow-up';
import { type CaseLabels, isComplete, isDisputed, settledLabel } from '../rules/settled';
import { CreateQueue, mostCases, QueueRef, type ReviewDocument } from '../schema/reviews';

const sha256 = (text: string) => createHash('sha256').update(text).digest('hex');

/** A queue over a finished run's answers, or those of a dataset. Question and labels stay as they are from now on. */
export const createQueue = command({
  event: 'review.created',
  input: CreateQueue,
  may: ['create', 'Review'],
  target: async ({ ctx }) => ({ orgId: ctx.actor.orgId, createdBy: authorOf(ctx) }),
  run: async ({ db, ctx, input, target }) => {
    const { name, question, labels, overlap, size } = input;
    const [same] = await db.select().from(reviewQueues).where(eq(reviewQueues.name, name));
    if (same) throw conflict(`There is a review queue "${name}" already`);
    const { caseCount, ...source } = await sourceOf(db, ctx, input);
    if (size === undefined && caseCount > mostCases)
      throw invalid(
        'size',
        `size is missing: there are ${caseCount} cases, people label at most ${mostCases}`,
      );
    const seed = randomUUID();
    const row = {
      ...target,
      ...{ id: ctx.ports.newId('rvq'), name, question, labels, overlap, ...source, seed },
      ordinals: drawn(caseCount, size ?? caseCount, seed),
      state: 'open',
    } as const;
    await db.insert(reviewQueues).values(row);
    const queue = await queueById(db, row.id);
    if (!queue) throw notFound('Review queue');
    const { question: _, ordinals, ...facts } = row;
    const after = { ...facts, questionSha256: sha256(question), cases: ordinals.length };
    return audited(queue, { entity: { ref: `review/${row.id}`, name }, after });
  },
});

/** `size` places, drawn at random and then in order. */
function drawn(count: number, size: number, seed: string): number[] {
  return Array.from({ length: count }, (_, ordinal) => ({ ordinal, at: sha256(`${seed}/${ordinal}`) }))
    .sort((a, b) => (a.at < b.at ? -1 : 1))
    .slice(0, size)
    .map(({ ordinal }) => ordinal)
    .sort((a, b) => a - b);
}

async function sourceOf(db: Tx, ctx: Ctx, { runId, datasetVersionId, answer }: z.output<typeof CreateQueue>) {
  if ((runId === undefined) === (datasetVersionId === undefined))
    throw invalid('runId', 'Give either runId or datasetVersionId');
  if (runId !== undefined) {
    const run = await runById(db, runId);
    if (!run) throw notFound('Run');
    assertMay(ctx, 'read', 'Run', run);
    if (run.state !== 'finished') throw invalid('runId', `runId must be a finished run; it is ${run.state}`);
    const { datasetVersionId: versionId, caseCount } = run;
    return { runId, datasetVersionId: versionId, answer: null, caseCount };
  }
  const dataset = await datasetVersionById(db, datasetVersionId ?? '');
  if (!dataset) throw notFound('Dataset version');
  if (dataset.kind !== 'cases')
    throw invalid('datasetVersionId', 'datasetVersionId must be a version of a dataset of kind cases');
  return { runId: null, datasetVersionId: dataset.id, answer, caseCount: dataset.rowCount };
}

export async function lockedQueue(db: Tx, queueId: string) {
  const [row] = await db.select().from(reviewQueues).where(eq(reviewQueues.id, queueId)).for('update');
  if (!row) throw notFound('Review queue');
  return row;
}
type Row = Awaited<ReturnType<typeof lockedQueue>>;

export const assertOpen = ({ state }: Row): void => {
  if (state !== 'open') throw precondition('This review queue is closed');
};

/** Ends the labelling: computes agreement and makes a dataset version of the labels that count. Cases that lack labels, and
 *  disputes that nobody decided, are counted and left out. */
export const closeQueue = command({
  event: 'review.closed',
  input: QueueRef,
  may: ['edit', 'Review'],
  target: ({ db, input }) => lockedQueue(db, input.queueId),
  run: async ({ db, ctx, input: { queueId }, target, nowUs }) => {
    assertOpen(target);
    const cases = await casesOf(db, target);
    if (!cases.some(({ labels }) => labels.size > 0)) throw precondition('Nobody has labelled a case yet');
    const dataset = await datasetVersionById(db, target.datasetVersionId);
    if (!dataset) throw notFound('Dataset version');
    const { datasetName, number, digest } = dataset;
    const result = documentOf(target, cases, { name: datasetName, number, digest });
    const resultDigest = `sha256:${sha256(canonical(result))}`;
    const closed = {
      state: 'closed',
      resultDigest,
      closedBy: authorOf(ctx),
      closedAt: new Date(nowUs / 1000),
    } as const;
    await db
      .update(reviewQueues)
      .set({ ...closed, result })
      .where(eq(reviewQueues.id, queueId));
    const queue = await queueById(db, queueId);
    if (!queue) throw notFound('Review queue');
    const entity = { ref: `review/${queueId}`, name: target.name };
    const then = result.labelled > 0 ? [importLabels(queueId, labelsName(target.name))] : [];
    return audited(queue, { entity, before: { state: target.state }, after: closed }, then);
  },
});

function documentOf(
  queue: Row,
  cases: readonly CaseLabels[],
  dataset: ReviewDocument['dataset'],
): ReviewDocument {
  const { overlap, labels } = queue;
  const settled = cases.map((one) => settledLabel(one, overlap));
  const disputed = cases.filter((one) => isDisputed(one, overlap));
  return {
    v: 1,
    ...{ name: queue.name, questionSha256: sha256(queue.question), dataset, runId: queue.runId, overlap },
    cases: cases.length,
    people: new Set(cases.flatMap((one) => [...one.labels.keys()])).size,
    labelled: settled.filter((label) => label !== null).length,
    incomplete: cases.filter((one) => !isComplete(one, overlap)).length,
    disagreements: disputed.length,
    decided: disputed.filter(({ decision }) => decision !== null).length,
    counts: labels.map((label) => ({ label, cases: settled.filter((one) => one === label).length })),
    agreement: reviewAgreement(
      cases.map((one) => one.labels),
      labels,
    ),
  };
}
