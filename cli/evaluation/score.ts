import type { Outcome, Sample } from '@/evaluators/contract';
import { priceOf } from '@/evaluators/ops/price';
import { readUsage } from '@/evaluators/ops/usage';
import type { SuiteCase, SuiteMeasure } from '@/evaluators/suite';
import type { CaseResult } from '@/evaluators/summary';
import { CallFailure } from '@/server/integrations/schema';

/** What a target answered, or said once upon a time, for one repeat of one case. */
export interface Answer {
  readonly caseId: string;
  readonly repeat: number;
  readonly output: string | null;
  readonly error: string | null;
  readonly provider: string | null;
  readonly model: string | null;
  readonly usage: Readonly<Record<string, unknown>> | null;
  readonly latencyMs: number | null;
}

export type AskJudge = (measure: SuiteMeasure) => ((prompt: string) => Promise<string>) | undefined;

/** Scores one answer under every measure; an answer to no case keeps its place and has no outcomes. */
export async function scored(
  answer: Answer,
  one: SuiteCase | undefined,
  measures: readonly SuiteMeasure[],
  judgeOf: AskJudge,
  now: Date,
): Promise<CaseResult> {
  const { caseId, repeat, output, error, model } = answer;
  const cost = costOf(answer, now);
  if (!one || output === null || error !== null) return { caseId, repeat, error, outcomes: {}, cost, model };
  const sample: Sample = { ...one, output, latencyMs: answer.latencyMs, cost };
  const outcomes: Record<string, Outcome> = {};
  for (const measure of measures) {
    const { needs } = measure.evaluator;
    const judge = needs.judge || needs.scorer ? judgeOf(measure) : undefined;
    outcomes[measure.name] = await measure.evaluator.score(sample, { judge, outcomes }).catch(asOutcome);
  }
  return { caseId, repeat, error, outcomes, cost, model };
}

function asOutcome(error: unknown): Outcome {
  if (error instanceof CallFailure) return { state: 'errored', reason: error.message };
  throw error;
}

function costOf({ provider, model, usage }: Answer, at: Date): string | null {
  const tokens = usage && readUsage(usage);
  return tokens && model !== null ? priceOf({ provider, model, usage: tokens, at }).cost : null;
}

/** Maps with at most `width` at a time, results in order. */
export async function pooled<T, R>(
  items: readonly T[],
  width: number,
  work: (item: T) => Promise<R>,
): Promise<R[]> {
  const results: R[] = [];
  const queue = items.entries();
  await Promise.all(
    Array.from({ length: width }, async () => {
      for (const [index, item] of queue) results[index] = await work(item);
    }),
  );
  return results;
}
