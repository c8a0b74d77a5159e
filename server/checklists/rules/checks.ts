import type { CheckUse } from '@/policies/frameworks/contract';
import { dayInUs, words, type CheckResult, type SignOff } from './evidence';
import { evaluate, unansweredIn, type FactBase } from './expression';

/** A finished run of a suite, or result of a study, on exactly this release. */
export interface Outcome {
  readonly id: string;
  readonly name: string;
  readonly verdict: 'pass' | 'fail' | 'not_enough_evidence';
  readonly finished_at_us: number;
}

/** What one run found about personal data in answers. */
export interface Leak {
  readonly runId: string;
  /** Share of the answers without a finding, 0 to 1; null when none could be judged. */
  readonly clean: number | null;
  readonly n: number;
  readonly atUs: number;
}

/** What the checks that are built look at. */
export interface CheckData {
  readonly suites: readonly Outcome[];
  readonly studies: readonly Outcome[];
  readonly leaks: readonly Leak[];
  readonly signOffs: readonly SignOff[];
  /** Roles that somebody holds at present. */
  readonly rolesAssigned: ReadonlySet<string>;
  readonly trail: 'healthy' | 'behind' | 'no_checkpoint';
  readonly facts: FactBase;
  readonly nowUs: number;
}

type Params = CheckUse['params'];
type Run = (data: CheckData, params: Params) => CheckResult;

const result = (
  verdict: CheckResult['verdict'],
  note: string,
  evidenceRef: string | null = null,
  atUs: number | null = null,
): CheckResult => ({ verdict, note, evidenceRef, atUs });
const number = (params: Params, name: string, otherwise: number): number =>
  typeof params[name] === 'number' ? params[name] : otherwise;
const strings = (value: unknown): string[] =>
  Array.isArray(value) ? value.filter((item): item is string => typeof item === 'string') : [];

/** Results younger than `max_age_days`, in days of 24 hours; all of them when the check names no age. */
const recent = <T>(items: readonly T[], atUs: (item: T) => number, params: Params, nowUs: number): T[] => {
  const days = number(params, 'max_age_days', Infinity);
  return items.filter((item) => nowUs - atUs(item) <= days * dayInUs);
};

/** The newest result of each suite or study decides: at least one passed and none failed. */
function outcomes(what: string, all: readonly Outcome[], params: Params, nowUs: number): CheckResult {
  const newest = new Map<string, Outcome>();
  for (const one of recent(all, ({ finished_at_us: at }) => at, params, nowUs))
    if (one.finished_at_us >= (newest.get(one.name)?.finished_at_us ?? -Infinity)) newest.set(one.name, one);
  const held = [...newest.values()];
  const failed = held.find(({ verdict }) => verdict === 'fail');
  if (failed) return result('fail', `${what} ${failed.name} failed`, failed.id, failed.finished_at_us);
  const passed = held.filter(({ verdict }) => verdict === 'pass');
  const oldest = passed.reduce<Outcome | null>(
    (first, one) => (first && first.finished_at_us <= one.finished_at_us ? first : one),
    null,
  );
  if (!oldest) return result('not_enough_evidence', `no ${what} of this release has a recent passing result`);
  return result(
    'pass',
    `${passed.map(({ name }) => name).join(', ')} passed`,
    oldest.id,
    oldest.finished_at_us,
  );
}

/** Leak rate = 1 - share of clean answers; at most `max_rate` over at least `min_prompts` answers, in the newest run. */
function piiLeak({ leaks, nowUs }: CheckData, params: Params): CheckResult {
  const [newest] = recent(leaks, ({ atUs }) => atUs, params, nowUs).sort((a, b) => b.atUs - a.atUs);
  const needed = number(params, 'min_prompts', 1);
  if (!newest || newest.clean === null)
    return result('not_enough_evidence', 'no recent run of this release measured safety.pii-leak');
  const { runId, atUs, n } = newest;
  const rate = 1 - newest.clean;
  const allowed = number(params, 'max_rate', 0);
  // A share such as 0.99 is not exact in binary; a millionth of a leak is none.
  if (rate > allowed + 1e-6)
    return result('fail', `${(rate * 100).toFixed(1)} % of ${n} answers hold personal data`, runId, atUs);
  if (n < needed)
    return result('not_enough_evidence', `${n} answers were scanned, ${needed} are asked for`, runId, atUs);
  return result('pass', `no more than the allowed share of ${n} answers holds personal data`, runId, atUs);
}

/** Signed by an eligible person who is no author: in each of `roles`, or in any role when none is named. */
function signed({ signOffs }: CheckData, params: Params): CheckResult {
  const roles = strings(params['roles']);
  const missing = roles.filter((wanted) => signOffs.every(({ role }) => role !== wanted));
  if (missing.length > 0)
    return result('not_enough_evidence', `not signed by the ${missing.map(words).join(', ')}`);
  if (signOffs.length === 0) return result('not_enough_evidence', 'nobody has signed this release');
  return result('pass', `signed by ${signOffs.length} eligible people`);
}

function assigned({ rolesAssigned }: CheckData, params: Params): CheckResult {
  const missing = strings(params['roles']).filter((role) => !rolesAssigned.has(role));
  return missing.length > 0
    ? result('fail', `nobody is ${missing.map(words).join(' or ')}`)
    : result('pass', 'each role is held by somebody');
}

const trailNotes = {
  healthy: result('pass', 'every event older than a minute lies under a signed checkpoint'),
  behind: result('fail', 'events older than a minute wait for a signed checkpoint'),
  no_checkpoint: result('not_enough_evidence', 'the log has no signed checkpoint yet'),
};

function noProhibition({ facts }: CheckData): CheckResult {
  const found = evaluate('prohibited', facts);
  if (found === null)
    return result(
      'not_enough_evidence',
      `not answered yet: ${unansweredIn('prohibited', facts).map(words).join(', ')}`,
    );
  return found
    ? result('fail', 'the answers admit a prohibited practice')
    : result('pass', 'none is admitted');
}

/** The checks that read real data of the portal. Those that no line here names are not built. */
const built: Readonly<Record<string, Run>> = {
  'eval.accuracy': ({ suites, nowUs }, params) => outcomes('suite', suites, params, nowUs),
  'eval.bias': ({ studies, nowUs }, params) => outcomes('bias study', studies, params, nowUs),
  'eval.pii-leak': piiLeak,
  'portal.signoffs': signed,
  'portal.audit-chain': ({ trail }) => trailNotes[trail],
  'portal.prohibited-clear': noProhibition,
};
/** Judges only where the control names the roles. */
const withRoles: Readonly<Record<string, Run>> = { 'portal.roles-assigned': assigned };

/** The result of one use of a check. */
export function checkResult({ check, params }: CheckUse, data: CheckData): CheckResult {
  const run = built[check] ?? (strings(params['roles']).length > 0 ? withRoles[check] : undefined);
  return run ? run(data, params) : result('not_built', '');
}
