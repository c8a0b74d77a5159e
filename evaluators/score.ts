import type { Outcome, Sample } from './contract';
import { type PriceBook, priceOf } from './ops/price';
import { readUsage, tokensIn } from './ops/usage';
import type { SuiteCase, SuiteMeasure } from './suite';

/** What a target answered, or said once upon a time, to one case. */
export interface ScoredAnswer {
  readonly output: string;
  readonly provider: string | null;
  readonly model: string | null;
  readonly usage: Readonly<Record<string, unknown>> | null;
  readonly latencyMs: number | null;
  /** of an answer that was streamed */
  readonly firstTokenMs?: number | null;
  /** the provider's own id of it */
  readonly responseId?: string | null;
}
/** How a judged measure asks; undefined when it has nobody to ask. */
export type AskJudge = (measure: SuiteMeasure) => ((prompt: string) => Promise<string>) | undefined;

/** One outcome per measure name. Rejects only when `wordsFor` has no words for what a judge threw. */
export async function outcomesOf(
  answer: ScoredAnswer,
  one: SuiteCase,
  cost: string | null,
  measures: readonly SuiteMeasure[],
  judgeOf: AskJudge,
  wordsFor: (error: unknown) => string | null,
): Promise<Record<string, Outcome>> {
  const { output, latencyMs, firstTokenMs, usage } = answer;
  const tokens = usage && tokensIn(usage);
  const sample: Sample = { ...one, output, latencyMs, firstTokenMs, cost, tokens };
  const outcomes: Record<string, Outcome> = {};
  for (const measure of measures) {
    const { needs } = measure.evaluator;
    const judge = needs.judge || needs.scorer ? judgeOf(measure) : undefined;
    try {
      outcomes[measure.name] = await measure.evaluator.score(sample, { judge, outcomes });
    } catch (error) {
      const reason = wordsFor(error);
      if (reason === null) throw error;
      outcomes[measure.name] = { state: 'errored', reason };
    }
  }
  return outcomes;
}

/** Exact US dollars of one answer at a moment; null when its usage is unknown or nothing has its price. */
export function answerCost(
  { provider, model, usage }: Pick<ScoredAnswer, 'provider' | 'model' | 'usage'>,
  at: Date,
  book: PriceBook | null = null,
): string | null {
  const tokens = usage && readUsage(usage);
  return tokens && model !== null ? priceOf({ provider, model, usage: tokens, at, book }).cost : null;
}
