import { z } from 'zod';
import { id } from '@/server/kernel/contract';
import { Template } from '@/server/prompts/schema';
import { KeyRef, replacedFields } from './runs';

export const tryLimits = {
  values: 100,
  valueLength: 100_000,
  maxTokens: 10_000,
  timeoutMs: 120_000,
} as const;

/** One question to one model, to see what a prompt does. `template` is the version's text as somebody changed it; it is
 *  not kept. `values` fill its variables. */
export const TryPrompt = z.strictObject({
  versionId: id('prv'),
  template: Template.optional(),
  values: z
    .record(
      z.string().max(200),
      z.string().max(tryLimits.valueLength, `must have at most ${tryLimits.valueLength} characters`),
    )
    .refine((values) => Object.keys(values).length <= tryLimits.values, 'must have at most 100 values')
    .default({}),
  ...replacedFields,
  baseUrl: replacedFields.baseUrl.unwrap(),
  model: replacedFields.model.unwrap(),
  maxTokens: z.int().min(1).max(tryLimits.maxTokens).default(1000),
  apiKeyRef: KeyRef.optional(),
});
export type TryPrompt = z.output<typeof TryPrompt>;

/** What came back, or why nothing did. Cost is decimal US dollars, null where the price is not known. */
export type Tried =
  | {
      readonly kind: 'answered';
      readonly output: string;
      readonly model: string | null;
      readonly isOtherModel: boolean;
      readonly finishReason: string | null;
      readonly inputTokens: number | null;
      readonly outputTokens: number | null;
      readonly cost: string | null;
      readonly latencyMs: number;
    }
  | {
      readonly kind: 'failed';
      readonly class: string;
      readonly status: number | null;
      readonly message: string;
    };
