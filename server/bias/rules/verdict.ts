import type { Verdict } from '@/evaluators/stats/verdict';

/** The worst of an attribute's and a crossing's verdicts: one that fails fails the study, one that cannot be told
 *  keeps it from passing. */
export function studyVerdict(verdicts: readonly Verdict[]): Verdict {
  if (verdicts.includes('fail')) return 'fail';
  return verdicts.length === 0 || verdicts.includes('not_enough_evidence') ? 'not_enough_evidence' : 'pass';
}
