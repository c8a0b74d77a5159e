import type { CheckUse, Control } from '@/policies/frameworks/contract';
import { lapse, type Assessment } from './assessment';
import { words, type CheckResult, type EvidenceItem } from './evidence';
import { signatures, type Case, type Found } from './groups';

/** `unsigned`: only a signature is missing. */
export interface Problem {
  readonly kind: 'open' | 'stale' | 'unsigned';
  readonly message: string;
}

const open = (message: string): Problem => ({ kind: 'open', message });
const stale = (message: string): Problem => ({ kind: 'stale', message });

export function proofProblems({
  fresh,
  old,
}: {
  fresh: readonly EvidenceItem[];
  old: string | null;
}): Problem[] {
  if (fresh.length > 0) return [];
  return [old === null ? open('The assessment names no valid evidence') : stale(old)];
}

export function lapseProblems(of: Case, assessment: Assessment): Problem[] {
  const why = lapse(of.control, assessment, of.changes, of.nowUs);
  return why === null ? [] : [stale(why)];
}

export function groupProblems(titles: readonly string[], found: Found): Problem[] {
  if (found.state === 'stale') return [stale(found.why)];
  return found.state === 'missing' ? [open(`Missing: ${titles.join(' or ')}`)] : [];
}

export function checkProblems({ check, verdict, note }: CheckUse & CheckResult): Problem[] {
  if (verdict === 'pass' || verdict === 'not_built') return [];
  return [
    open(`Check ${check}: ${verdict === 'fail' ? 'failed' : 'not enough evidence'}${note && `; ${note}`}`),
  ];
}

export function unassessed(control: Control, checks: readonly CheckResult[]): Problem {
  const lacksCheck = checks.some(({ verdict }) => verdict === 'not_built');
  const owner = words(control.owner_role);
  return open(
    lacksCheck
      ? `A check of this control is not built yet, so the ${owner} sets it by hand`
      : `The ${owner} has not assessed it`,
  );
}

export const missingSigners = (of: Case, roles: readonly string[]): string[] =>
  roles.filter((role) => signatures([role], of).length === 0);

export const unsignedProblems = (roles: readonly string[]): Problem[] =>
  roles.map((role) => ({ kind: 'unsigned', message: `Not signed by the ${words(role)}` }));
