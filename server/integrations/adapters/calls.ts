import type { SentRequest } from '@/evaluators/request-body';
import type { SuiteTarget } from '@/evaluators/target';
import type { ModelAnswer, PrivateTargets } from '../schema';
import { openJsonTarget } from './json-target';
import { openTarget } from './openai';

export type CalledTarget = SuiteTarget & {
  readonly apiKey?: string;
  /** Further parameters of the protocol. */
  readonly more?: Record<string, unknown>;
};

/** The connections of a target, whatever it speaks. */
export interface OpenCalls {
  /** Calls once. Throws CallFailure and nothing else. */
  call(sent: SentRequest, signal?: AbortSignal): Promise<ModelAnswer>;
  close(): void;
}

/** Opens the connections in this thread. Throws Refusal `invalid` when the address is not allowed. */
export function openCalls(target: CalledTarget, privateTargets: PrivateTargets): OpenCalls {
  const { api = 'chat', body: _, output = '$', reportedModel, ...model } = target;
  if (api === 'json') {
    const { baseUrl, apiKey } = model;
    const open = openJsonTarget({ baseUrl, output, reportedModel, apiKey }, privateTargets);
    const call: OpenCalls['call'] = (sent, signal) =>
      open.call(sent.kind === 'body' ? sent.body : sent.messages, signal);
    return { call, close: open.close };
  }
  const open = openTarget({ ...model, api }, privateTargets);
  const call: OpenCalls['call'] = (sent, signal) =>
    open.call(sent.kind === 'messages' ? sent.messages : [], signal);
  return { call, close: open.close };
}
