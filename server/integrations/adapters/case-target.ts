import type { PromptTemplate } from '@/evaluators/messages';
import { UnfitCase } from '@/evaluators/messages';
import { type AskedCase, requestFor } from '@/evaluators/request-body';
import { CallFailure, type ModelAnswer, type PrivateTargets } from '../schema';
import { type CalledTarget, openCalls } from './calls';

/** A target of a suite, whatever it speaks. */
export interface OpenCaseTarget {
  /** Asks once about one case. Throws CallFailure and nothing else. */
  ask(one: AskedCase, template: PromptTemplate | null, signal?: AbortSignal): Promise<ModelAnswer>;
  close(): void;
}

/** Opens a target of a suite with its connections. Throws Refusal `invalid` when its address is not allowed. */
export function openCaseTarget(
  target: CalledTarget,
  privateTargets: PrivateTargets,
  open: typeof openCalls = openCalls,
): OpenCaseTarget {
  const { call, close } = open(target, privateTargets);
  const ask: OpenCaseTarget['ask'] = async (one, template, signal) =>
    call(
      fitting(() => requestFor(target, template, one)),
      signal,
    );
  return { ask, close };
}

function fitting<T>(made: () => T): T {
  try {
    return made();
  } catch (error) {
    if (!(error instanceof UnfitCase)) throw error;
    throw new CallFailure({ class: 'bad_request', status: null, retryAfterMs: null, message: error.message });
  }
}
