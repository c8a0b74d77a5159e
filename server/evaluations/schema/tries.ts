import { z } from 'zod';
import type { PromptParameter } from '@/evaluators/prompt-parameters';
import { id } from '@/server/kernel/contract';
import { Template } from '@/server/prompts/schema';
import { KeyRef, replacedFields } from './runs';

export const tryLimits = {
  values: 100,
  valueLength: 100_000,
  maxTokens: 10_000,
  usualTokens: 1000,
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
  /** As the prompt version has it, or 1,000. */
  maxTokens: z.int().min(1).max(tryLimits.maxTokens).optional(),
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
      /** What became of the parameters of the prompt version. */
      readonly parameters: readonly PromptParameter[];
    }
  | {
      readonly kind: 'failed';
      readonly class: string;
      readonly status: number | null;
      readonly message: string;
    };
