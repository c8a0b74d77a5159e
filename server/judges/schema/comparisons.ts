import { z } from 'zod';
import { KeyRef } from '@/server/evaluations/schema/runs';
import { Digest, id, Slug } from '@/server/kernel/contract';
import { Paging } from '@/server/kernel/paging';
import { Estimate, JudgingState } from './judgings';

export const StartComparison = z.strictObject({
  /** A judge of kind pairwise. */
  judgeId: id('jdg'),
  /** The run whose answers are called A. */
  runId: id('run'),
  /** The run whose answers are called B, over the same dataset version. */
  baselineId: id('run'),
  keyRef: KeyRef.optional(),
});
/** Those in which a run takes part, newest first. */
export const ListComparisons = z.strictObject({ ...Paging, runId: id('run') });

export const ComparisonPlan = z.strictObject({ runId: id('run'), baselineId: id('run') });
export type ComparisonPlan = z.infer<typeof ComparisonPlan>;
const Pinned = z.strictObject({ name: Slug, number: z.int(), digest: Digest });
const Side = z.strictObject({ id: id('run'), resultDigest: Digest.nullable(), model: z.string().nullable() });

/** Which of two runs answers better, as a judge sees it. */
export const ComparisonDocument = z.strictObject({
  v: z.literal(1),
  judge: Pinned,
  dataset: Pinned,
  A: Side,
  B: Side,
  /** Cases with a verdict. */
  n: z.int(),
  withoutVerdict: z.int(),
  wonByA: z.int(),
  wonByB: z.int(),
  tied: z.int(),
  /** (wonByA + tied / 2) / n with Wilson's interval, which ties make a little wide. */
  winRate: Estimate,
  position: z.strictObject({
    n: z.int(),
    inconsistent: z.int(),
    firstTwice: z.int(),
    secondTwice: z.int(),
    p: z.number().nullable(),
  }),
  /** The judge has the name of a model that it judges. */
  judgesItself: z.boolean(),
  models: z.array(z.string()),
});
export type ComparisonDocument = z.infer<typeof ComparisonDocument>;

export const PairwiseComparison = z.strictObject({
  id: id('jgm'),
  judgeId: id('jdg'),
  judgeName: Slug,
  judgeNumber: z.int(),
  judgeDigest: Digest,
  datasetVersionId: id('dsv'),
  plan: ComparisonPlan,
  keyRef: z.string().nullable(),
  state: JudgingState,
  stateReason: z.string().nullable(),
  caseCount: z.int(),
  doneCount: z.int(),
  result: ComparisonDocument.nullable(),
  resultDigest: Digest.nullable(),
  orgId: z.string(),
  createdBy: z.string(),
  createdAt: z.date(),
  startedAt: z.date().nullable(),
  finishedAt: z.date().nullable(),
});
export type PairwiseComparison = z.infer<typeof PairwiseComparison>;
