import type { CheckUse, Control } from '@/policies/frameworks/contract';
import { isAbout, lapse, reviewDue, type Assessment } from './assessment';
import { words, type CheckResult, type EvidenceItem } from './evidence';
import { signatures, type Case, type Found } from './groups';
import type { Problem, ProblemCode } from './problem';

const open = (code: ProblemCode, message: string): Problem => ({ kind: 'open', code, message });
const stale = (code: ProblemCode, message: string): Problem => ({ kind: 'stale', code, message });

export function proofProblems({
  fresh,
  old,
}: {
  fresh: readonly EvidenceItem[];
  old: string | null;
}): Problem[] {
  if (fresh.length > 0) return [];
  return [
    old === null
      ? open('EVIDENCE_MISSING', 'The assessment names no valid evidence')
      : stale('EVIDENCE_STALE', old),
  ];
}

export function lapseProblems(of: Case, assessment: Assessment): Problem[] {
  const { control, nowUs } = of;
  const why = lapse(control, assessment, of);
  if (why === null) return [];
  if (!isAbout(assessment, of.askedOf(control))) return [stale('CONTROL_CHANGED', why)];
  if (assessment.untilUs !== null && assessment.untilUs <= nowUs) return [stale('WAIVER_ENDED', why)];
  return [stale(reviewDue(control, assessment) <= nowUs ? 'REVIEW_OVERDUE' : 'CHANGED_SINCE', why)];
}

export function groupProblems(titles: readonly string[], found: Found): Problem[] {
  if (found.state === 'stale') return [stale('EVIDENCE_STALE', found.why)];
  if (found.state === 'rejected') return [open('EVIDENCE_REJECTED', found.why)];
  return found.state === 'missing' ? [open('EVIDENCE_MISSING', `Missing: ${titles.join(' or ')}`)] : [];
}

const verdictWords = { fail: 'failed', not_enough_evidence: 'not enough evidence' } as const;
export function checkProblems({ check, verdict, note, lostWith }: CheckUse & CheckResult): Problem[] {
  if (verdict === 'pass') return [];
  // What stands in for it is judged with the assessment.
  if (verdict === 'needs_connector') return [];
  if (lostWith !== undefined) return [stale('CHECK_STALE', `Check ${check}: ${lostWith}`)];
  // A signature that a control asks for is given by signing the release.
  if (check === 'portal.signoffs')
    return [{ kind: 'unsigned', code: 'NOT_SIGNED', message: `Check ${check}: ${note}` }];
  if (verdict === 'fail' && check === 'portal.evidence-fresh') return [stale('EVIDENCE_STALE', note)];
  if (verdict === 'fail' && check === 'portal.review-not-overdue') return [stale('REVIEW_OVERDUE', note)];
  const code = verdict === 'fail' ? 'CHECK_FAILED' : 'CHECK_UNPROVEN';
  return [open(code, `Check ${check}: ${verdictWords[verdict]}${note && `; ${note}`}`)];
}

/** A control that nobody has assessed; a check that needs a connector leaves it to hand and evidence. */
export function unassessed(
  control: Control,
  checks: readonly (CheckUse & CheckResult)[],
  lost: string | null,
): Problem[] {
  if (lost !== null) return [stale('CHANGED_SINCE', lost)];
  const owner = words(control.owner_role);
  const lacking = checks.filter(({ verdict }) => verdict === 'needs_connector');
  if (lacking.length === 0) return [open('NOT_ASSESSED', `The ${owner} has not assessed it`)];
  return lacking.map(({ check, note }) =>
    open(
      'CONNECTOR_NEEDED',
      `Check ${check} ${note}; until then the ${owner} judges it by hand, with evidence`,
    ),
  );
}

export const missingSigners = (of: Case, roles: readonly string[]): string[] =>
  roles.filter((role) => signatures([role], of).length === 0);

export const unsignedProblems = (roles: readonly string[]): Problem[] =>
  roles.map((role) => ({
    kind: 'unsigned',
    code: 'NOT_SIGNED',
    message: `Not signed by the ${words(role)}`,
  }));

/** What the owner decided about an earlier release does not count for this one; null when nothing was decided. */
export function lostAssessment(
  { control, earlier }: Case,
  { assessmentsOf }: { readonly assessmentsOf: (controlId: string) => readonly Assessment[] },
): string | null {
  const [newest] = assessmentsOf(control.id)
    .filter(({ role, binding }) => role === control.owner_role && earlier?.has(binding.id) === true)
    .toSorted((a, b) => b.atUs - a.atUs);
  const from = newest && earlier?.get(newest.binding.id);
  if (!from) return null;
  const changed = from.changed.filter((trigger) => control.re_review_triggers.includes(trigger));
  return changed.length > 0
    ? `Assessed for release ${from.version}; the ${changed.map(words).join(' and the ')} changed since`
    : `Assessed for release ${from.version}; this release needs its own assessment`;
}
