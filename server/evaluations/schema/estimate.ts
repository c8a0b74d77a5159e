import { z } from 'zod';
import { PromptParameter } from '@/evaluators/prompt-parameters';
import { id } from '@/server/kernel/contract';

export const EstimateRun = z.strictObject({
  suiteVersionId: id('stv'),
  model: z.string().max(200).optional(),
  maxTokens: z.coerce.number().int().min(1).max(100_000).optional(),
});

export const RunEstimate = z.strictObject({
  calls: z.int(),
  model: z.string().nullable(),
  inputTokens: z.int(),
  /** Exact US dollars: with empty answers, and with the longest ones allowed; null when unpriced or unlimited. */
  lowest: z.string().nullable(),
  highest: z.string().nullable(),
  /** Judges and scorers, on top: when every verdict can be read at once, and when each is asked for twice. */
  judges: z
    .strictObject({
      calls: z.int(),
      mostCalls: z.int(),
      lowest: z.string().nullable(),
      highest: z.string().nullable(),
      /** Models that are asked to judge; a scorer of one's own is not among them. */
      models: z.array(z.string()),
      /** Measures without a price. */
      unpriced: z.array(z.string()),
    })
    .nullable(),
  /** Answers and judges together, as far as they have a price. */
  total: z.strictObject({ lowest: z.string().nullable(), highest: z.string().nullable() }),
  note: z.string(),
  /** What becomes of the parameters of the prompt version, unless the run says another value. */
  promptParameters: z.array(PromptParameter).readonly(),
  cases: z.int(),
  /** Share of cases that a new version changes either way, and the smallest net loss that is then found with 80 %
   *  power (exact McNemar at 0.05); null when even a loss of all of them is not found. */
  smallestLosses: z.array(z.strictObject({ changing: z.number(), loss: z.number().nullable() })),
  /** Without any failure among the cases, the failure rate is at most this (one-sided 95 %); null without a case. */
  zeroFailureBound: z.number().nullable(),
  orgId: z.string(),
  createdBy: z.string(),
});
export type RunEstimate = z.infer<typeof RunEstimate>;
