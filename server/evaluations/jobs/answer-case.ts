import { setImmediate } from 'node:timers/promises';
import type { PromptTemplate } from '@/evaluators/messages';
import { outcomesOf, type ScoredAnswer } from '@/evaluators/score';
import type { SuiteMeasure } from '@/evaluators/suite';
import type { OpenCaseTarget } from '@/server/integrations/adapters/case-target';
import { CallFailure } from '@/server/integrations/schema';
import type { NewResult } from '../commands/record-results';
import { resultState } from '../rules/result-state';
import type { Affording } from './affording';
import { JudgeStopped, type Judges } from './asking';
import type { OpenCase } from './case-source';
import { BudgetSpent, caseMeter } from './judge-meter';
import { rememberedPrices } from './prices';
import type { ResponseCache } from './response-cache';

export type AnsweredCase = Omit<NewResult, 'attempts'>;

interface Means {
  /** Null for a run over recorded outputs. */
  readonly target: OpenCaseTarget | null;
  readonly model: string | null;
  readonly template: PromptTemplate | null;
  readonly measures: readonly SuiteMeasure[];
  readonly judges: Judges;
  readonly cache: ResponseCache | null;
  readonly affording: Affording;
  readonly now: () => number;
}

/** Longest stretch of scoring before others get their turn. */
const longestTurnMs = 15;

/** Asks and scores one case after the other, as the engine calls it. Rejects with CallFailure as the target does. */
export function caseAnswerer({ target, model, template, measures, judges, cache, affording, now }: Means) {
  const price = rememberedPrices();
  let turn = performance.now();
  return async (item: OpenCase, signal: AbortSignal): Promise<AnsweredCase> => {
    if (performance.now() - turn > longestTurnMs) {
      await setImmediate();
      turn = performance.now();
    }
    const known = cache && (await cache(item));
    const answer =
      known?.answer ?? (target ? await ask(target, model, template, item, signal) : recordedAnswer(item));
    const cached = Boolean(known?.answer);
    const cost = cached ? null : (item.recorded?.costUsd ?? price(answer, now()));
    const { meter, count } = caseMeter(item, affording, price, now);
    const judgeOf = judges.asking(signal, meter);
    const measured = await outcomesOf(answer, item.one, cost, measures, judgeOf, wordsFor);
    return {
      ordinal: item.ordinal,
      repeat: item.repeat,
      caseId: item.one.id,
      state: resultState(null, measured),
      output: answer.output,
      measures: measured,
      usage: answer.usage,
      cost,
      judging: count.judgings,
      judgeCost: count.cost,
      latencyMs: answer.latencyMs,
      firstTokenMs: answer.firstTokenMs ?? null,
      model: answer.model,
      responseId: answer.responseId ?? null,
      askedAgain: item.askedAgain && !cached,
      cached,
      requestKey: known?.key ?? null,
      failure: null,
    };
  };
}

/** A judge that failed this case is an outcome; one that was stopped, or refuses everybody, is not. */
export const wordsFor = (error: unknown): string | null => {
  if (error instanceof BudgetSpent)
    return 'judge: not asked, because the budget of the run has no room for it';
  return error instanceof CallFailure && !(error instanceof JudgeStopped) && error.class !== 'aborted'
    ? `judge: ${error.message}`
    : null;
};

async function ask(
  target: OpenCaseTarget,
  model: string | null,
  template: PromptTemplate | null,
  { one }: OpenCase,
  signal: AbortSignal,
): Promise<ScoredAnswer> {
  const began = performance.now();
  try {
    const answer = await target.ask(one, template, signal);
    const usage = answer.usage ? { ...answer.usage } : null;
    return { ...answer, usage, provider: null, model: answer.model || model };
  } catch (error) {
    if (!(error instanceof CallFailure) || error.class !== 'content_filter') throw error;
    const latencyMs = performance.now() - began;
    return { output: '', provider: null, model, usage: null, latencyMs };
  }
}

function recordedAnswer({ recorded }: OpenCase): ScoredAnswer {
  if (!recorded) throw new Error('a case without a recorded output was given to be scored');
  const { output, provider = null, model = null, usage = null, latencyMs = null, firstTokenMs } = recorded;
  return { output, provider, model, usage, latencyMs, firstTokenMs };
}
