import { z } from 'zod';
import { limitFields } from '@/evaluators/suite';
import { Digest } from '@/server/kernel/contract';

export const RunVerdict = z.enum(['pass', 'fail', 'not_enough_evidence']);

export const RunMeasure = z.strictObject({
  name: z.string(),
  evaluator: z.string(),
  version: z.int(),
  value: z.number().nullable(),
  low: z.number().nullable(),
  high: z.number().nullable(),
  n: z.int(),
  threshold: z.strictObject(limitFields).nullable(),
  /** Of a threshold with maxDrop: the run minus its baseline, with the two-sided 95 % interval of the difference. */
  change: z
    .strictObject({
      baseline: z.number().nullable(),
      difference: z.number().nullable(),
      low: z.number().nullable(),
      high: z.number().nullable(),
      n: z.int(),
      pValue: z.number().nullable(),
    })
    .optional(),
  verdict: RunVerdict.nullable(),
  note: z.string().nullable(),
  /** What does not fit into one number, such as a confusion matrix. */
  table: z
    .strictObject({
      columns: z.array(z.string()).readonly(),
      rows: z.array(z.array(z.union([z.string(), z.number(), z.null()])).readonly()).readonly(),
    })
    .optional(),
});
export type RunMeasure = z.infer<typeof RunMeasure>;

/** The document of `evaluate --json`. */
export const RunSummary = z.strictObject({
  suite: z.string(),
  datasetDigest: Digest,
  cases: z.strictObject({
    total: z.int(),
    scored: z.int(),
    inconclusive: z.int(),
    errored: z.int(),
    missing: z.int(),
    duplicate: z.int(),
  }),
  measures: z.array(RunMeasure),
  cost: z.string().nullable(),
  /** Who answered, as they say themselves, the most frequent first. */
  models: z.array(z.strictObject({ name: z.string(), results: z.int() })).optional(),
  /** Who judged, as they say themselves, and what that cost beside `cost`. */
  judges: z
    .strictObject({
      cost: z.string().nullable(),
      calls: z.int(),
      unpriced: z.int(),
      models: z
        .array(
          z.strictObject({
            measure: z.string(),
            asked: z.string().nullable(),
            name: z.string(),
            isOther: z.boolean(),
            results: z.int(),
          }),
        )
        .readonly(),
    })
    .optional(),
  /** Results whose answer came from the response cache. */
  cached: z.int().optional(),
  /** What thresholds with maxDrop were held against. */
  baseline: z
    .strictObject({
      name: z.string(),
      digest: Digest.nullable(),
      verdict: RunVerdict,
      paired: z.int(),
      total: z.int(),
    })
    .optional(),
  verdict: RunVerdict,
  reasons: z.array(z.string()),
});
export type RunSummary = z.infer<typeof RunSummary>;
