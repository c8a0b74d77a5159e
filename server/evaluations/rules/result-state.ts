import type { Outcome } from '@/evaluators/contract';
import type { ResultState } from '../schema/runs';

/** The worst that the measures of one result say. No answer is an error. */
export function resultState(error: string | null, outcomes: Readonly<Record<string, Outcome>>): ResultState {
  const all = Object.values(outcomes);
  if (error !== null || all.length === 0 || all.some(({ state }) => state === 'errored')) return 'errored';
  if (all.some(({ state }) => state === 'inconclusive')) return 'inconclusive';
  const passes = all.flatMap((one) => (one.state === 'scored' && one.pass !== undefined ? [one.pass] : []));
  if (passes.includes(false)) return 'failed';
  return passes.length > 0 ? 'passed' : 'scored';
}
