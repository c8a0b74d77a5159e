import { answerCost, type AskJudge, outcomesOf } from '@/evaluators/score';
import type { SuiteCase, SuiteMeasure } from '@/evaluators/suite';
import type { CaseResult } from '@/evaluators/summary';
import { JudgingCount } from '@/evaluators/judging';
import { CallFailure } from '@/server/integrations/schema';
import { askJudge, type OpenJudge } from './models';

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
  readonly firstTokenMs?: number | null;
  /** As whoever recorded it says. */
  readonly costUsd?: string | null;
}

/** Scores one answer under every measure; an answer to no case keeps its place and has no outcomes. */
export async function scored(
  answer: Answer,
  one: SuiteCase | undefined,
  measures: readonly SuiteMeasure[],
  judges: ReadonlyMap<string, OpenJudge>,
  now: Date,
): Promise<CaseResult> {
  const { caseId, repeat, output, error, model } = answer;
  const cost = answer.costUsd ?? answerCost(answer, now);
  if (!one || output === null || error !== null) return { caseId, repeat, error, outcomes: {}, cost, model };
  const count = new JudgingCount();
  const judgeOf = countedJudges(judges, count, now);
  const outcomes = await outcomesOf({ ...answer, output }, one, cost, measures, judgeOf, (failure) =>
    failure instanceof CallFailure ? failure.message : null,
  );
  return { caseId, repeat, error, outcomes, cost, model, judging: count.judgings };
}

/** How each measure asks its judge or scorer; what each answer took is counted. */
const countedJudges =
  (judges: ReadonlyMap<string, OpenJudge>, count: JudgingCount, now: Date): AskJudge =>
  (measure) => {
    const judge = judges.get(measure.name);
    if (!judge) return undefined;
    return async (prompt) => {
      const { output, model, usage, reportedCost } = await askJudge(judge, prompt);
      const { provider, asks } = measure;
      const facts = { provider, model: model || asks, usage: usage && { ...usage } };
      const tokens = usage && { input: usage.inputTokens, output: usage.outputTokens };
      count.add(measure, { model, tokens, cost: reportedCost ?? answerCost(facts, now) });
      return output;
    };
  };

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
