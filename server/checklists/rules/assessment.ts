import type { Control, Disposition } from '@/policies/frameworks/contract';
import { invalid, precondition } from '@/server/kernel/refusal';
import {
  changeSince,
  dayInUs,
  reaches,
  words,
  type Binding,
  type Changes,
  type CheckResult,
  type Subject,
} from './evidence';

/** What a person who holds the control's owner role decided about it. */
export interface Assessment {
  readonly controlId: string;
  readonly disposition: Disposition;
  readonly role: string;
  readonly reason: string;
  readonly evidenceIds: readonly string[];
  readonly byPerson: string;
  readonly atUs: number;
  readonly binding: Binding;
  /** null: in every environment. */
  readonly environment: string | null;
  /** When a waiver ends, in microseconds; null for all else. */
  readonly untilUs: number | null;
  /** Digest of what the control asked then; null: not recorded, it counts for every version of the control. */
  readonly asked: string | null;
}

/** What an assessment is held against. */
export interface Standing {
  /** Digest of what a control asks in the version that is judged. */
  readonly askedOf: (control: Control) => string;
  readonly changes: Changes;
  readonly nowUs: number;
}

/** What a disposition means for the status. */
export type Meaning = 'met' | 'not_met' | 'alternative' | 'set_aside' | 'waived';
const meanings: Readonly<Record<Disposition, Meaning>> = {
  satisfied: 'met',
  implemented: 'met',
  included_implemented: 'met',
  not_satisfied: 'not_met',
  partially_satisfied: 'not_met',
  alternative_implemented: 'alternative',
  not_reasonable_documented: 'alternative',
  not_prioritised_with_reason: 'set_aside',
  excluded_with_justification: 'set_aside',
  waived: 'waived',
};
export const meaningOf = (disposition: Disposition): Meaning => meanings[disposition];

/** A blocking duty of a law is never waived, whatever its pack says. */
export const mayBeWaived = ({ waivable, binding_nature: nature, severity }: Control): boolean =>
  waivable && !(nature === 'law' && severity === 'blocking');

/** How a person may decide about a control. */
export const dispositionsOf = (control: Control): readonly Disposition[] =>
  mayBeWaived(control) ? [...control.disposition_options, 'waived'] : control.disposition_options;

interface Known extends Pick<Standing, 'askedOf'> {
  readonly assessmentsOf: (controlId: string) => readonly Assessment[];
  readonly subject: Subject;
}

/** Was it made about what the control asks in this version of its pack? */
export const isAbout = ({ asked }: Assessment, askedNow: string): boolean =>
  asked === null || asked === askedNow;

/**
 * The newest assessment that counts for this control and subject; those of other roles never do. One about what the
 * control asks goes before those about another version of it, of which the newest waits to be confirmed.
 */
export function governing(
  control: Control,
  { assessmentsOf, subject, askedOf }: Known,
): Assessment | undefined {
  let newest: Assessment | undefined;
  let fits = false;
  for (const one of assessmentsOf(control.id)) {
    const counts =
      one.controlId === control.id &&
      one.role === control.owner_role &&
      dispositionsOf(control).includes(one.disposition) &&
      (one.environment === null || one.environment === subject.environment) &&
      reaches(one.binding, control.scope, subject);
    if (!counts) continue;
    const fit = isAbout(one, askedOf(control));
    if (fit !== fits ? fits : one.atUs < (newest?.atUs ?? -Infinity)) continue;
    newest = one;
    fits = fit;
  }
  return newest;
}

/** When the next review is due, in microseconds; Infinity when each release has its own. */
export const reviewDue = (control: Control, assessment: Assessment): number =>
  control.review_days === 0 ? Infinity : assessment.atUs + control.review_days * dayInUs;

/** Why an assessment no longer holds; null while it does. */
export function lapse(
  control: Control,
  assessment: Assessment,
  { askedOf, changes, nowUs }: Standing,
): string | null {
  if (!isAbout(assessment, askedOf(control)))
    return 'To be confirmed: what the control asks changed with the version of its framework';
  if (assessment.untilUs !== null && assessment.untilUs <= nowUs) return 'Its waiver has ended';
  if (reviewDue(control, assessment) <= nowUs)
    return `Its review was due ${control.review_days} days after the last one`;
  const change = changeSince(control.re_review_triggers, changes, assessment.atUs);
  return change ? `The ${words(change)} changed after it was assessed` : null;
}

const longestWaiverDays = 366;

/**
 * When a waiver ends: it needs a day of its own, at most 366 days ahead; nothing else has one.
 * @throws Refusal precondition where the law allows none, or invalid naming the field
 */
export function assertWaiver(
  control: Control,
  { disposition, untilUs }: Pick<Assessment, 'disposition' | 'untilUs'>,
  nowUs: number,
): void {
  if (disposition !== 'waived') {
    if (untilUs !== null) throw invalid('until', 'until is given only with a waiver');
    return;
  }
  if (!mayBeWaived(control))
    throw precondition(`${control.citation} allows no waiver: it must be met, or shown not to apply`);
  if (untilUs === null) throw invalid('until', 'until must say when the waiver ends');
  if (untilUs <= nowUs) throw invalid('until', 'until must lie in the future');
  if (untilUs > nowUs + longestWaiverDays * dayInUs)
    throw invalid('until', `until must be at most ${longestWaiverDays} days ahead`);
}

/**
 * May a person set the control so? The checks are those of the control, in any order.
 * @throws Refusal invalid naming the field, or precondition when the checks decide alone
 */
export function assertAssessable(
  control: Control,
  given: Pick<Assessment, 'disposition' | 'role' | 'reason' | 'evidenceIds'>,
  checks: readonly Pick<CheckResult, 'verdict'>[],
): void {
  const { disposition, role, reason, evidenceIds } = given;
  const offered = dispositionsOf(control);
  if (!offered.includes(disposition))
    throw invalid('disposition', `disposition must be one of ${offered.join(', ')}`);
  if (role !== control.owner_role)
    throw invalid('role', `This control is assessed by the ${words(control.owner_role)}`);
  if (reason.trim() === '') throw invalid('reason', 'reason must not be empty');
  const meaning = meaningOf(disposition);
  const lacksConnector = checks.some(({ verdict }) => verdict === 'needs_connector');
  if (meaning === 'met' && control.automation.decides && !lacksConnector)
    throw precondition('The checks of this control decide it; nothing is left to set by hand');
  const needsProof = meaning === 'alternative' || (meaning === 'met' && lacksConnector);
  if (needsProof && evidenceIds.length === 0)
    throw invalid(
      'evidenceIds',
      meaning === 'alternative'
        ? 'evidenceIds must name what documents the alternative or the reason'
        : 'evidenceIds must name what stands in for the check that needs a connector',
    );
}
