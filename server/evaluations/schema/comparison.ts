import { z } from 'zod';
import { id } from '@/server/kernel/contract';
import { Paging } from '@/server/kernel/paging';
import { RunCase, RunResult } from './runs';
import { RunVerdict } from './summary';

const flag = z
  .union([z.boolean(), z.enum(['true', 'false'])])
  .default(false)
  .transform((value) => value === true || value === 'true');

/** `baseline` is the run that `runId` is held against. */
const asked = {
  runId: id('run'),
  baseline: id('run'),
  /** The loss that is accepted, as a share of a measure's range. */
  margin: z.coerce.number().min(0).max(1).default(0.05),
  /** A case that the baseline passed and the candidate fails is a fail. */
  noNewFailures: flag,
};
export const CompareRuns = z.strictObject(asked);
export const ListRegressions = z.strictObject({ runId: id('run'), baseline: id('run'), ...Paging });
export const CompareCase = z.strictObject({
  runId: id('run'),
  baseline: id('run'),
  ordinal: z.coerce.number().int().min(0),
  repeat: z.coerce.number().int().min(0).default(0),
});

const number = z.number().nullable();
export const ComparedMeasure = z.strictObject({
  name: z.string(),
  evaluator: z.string(),
  version: z.int(),
  unit: z.string(),
  direction: z.enum(['higher', 'lower', 'target']),
  n: z.int(),
  candidate: number,
  baseline: number,
  /** Candidate minus baseline with its two-sided 95 % interval. */
  difference: number,
  low: number,
  high: number,
  test: z.enum(['mcnemar', 'wilcoxon', 'cluster-robust z']).nullable(),
  pValue: number,
  /** Adjusted over the measures: Holm decides, Benjamini-Hochberg is there to explore. */
  holmP: number,
  bhP: number,
  /** Cases whose value rose, and fell. */
  rose: z.int(),
  fell: z.int(),
  medianDifference: number,
  rankCorrelation: number,
  /** The smallest difference that this comparison finds with 80 % power at 0.05. */
  smallestFound: number,
  effectiveN: number,
  change: z.enum(['better', 'worse', 'not_enough_evidence']),
  /** Against the margin; null when the measure has no range or no better side. */
  regression: RunVerdict.nullable(),
  note: z.string().nullable(),
});
export type ComparedMeasure = z.infer<typeof ComparedMeasure>;

const sides = z.strictObject({ candidate: z.int(), baseline: z.int() });
export const RunComparison = z.strictObject({
  runId: id('run'),
  baselineId: id('run'),
  margin: z.number(),
  cases: z.strictObject({
    total: z.int(),
    paired: z.int(),
    missing: sides,
    duplicate: sides,
    errored: sides,
    inconclusive: z.int(),
  }),
  measures: z.array(ComparedMeasure),
  /** Cases in which a measure got worse. */
  regressed: z.int(),
  verdict: RunVerdict,
  reasons: z.array(z.string()),
  orgId: z.string(),
  createdBy: z.string(),
});
export type RunComparison = z.infer<typeof RunComparison>;

export const CaseChange = z.strictObject({
  ordinal: z.int(),
  caseId: z.string(),
  measures: z.array(
    z.strictObject({ name: z.string(), baseline: z.number(), candidate: z.number(), worse: z.boolean() }),
  ),
});
export type CaseChange = z.infer<typeof CaseChange>;

/** One case under both runs; the baseline's result is null when it has none for this case and repeat. */
export const ComparedCase = z.strictObject({
  candidate: RunCase,
  baseline: RunResult.nullable(),
  orgId: z.string(),
  createdBy: z.string(),
});
export type ComparedCase = z.infer<typeof ComparedCase>;
