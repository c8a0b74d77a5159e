import { setTimeout as wait } from 'node:timers/promises';
import type { JudgeTarget } from '@/evaluators/judge/rubric';
import type { Scorer } from '@/evaluators/custom/http';
import type { SuiteTarget } from '@/evaluators/target';
import { runChunk } from '@/server/evaluations/rules/engine';
import { adaptivePace, fixedPace } from '@/server/evaluations/rules/pace';
import { openCaseTarget } from '@/server/integrations/adapters/case-target';
import { openTarget } from '@/server/integrations/adapters/openai';
import { openScorer, type OpenScorer } from '@/server/integrations/adapters/scorer';
import { CallFailure, failureOf, type ModelAnswer } from '@/server/integrations/schema';
import { CliFailure, type Terminal, usageError } from '../terminal';

type OpenModel = ReturnType<typeof openTarget>;
export type OpenJudge = OpenModel | OpenScorer;

/** Keys come from the environment. OPENAI_API_KEY goes to OpenAI only, whatever a suite file names as its base URL. */
function keyFor(baseUrl: string, name: string, env: Terminal['env']): string | undefined {
  const own = env[name];
  if (own) return own;
  return new URL(baseUrl).hostname === 'api.openai.com' ? env['OPENAI_API_KEY'] : undefined;
}

export const openModel = (target: JudgeTarget, keyName: string, { env }: Terminal): OpenModel =>
  openTarget({ ...target, apiKey: keyFor(target.baseUrl, keyName, env) }, 'allow');

export const openSuiteTarget = (target: SuiteTarget, keyName: string, { env }: Terminal) =>
  openCaseTarget({ ...target, apiKey: keyFor(target.baseUrl, keyName, env) }, 'allow');

/** A team's own scorer; `keyRef` names a variable of this environment that holds HOST KEY. */
export function openSuiteScorer(scorer: Scorer, { env }: Terminal): OpenScorer {
  const { keyRef, url } = scorer;
  const apiKey = keyRef === undefined ? undefined : hostKey(env[keyRef], keyRef, url);
  return openScorer({ ...scorer, apiKey }, 'allow');
}

function hostKey(value: string | undefined, name: string, address: string): string {
  const [host, key] = value?.trim().split(/\s+/) ?? [];
  const url = new URL(address);
  if (key === undefined) throw usageError(`${name} must be set and hold a host and a key`);
  if (host !== url.hostname && host !== url.host)
    throw usageError(`${name} is a key for ${host}, not ${url.host}`);
  return key;
}

/** Makes a call for each item with the retries and the pace of the portal's own runs. */
export async function askAll<Item>(
  call: (item: Item, signal: AbortSignal) => Promise<ModelAnswer>,
  items: readonly Item[],
  concurrency: number | undefined,
  onResult: (item: Item, answer: ModelAnswer | null, error: string | null) => void,
): Promise<void> {
  const { ending } = await runChunk<Item, ModelAnswer>({
    cases: items,
    call,
    failureOf,
    onResult: (item, result) =>
      result.kind === 'answered'
        ? onResult(item, result.answer, null)
        : onResult(item, null, result.failure.message),
    pace: concurrency === undefined ? adaptivePace(32) : fixedPace(concurrency),
    signal: new AbortController().signal,
    now: () => performance.now(),
    sleep: (ms, signal) => wait(ms, undefined, { signal }).catch(() => undefined),
    random: Math.random,
  });
  if (ending.kind === 'stopped') throw new CliFailure(20, ending.failure.message);
}

/** One prompt to a judge, or a case to a scorer. Rejects with CallFailure after the last attempt. */
export async function askJudge(judge: OpenJudge, prompt: string): Promise<ModelAnswer> {
  const answers: ModelAnswer[] = [];
  let failure: string | null = null;
  const call = (content: string, signal: AbortSignal) =>
    'isScorer' in judge ? judge.call(content, signal) : judge.call([{ role: 'user', content }], signal);
  await askAll(call, [prompt], 1, (_, answer, error) => {
    if (answer) answers.push(answer);
    failure = error;
  });
  const [answer] = answers;
  if (answer) return answer;
  const message = failure ?? 'no answer';
  throw new CallFailure({ class: 'server', status: null, retryAfterMs: null, message });
}
