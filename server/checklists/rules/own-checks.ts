import type { CheckUse, Control, EvidenceNeed } from '@/policies/frameworks/contract';
import { governing, meaningOf, reviewDue } from './assessment';
import { fail, input, pass, stringsOf, unproven } from './check-data';
import type { Inputs } from './control-state';
import type { CheckResult } from './evidence';
import { evaluate } from './expression';
import { caseOf, groupFound, type Found } from './groups';

type Judging = Inputs & { readonly controls: readonly Control[] };
const shownAtMost = 5;

/**
 * The checks that look at the checklist itself, of one framework. Results are kept: each is asked by many controls.
 */
export function ownChecks(inputs: Judging): (use: CheckUse, control: Control) => CheckResult {
  const known = new Map<string, CheckResult>();
  return (use, control) => {
    const types = stringsOf(use.params['types']);
    if (use.check !== 'portal.evidence-fresh' && use.check !== 'portal.review-not-overdue')
      return inputs.resultOf(use, control);
    const key = `${use.check} ${control.framework} ${types.join()}`;
    const found =
      known.get(key) ??
      (use.check === 'portal.review-not-overdue'
        ? reviews(inputs, control.framework)
        : freshEvidence(inputs, control, types));
    known.set(key, found);
    return found;
  };
}

const applying = ({ controls, facts }: Judging, framework: string) =>
  controls.filter(
    (control) => control.framework === framework && evaluate(control.applicability, facts) === true,
  );

function freshEvidence(inputs: Judging, control: Control, types: readonly string[]): CheckResult {
  const groups =
    types.length > 0
      ? types.flatMap((type) => {
          const need = inputs.typeOf(type);
          return need ? [{ control, any_of: [{ ...need, type }] }] : [];
        })
      : applying(inputs, control.framework).flatMap((one) => groupsOf(one, inputs));
  const found = groups.map(({ control: of, any_of }) => ({
    title: any_of.map(({ title }) => title).join(' or '),
    found: groupFound(any_of, caseOf(of, governing(of, inputs), inputs)),
  }));
  const stale = new Set(found.flatMap(({ found: one }) => (one.state === 'stale' ? [one.why] : [])));
  const missing = new Set(found.flatMap(({ title, found: one }) => (one.state === 'missing' ? [title] : [])));
  const states: Found['state'][] = found.map(({ found: one }) => one.state);
  const items = [
    input('items that hold', states.filter((state) => state === 'met').length),
    input('items that are stale', stale.size),
    input('items that are missing', missing.size),
  ];
  if (stale.size > 0) return fail(listed([...stale]), { inputs: items });
  if (missing.size > 0) return unproven(`missing: ${listed([...missing])}`, { inputs: items });
  return groups.length === 0
    ? unproven('no control asks for evidence', { inputs: items })
    : pass('every item that is asked for holds', { inputs: items });
}

/** What people hand in for a control; nothing where an alternative or a reason stands in for it. */
function groupsOf(control: Control, inputs: Judging) {
  const assessment = governing(control, inputs);
  const meaning = assessment ? meaningOf(assessment.disposition) : null;
  if (meaning === 'alternative' || meaning === 'set_aside' || meaning === 'waived') return [];
  const isGiven = ({ kind }: EvidenceNeed) => kind !== 'automated_check' && kind !== 'sign_off';
  return control.evidence_required
    .map(({ any_of }) => ({ control, any_of: any_of.filter(isGiven), all: any_of.length }))
    .filter(({ any_of, all }) => any_of.length > 0 && any_of.length === all);
}

const listed = (all: readonly string[]) =>
  `${all.slice(0, shownAtMost).join('; ')}${all.length > shownAtMost ? ` and ${all.length - shownAtMost} more` : ''}`;

function reviews(inputs: Judging, framework: string): CheckResult {
  const dated = applying(inputs, framework).flatMap((control) => {
    const assessment = governing(control, inputs);
    return assessment ? [{ title: control.title, dueUs: reviewDue(control, assessment) }] : [];
  });
  const overdue = dated.filter(({ dueUs }) => dueUs <= inputs.nowUs).map(({ title }) => title);
  const items = [input('controls assessed', dated.length), input('reviews overdue', overdue.length)];
  if (overdue.length > 0) return fail(`overdue: ${listed(overdue)}`, { inputs: items });
  return dated.length === 0
    ? unproven('no control was assessed yet', { inputs: items })
    : pass('no review is overdue', { inputs: items });
}
