import type { CheckUse, Control } from '@/policies/frameworks/contract';
import { governing, meaningOf, reviewDue, type Assessment } from './assessment';
import type { ControlState, Inputs, Judged, Status } from './control-state';
import { endOf, freshness, reaches, words, type CheckResult, type EvidenceItem } from './evidence';
import { caseOf, groupFound, signatures, type Case } from './groups';
import {
  checkProblems,
  groupProblems,
  lapseProblems,
  missingSigners,
  proofProblems,
  lostAssessment,
  unassessed,
  unsignedProblems,
} from './problems';
import type { Problem } from './problem';

/** A state in which nothing was found yet. */
export const nothing = {
  reasons: [],
  problems: [],
  missingEvidence: [],
  missingSignoffs: [],
  awaitsSignoffOnly: false,
  checks: [],
  evidence: [],
  assessment: null,
  dueAtUs: null,
} as const;

/** Without what is the same however it was decided. */
type Settled = Omit<Judged, 'checks' | 'assessment'>;

/** The state of a control that applies. Objects are written out: hundreds are made for each checklist. */
export function judge(control: Control, inputs: Inputs): Judged {
  const assessment = governing(control, inputs);
  const of = caseOf(control, assessment, inputs);
  const checks = control.automation.checks.map((use) =>
    Object.assign({ check: use.check, params: use.params }, inputs.resultOf(use, control)),
  );
  const settledAs = assessment ? assessed(of, assessment, checks, inputs) : direct(of, checks, inputs);
  return {
    status: settledAs.status,
    by: settledAs.by,
    reasons: settledAs.reasons,
    problems: settledAs.problems,
    missingEvidence: settledAs.missingEvidence,
    missingSignoffs: settledAs.missingSignoffs,
    awaitsSignoffOnly: settledAs.awaitsSignoffOnly,
    checks,
    evidence: settledAs.evidence,
    assessment: assessment ?? null,
    dueAtUs: settledAs.dueAtUs,
  };
}

function assessed(
  of: Case,
  assessment: Assessment,
  checks: readonly (CheckUse & CheckResult)[],
  inputs: Inputs,
): Settled {
  const meaning = meaningOf(assessment.disposition);
  if (meaning === 'set_aside') return setAside(of, assessment);
  if (meaning === 'not_met') return { ...nothing, status: 'open', by: 'hand', ...told([notMet(assessment)]) };
  if (meaning === 'waived') return waived(of, assessment, inputs);
  return meaning === 'alternative' ? alternative(of, assessment, inputs) : direct(of, checks, inputs);
}

const setAside = (of: Case, assessment: Assessment) =>
  settled('set_aside', 'hand', lapseProblems(of, assessment), {
    missingEvidence: [],
    missingSignoffs: [],
    evidence: [],
    untilUs: reviewDue(of.control, assessment),
  });

/** 45 CFR 164.306(d)(3): the reason and what documents it, signed by a second person. */
function alternative(of: Case, assessment: Assessment, inputs: Inputs) {
  const { control } = of;
  const cited = citedItems(of, assessment, inputs);
  const problems = [...proofProblems(cited), ...lapseProblems(of, assessment)];
  const unsigned = [
    ...new Set([...missingSigners(of, control.required_signoffs), ...second(of, assessment)]),
  ];
  const done =
    assessment.disposition === 'alternative_implemented'
      ? 'alternative_implemented'
      : 'not_reasonable_documented';
  return settled(done, 'hand', [...problems, ...unsignedProblems(unsigned)], {
    missingEvidence: [],
    missingSignoffs: unsigned,
    evidence: cited.fresh,
    untilUs: Math.min(cited.untilUs, reviewDue(control, assessment)),
  });
}

/** Four eyes: another person than the assessor signs, in the owner's role or as compliance officer. */
function second(of: Case, assessment: Assessment): string[] {
  const owner = of.control.owner_role;
  const seconds = signatures([...new Set([owner, 'compliance_officer'])], of);
  return seconds.some(({ byPerson }) => byPerson !== assessment.byPerson) ? [] : [owner];
}

/** An exception until a day; it needs no evidence, and shows what was named. */
function waived(of: Case, assessment: Assessment, inputs: Inputs) {
  const unsigned = second(of, assessment);
  const problems = [...lapseProblems(of, assessment), ...unsignedProblems(unsigned)];
  return settled('waived', 'hand', problems, {
    missingEvidence: [],
    missingSignoffs: unsigned,
    evidence: citedItems(of, assessment, inputs).fresh,
    untilUs: Math.min(assessment.untilUs ?? -Infinity, reviewDue(of.control, assessment)),
  });
}

