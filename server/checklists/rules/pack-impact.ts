import type { Control } from '@/policies/frameworks/contract';
import type { Assessment } from './assessment';
import { evaluate, type FactBase } from './expression';
import type { PackDiff } from './pack-diff';

/** What a change of version does to one system, by the ids of the controls. */
export interface PackImpact {
  /** Assessed as the version in use has them; the other version asks something else. */
  readonly toConfirm: readonly string[];
  /** Assessed as the other version has them, and not as the one in use: these answers count again. */
  readonly comesBack: readonly string[];
  /** They begin to apply, or may, because nobody has answered yet. */
  readonly newlyApplies: readonly string[];
  readonly appliesNoMore: readonly string[];
}

interface ImpactCase {
  readonly from: ReadonlyMap<string, Control>;
  readonly to: ReadonlyMap<string, Control>;
  readonly diff: PackDiff;
  readonly facts: FactBase;
  readonly assessmentsOf: (controlId: string) => readonly Pick<Assessment, 'asked'>[];
  readonly askedOf: (control: Control) => string;
}

export function packImpact({ from, to, diff, facts, assessmentsOf, askedOf }: ImpactCase): PackImpact {
  const isAssessedAs = (control: Control | undefined) =>
    control !== undefined &&
    assessmentsOf(control.id).some(({ asked }) => asked === null || asked === askedOf(control));
  const applies = (control: Control | undefined) =>
    control !== undefined && evaluate(control.applicability, facts) !== false;
  const touched = [...diff.added, ...diff.changed, ...diff.removed].map(({ controlId: id }) => ({
    id,
    was: isAssessedAs(from.get(id)),
    is: isAssessedAs(to.get(id)),
    applied: applies(from.get(id)),
    applies: applies(to.get(id)),
    stays: to.has(id),
  }));
  const those = (fits: (one: (typeof touched)[number]) => boolean) =>
    touched.filter(fits).map(({ id }) => id);
  return {
    toConfirm: those(({ was, is, stays }) => stays && was && !is),
    comesBack: those(({ was, is }) => !was && is),
    newlyApplies: those(({ applied, applies: now }) => !applied && now),
    appliesNoMore: those(({ applied, applies: now }) => applied && !now),
  };
}
