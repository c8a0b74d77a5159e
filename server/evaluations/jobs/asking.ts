import { setTimeout as wait } from 'node:timers/promises';
import type { AskJudge } from '@/evaluators/score';
import type { SuiteMeasure } from '@/evaluators/suite';
import { type OpenCaseTarget, openCaseTarget } from '@/server/integrations/adapters/case-target';
import { openTarget, type OpenTarget } from '@/server/integrations/adapters/openai';
import { targetKeyFor } from '@/server/integrations/adapters/target-keys';
import { CallFailure, failureOf } from '@/server/integrations/schema';
import { runtime } from '@/server/kernel/runtime';
import { runChunk } from '../rules/engine';
import { fixedPace } from '../rules/pace';
import type { RunTarget } from '../schema/runs';

/** Resolves after `ms`, or at once when the signal aborts. */
export const sleep = (ms: number, signal: AbortSignal): Promise<void> =>
  wait(ms, undefined, { signal }).catch(() => undefined);

const targetsOf = () => runtime().env.COUNTERSIGN_PRIVATE_TARGETS;

export function openRunTarget({ apiKeyRef, judgeKeyRef: _, ...target }: RunTarget): OpenCaseTarget {
  const apiKey = apiKeyRef === undefined ? undefined : targetKeyFor('apiKeyRef', apiKeyRef, target.baseUrl);
  return openCaseTarget({ ...target, apiKey }, targetsOf());
}

/** The judges of a suite, each with its connections. */
export class Judges {
  private readonly open = new Map<string, OpenTarget>();
  constructor(measures: readonly SuiteMeasure[], judgeKeyRef: string | undefined) {
    for (const { name, judge } of measures) {
      if (!judge) continue;
      const apiKey = judgeKeyRef && targetKeyFor('judgeKeyRef', judgeKeyRef, judge.baseUrl);
      this.open.set(name, openTarget({ ...judge, apiKey: apiKey ?? undefined }, targetsOf()));
    }
  }
  /** @param heard is told the name of the model that each answer reports */
  asking(signal: AbortSignal, heard: (model: string) => void = () => undefined): AskJudge {
    return ({ name }) => {
      const judge = this.open.get(name);
      return judge && ((prompt) => asked(judge, prompt, signal, heard));
    };
  }
  close(): void {
    for (const each of this.open.values()) each.close();
  }
}

/** One prompt with the retries of a run. Throws JudgeStopped when every further prompt would meet the same failure, and
 *  CallFailure after the last attempt. */
async function asked(
  judge: OpenTarget,
  prompt: string,
  signal: AbortSignal,
  heard: (model: string) => void,
): Promise<string> {
  let text: string | null = null;
  let failure: Error | null = null;
  const { ending } = await runChunk({
    cases: [[{ role: 'user', content: prompt } as const]],
    call: (messages, aborted) => judge.call(messages, aborted),
    failureOf,
    onResult: (_, result) => {
      if (result.kind === 'answered') {
        text = result.answer.output;
        heard(result.answer.model);
      } else failure = new CallFailure(result.failure);
    },
    pace: fixedPace(1),
    signal,
    now: () => performance.now(),
    sleep,
    random: Math.random,
  });
  if (text !== null) return text;
  if (ending.kind === 'stopped') throw new JudgeStopped(ending.failure);
  throw (
    failure ?? new CallFailure({ class: 'aborted', status: null, retryAfterMs: null, message: 'stopped' })
  );
}

/** The judge refuses every call: the run stops as it does when the target refuses. */
export class JudgeStopped extends CallFailure {}
