import type { PromptTemplate } from '@/evaluators/messages';
import { UnfitCase } from '@/evaluators/messages';
import { type AskedCase, requestFor, type SentRequest } from '@/evaluators/request-body';
import type { SuiteTarget } from '@/evaluators/target';
import { CallFailure, type ModelAnswer, type PrivateTargets } from '../schema';
import { openJsonTarget } from './json-target';
import { openTarget } from './openai';

/** A target of a suite, whatever it speaks. */
export interface OpenCaseTarget {
  /** Asks once about one case. Throws CallFailure and nothing else. */
  ask(one: AskedCase, template: PromptTemplate | null, signal?: AbortSignal): Promise<ModelAnswer>;
  close(): void;
}

/** Opens a target of a suite with its connections. Throws Refusal `invalid` when its address is not allowed. */
export function openCaseTarget(
  target: SuiteTarget & { readonly apiKey?: string },
  privateTargets: PrivateTargets,
): OpenCaseTarget {
  const { call, close } = caller(target, privateTargets);
  const ask: OpenCaseTarget['ask'] = async (one, template, signal) =>
    call(
      fitting(() => requestFor(target, template, one)),
      signal,
    );
  return { ask, close };
}

function caller(target: SuiteTarget & { readonly apiKey?: string }, privateTargets: PrivateTargets) {
  const { api = 'chat', body: _, output = '$', reportedModel, ...model } = target;
  if (api === 'json') {
    const { baseUrl, apiKey } = model;
    const open = openJsonTarget({ baseUrl, output, reportedModel, apiKey }, privateTargets);
    const call = (sent: SentRequest, signal?: AbortSignal) =>
      open.call(sent.kind === 'body' ? sent.body : sent.messages, signal);
    return { call, close: open.close };
  }
  const open = openTarget({ ...model, api }, privateTargets);
  const call = (sent: SentRequest, signal?: AbortSignal) =>
    open.call(sent.kind === 'messages' ? sent.messages : [], signal);
  return { call, close: open.close };
}

function fitting<T>(made: () => T): T {
  try {
    return made();
  } catch (error) {
    if (!(error instanceof UnfitCase)) throw error;
    throw new CallFailure({ class: 'bad_request', status: null, retryAfterMs: null, message: error.message });
  }
}