function direct(of: Case, checks: readonly (CheckUse & CheckResult)[], inputs: Inputs) {
  const { control, assessment } = of;
  const groups = control.evidence_required.map(({ any_of }) => ({ any_of, found: groupFound(any_of, of) }));
  const isUnconnected =
    checks.some(({ verdict }) => verdict === 'needs_connector') ||
    groups.some(({ found }) => found.state === 'unconnected');
  const isAlone = control.automation.decides && !isUnconnected;
  const cited = isUnconnected && assessment ? citedItems(of, assessment, inputs) : null;
  const roles = groups.flatMap(({ found }) => (found.state === 'unsigned' ? [found.role] : []));
  const unsigned = [...new Set([...missingSigners(of, control.required_signoffs), ...roles])];
  const problems = [
    ...groups.flatMap(({ any_of, found }) =>
      groupProblems(
        any_of.map(({ title }) => title),
        found,
      ),
    ),
    ...checks.flatMap(checkProblems),
    ...(isAlone
      ? []
      : assessment
        ? lapseProblems(of, assessment)
        : unassessed(control, checks, lostAssessment(of, inputs))),
    ...(cited ? proofProblems(cited) : []),
    ...unsignedProblems(unsigned),
  ];
  const met = groups.flatMap(({ found }) => (found.state === 'met' ? [found] : []));
  return settled('satisfied', isAlone ? 'automation' : assessment ? 'hand' : null, problems, {
    missingEvidence: groups
      .filter(({ found }) => ['missing', 'stale', 'rejected'].includes(found.state))
      .map(({ any_of }) => any_of.map(({ type }) => type)),
    missingSignoffs: unsigned,
    evidence: [...met.flatMap(({ items }) => items), ...(cited?.fresh ?? [])],
    untilUs: Math.min(
      ...met.map(({ untilUs }) => untilUs),
      cited?.untilUs ?? Infinity,
      !isAlone && assessment ? reviewDue(control, assessment) : Infinity,
    ),
  });
}

function settled(
  done: Status,
  by: ControlState['by'],
  problems: readonly Problem[],
  found: Pick<ControlState, 'missingEvidence' | 'missingSignoffs'> & {
    readonly evidence: readonly EvidenceItem[];
    readonly untilUs: number;
  },
): Settled {
  const kinds = new Set(problems.map(({ kind }) => kind));
  const { evidence, untilUs, missingEvidence, missingSignoffs } = found;
  const isDone = problems.length === 0;
  return {
    missingEvidence,
    missingSignoffs,
    status: isDone ? done : !kinds.has('open') && kinds.has('stale') ? 'stale' : 'open',
    by,
    reasons: problems.map(({ message }) => message),
    problems,
    awaitsSignoffOnly: kinds.size === 1 && kinds.has('unsigned'),
    evidence: [...new Map(evidence.map((item) => [item.id, { id: item.id, sha256: item.sha256 }])).values()],
    dueAtUs: isDone && Number.isFinite(untilUs) ? untilUs : null,
  };
}

const told = (problems: readonly Problem[]) => ({
  reasons: problems.map(({ message }) => message),
  problems,
});
const notMet = ({ disposition }: Assessment): Problem => ({
  kind: 'open',
  code: 'ASSESSED_NOT_MET',
  message: `Assessed as ${words(disposition)}`,
});

/** The evidence that the assessor named, as far as it still holds for this subject. */
function citedItems(of: Case, assessment: Assessment, inputs: Inputs) {
  const fresh: EvidenceItem[] = [];
  let old: string | null = null;
  let untilUs = -Infinity;
  for (const id of assessment.evidenceIds) {
    const item = inputs.itemById(id);
    const type = item && inputs.typeOf(item.type);
    if (!item || !type || item.state === 'revoked' || !reaches(item.binding, 'org', of.subject)) continue;
    const need = { ...type, type: type.id };
    const state = freshness(item, need, of.changes, of.nowUs);
    if (!state.fresh) old = state.why;
    else {
      fresh.push(item);
      untilUs = Math.max(untilUs, endOf(item, need));
    }
  }
  return { fresh, old, untilUs };
}
