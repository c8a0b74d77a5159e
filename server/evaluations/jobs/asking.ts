import { setTimeout as wait } from 'node:timers/promises';
import type { Scorer } from '@/evaluators/custom/http';
import type { AskJudge } from '@/evaluators/score';
import type { SuiteMeasure } from '@/evaluators/suite';
import { openCallsInThread } from '@/server/integrations/adapters/call-thread';
import { openCalls } from '@/server/integrations/adapters/calls';
import { type OpenCaseTarget, openCaseTarget } from '@/server/integrations/adapters/case-target';
import { openTarget } from '@/server/integrations/adapters/openai';
import { openScorer, type OpenScorer } from '@/server/integrations/adapters/scorer';
import { targetKeyFor } from '@/server/integrations/adapters/target-keys';
import { CallFailure, failureOf, type ModelAnswer } from '@/server/integrations/schema';
import { runtime } from '@/server/kernel/runtime';
import { runChunk } from '../rules/engine';
import { fixedPace } from '../rules/pace';
import type { RunTarget } from '../schema/runs';

/** Resolves after `ms`, or at once when the signal aborts. */
export const sleep = (ms: number, signal: AbortSignal): Promise<void> =>
  wait(ms, undefined, { signal }).catch(() => undefined);

const targetsOf = () => runtime().env.COUNTERSIGN_PRIVATE_TARGETS;

/** @param calls about how many will be made */
export function openRunTarget(
  { apiKeyRef, judgeKeyRef: _, ...target }: RunTarget,
  calls: number,
): OpenCaseTarget {
  const apiKey = apiKeyRef === undefined ? undefined : targetKeyFor('apiKeyRef', apiKeyRef, target.baseUrl);
  const open = calls < manyCalls ? openCalls : openCallsInThread;
  return openCaseTarget({ ...target, apiKey }, targetsOf(), open);
}

/** Fewer are made sooner than a thread has started. */
const manyCalls = 500;

function openRunScorer(scorer: Scorer): OpenScorer {
  const { keyRef, url } = scorer;
  const apiKey = keyRef === undefined ? undefined : targetKeyFor('keyRef', keyRef, url);
  return openScorer({ ...scorer, apiKey }, targetsOf());
}

type OpenJudge = Pick<OpenScorer, 'call' | 'close'>;

/** Stands between a measure and its judge: makes the call, or refuses to. */
export type JudgeMeter = (
  measure: SuiteMeasure,
  prompt: string,
  call: () => Promise<ModelAnswer>,
) => Promise<ModelAnswer>;

/** The judges and scorers of a suite, each with its connections. */
export class Judges {
  private readonly open = new Map<string, OpenJudge>();
  constructor(measures: readonly SuiteMeasure[], judgeKeyRef: string | undefined) {
    for (const { name, judge, scorer } of measures) {
      if (scorer) this.open.set(name, openRunScorer(scorer));
      if (!judge) continue;
      const apiKey = judgeKeyRef && targetKeyFor('judgeKeyRef', judgeKeyRef, judge.baseUrl);
      const target = openTarget({ ...judge, apiKey: apiKey ?? undefined }, targetsOf());
      const call: OpenJudge['call'] = (content, signal) => target.call([{ role: 'user', content }], signal);
      this.open.set(name, { call, close: target.close });
    }
  }
  asking(signal: AbortSignal, meter: JudgeMeter): AskJudge {
    return (measure) => {
      const judge = this.open.get(measure.name);
      if (!judge) return undefined;
      return async (prompt) => (await meter(measure, prompt, () => asked(judge, prompt, signal))).output;
    };
  }
  close(): void {
    for (const each of this.open.values()) each.close();
  }
}

/** One prompt with the retries of a run. Throws JudgeStopped when every further prompt would meet the same failure, and
 *  CallFailure after the last attempt. */
async function asked(judge: OpenJudge, prompt: string, signal: AbortSignal): Promise<ModelAnswer> {
  const answers: ModelAnswer[] = [];
  let failure: Error | null = null;
  const { ending } = await runChunk({
    cases: [prompt],
    call: (text, aborted) => judge.call(text, aborted),
    failureOf,
    onResult: (_, result) => {
      if (result.kind === 'answered') answers.push(result.answer);
      else failure = new CallFailure(result.failure);
    },
    pace: fixedPace(1),
    signal,
    now: () => performance.now(),
    sleep,
    random: Math.random,
  });
  if (answers[0]) return answers[0];
  if (ending.kind === 'stopped') throw new JudgeStopped(ending.failure);
  throw (
    failure ?? new CallFailure({ class: 'aborted', status: null, retryAfterMs: null, message: 'stopped' })
  );
}

/** The judge refuses every call: the run stops as it does when the target refuses. */
export class JudgeStopped extends CallFailure {}
