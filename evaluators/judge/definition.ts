import { evaluatorById } from '../catalog';
import type { Outcome } from '../contract';
import { JudgeTarget } from './rubric';

/** What a judge gives a case: labels as people give them too. `failing` is the label that must not be missed. */
interface Kind {
  readonly evaluator: `judge.${string}`;
  readonly labels: readonly [string, string, ...string[]];
  readonly failing: string | null;
}
export const judgeKinds = {
  rubric: { evaluator: 'judge.rubric', labels: ['pass', 'fail'], failing: 'fail' },
  'g-eval': { evaluator: 'judge.g-eval', labels: ['pass', 'fail'], failing: 'fail' },
  pairwise: { evaluator: 'judge.pairwise', labels: ['A', 'B', 'tie'], failing: null },
} as const satisfies Record<string, Kind>;
export type JudgeKind = keyof typeof judgeKinds;

/** Everything that a verdict depends on: evaluator (with the version of its prompt), its parameters, and whom it asks. */
export interface JudgeBody {
  readonly v: 1;
  readonly evaluator: string;
  readonly version: number;
  readonly params: Readonly<Record<string, unknown>> & { readonly judge: JudgeTarget };
}

/** The kind of judge behind an evaluator's id, or null when it is none of the registered kinds. */
export const judgeKindOf = (evaluator: string): JudgeKind | null =>
  (Object.keys(judgeKinds) as JudgeKind[]).find((kind) => judgeKinds[kind].evaluator === evaluator) ?? null;

/**
 * The judge that an entry of a suite's evaluators is; equal content gives equal bodies, so a suite and the register agree
 * without naming each other. Null when it is no judge of a registered kind, or says nobody to ask.
 */
export function judgeBodyOf({ id, params }: { id: string; params: unknown }): JudgeBody | null {
  const known = judgeKindOf(id) ? evaluatorById(id) : null;
  const parsed = known?.params.safeParse(params);
  if (!known || !parsed?.success) return null;
  const filled = JSON.parse(JSON.stringify(parsed.data)) as Record<string, unknown>;
  const judge = JudgeTarget.safeParse(filled['judge']);
  return judge.success
    ? { v: 1, evaluator: id, version: known.version, params: { ...filled, judge: judge.data } }
    : null;
}

/** The label that an outcome stands for; null when the judge gave none. */
export function labelOf(kind: JudgeKind, outcome: Outcome): string | null {
  if (outcome.state !== 'scored') return null;
  if (kind !== 'pairwise') return outcome.pass === undefined ? null : outcome.pass ? 'pass' : 'fail';
  return outcome.value === 1 ? 'A' : outcome.value === 0 ? 'B' : 'tie';
}
