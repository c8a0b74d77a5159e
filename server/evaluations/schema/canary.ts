import { z } from 'zod';
import { id } from '@/server/kernel/contract';

const CanaryTest = z.strictObject({
  what: z.string(),
  test: z.enum(['mcnemar', 'kolmogorov-smirnov', 'wilcoxon']),
  n: z.int(),
  before: z.number(),
  now: z.number(),
  pValue: z.number(),
  /** Benjamini and Hochberg over the tests of the check. */
  adjusted: z.number(),
});
/** What a run of a canary showed; `check` is null for the reference and for the run that shows the noise. */
export const RunCanary = z.strictObject({
  role: z.enum(['reference', 'noise', 'check']),
  referenceRunId: id('run'),
  noiseRunId: id('run').nullable(),
  sameShare: z.number().nullable(),
  check: z
    .strictObject({
      verdict: z.enum(['same', 'changed', 'not_enough_evidence']),
      compared: z.int(),
      tests: z.array(CanaryTest).readonly(),
      models: z.strictObject({ before: z.array(z.string()).readonly(), now: z.array(z.string()).readonly() }),
      reasons: z.array(z.string()).readonly(),
    })
    .nullable(),
});
export type RunCanary = z.infer<typeof RunCanary>;
