import type { Control } from '@/policies/frameworks/contract';
import { dayUs } from './answers';
import { evaluate, type FactBase, type Truth } from './expression';

const placedBefore = /^placed_before_(\d{4}-\d{2}-\d{2})$/;

/**
 * The day from which a duty binds this system, `YYYY-MM-DD`; null when it always did. Where the law has
 * several dates, the earliest of the paths that may be the system's: an unanswered fact never wins time.
 */
export function startOf(control: Control, base: FactBase): string | null {
  if (!control.applies_from_by_path) return control.applies_from;
  const paths = Object.entries(control.applies_from_by_path);
  const open = paths.filter(([path]) => isOnPath(path, paths, base) !== false);
  const dates = (open.length > 0 ? open : paths).map(([, date]) => date).sort();
  return dates[0] ?? null;
}

/** AI Act Arts 111 and 113: by Annex for high-risk systems, by first placing on the market for the rest. */
function isOnPath(path: string, paths: readonly (readonly [string, string])[], base: FactBase): Truth {
  if (path === 'annex_i') return evaluate('high_risk_annex_i', base);
  if (path === 'annex_iii') return evaluate('annex_iii_listed', base);
  if (path === 'gpai') return evaluate('gpai_provider', base);
  const limits = paths.flatMap(([name]) => placedBefore.exec(name)?.[1] ?? []);
  const placed = base.answerOf('first_placed_on_market');
  if (typeof placed !== 'string') return null;
  const isOld = limits.some((limit) => placed < limit);
  return placedBefore.test(path) ? isOld : !isOld;
}

export interface Duty {
  readonly appliesFrom: string | null;
  readonly inForce: boolean;
  /** Whether it stops a deployment while it is not met; before its day the duty only shows. */
  readonly isBlocking: boolean;
}

/** @param early the organisation enforces duties before their day */
export function dutyOf(control: Control, base: FactBase, nowUs: number, early: boolean): Duty {
  const appliesFrom = startOf(control, base);
  const inForce = appliesFrom === null || (dayUs(appliesFrom) ?? 0) <= nowUs;
  const severity =
    inForce || early ? control.severity : (control.severity_before_applies ?? control.severity);
  return { appliesFrom, inForce: inForce || early, isBlocking: severity === 'blocking' };
}
