import { createHash } from 'node:crypto';
import type { Scorer } from '@/evaluators/custom/http';
import type { ModelAnswer, PrivateTargets } from '../schema';
import { openJsonTarget } from './json-target';

/** A team's own scorer with its connections. */
export interface OpenScorer {
  readonly isScorer: true;
  /** Posts a case, as JSON text, once. Its output is `{"reply", "digest"}` as JSON. Throws CallFailure only. */
  call(request: string, signal?: AbortSignal): Promise<ModelAnswer>;
  close(): void;
}

/** Throws Refusal `invalid` when the URL is not allowed. */
export function openScorer(
  { url, timeoutMs, apiKey }: Scorer & { readonly apiKey?: string },
  privateTargets: PrivateTargets,
): OpenScorer {
  const places = { output: '$', reportedModel: '$.model', usage: '$.usage', cost: '$.costUsd' };
  const open = openJsonTarget({ ...places, baseUrl: url, timeoutMs, apiKey }, privateTargets);
  const call: OpenScorer['call'] = async (request, signal) => {
    const answer = await open.call(JSON.parse(request), signal);
    const digest = `sha256:${createHash('sha256').update(answer.output).digest('hex')}`;
    const reply = /^[{[]/.test(answer.output) ? answer.output : JSON.stringify(answer.output);
    return { ...answer, output: `{"reply":${reply},"digest":"${digest}"}` };
  };
  return { isScorer: true, call, close: open.close };
}
