import type { Control, EvidenceNeed } from '@/policies/frameworks/contract';

type Plain = string | number | boolean | null;
/** One part of a control, in plain values: what a change of it means stands in `isAsked`. */
interface ControlPart {
  readonly name: string;
  /** Changed, a decision about the control has to be confirmed: somebody decided about something else. */
  readonly isAsked: boolean;
  /** Lines that are the same exactly when the part is the same. */
  readonly of: (control: Control) => readonly string[];
}

const line = (value: Plain): string[] => (value === null || value === '' ? [] : [String(value)]);
const sorted = (values: readonly string[]): string[] => [...values].sort();
/** With its keys in order, so that two writings of the same are the same. */
const plain = (value: unknown): string =>
  JSON.stringify(value, (_, one: unknown) =>
    one !== null && typeof one === 'object' && !Array.isArray(one)
      ? Object.fromEntries(Object.entries(one).sort(([a], [b]) => (a < b ? -1 : 1)))
      : one,
  );

const validity = ({ type, binding, valid_days: days, invalidated_by: triggers }: EvidenceNeed): string =>
  `${type}: per ${binding}, ${days === 0 ? 'no time limit' : `${days} days`}${triggers.map((one) => `, until the ${one} changes`).join('')}`;

const part = (name: string, of: ControlPart['of']): ControlPart => ({ name, isAsked: false, of });
const asked = (name: string, of: ControlPart['of']): ControlPart => ({ name, isAsked: true, of });

/** Every part of a control that can change between two versions of its pack, in the order in which they are shown. */
export const controlParts: readonly ControlPart[] = [
  part('title', ({ title }) => [title]),
  asked('requirement', ({ requirement }) => [requirement]),
  asked('provision', ({ citation, citations }) => [citation, ...citations.filter((one) => one !== citation)]),
  part('applies when', ({ applicability }) => [applicability]),
  asked('kept per', ({ scope }) => [scope]),
  asked('evidence', ({ evidence_required: groups }) =>
    groups.map(({ any_of }) => sorted(any_of.map(({ type }) => type)).join(' or ')),
  ),
  part('optional evidence', ({ evidence_optional: needs }) => sorted(needs.map(({ type }) => type))),
  part('validity of evidence', ({ evidence_required: groups }) =>
    groups.flatMap(({ any_of }) => any_of.map(validity)),
  ),
  asked('checks', ({ automation: { checks, decides } }) => [
    ...sorted(checks.map(({ check, params }) => `${check} ${plain(params)}`)),
    ...(decides ? ['decide alone'] : []),
  ]),
  asked('obligation', ({ obligation_level: level }) => line(level)),
  asked('nature', ({ binding_nature: nature }) => [nature]),
  asked('decisions', ({ disposition_options: options }) => sorted(options)),
  part('owner', ({ owner_role: owner }) => [owner]),
  part('must sign', ({ required_signoffs: roles }) => sorted(roles)),
  part('severity', ({ severity }) => [severity]),
  part('blocks in', ({ blocks_in: stages }) => sorted(stages)),
  part('may be waived', ({ waivable }) => [waivable ? 'yes' : 'no']),
  part('review days', ({ review_days: days }) => [String(days)]),
  part('reopened by', ({ re_review_triggers: triggers }) => sorted(triggers)),
  part('applies from', (control) => [
    ...line(control.applies_from),
    ...sorted(Object.entries(control.applies_from_by_path ?? {}).map(([path, day]) => `${path}: ${day}`)),
  ]),
  part('severity before', ({ severity_before_applies: severity }) => line(severity)),
  part('related controls', ({ maps_to: maps }) =>
    sorted(maps.map(({ id, relation }) => `${relation} ${id}`)),
  ),
  part('themes', ({ themes, genai_actions: actions }) => sorted([...themes, ...actions])),
  part('note', ({ note }) => line(note)),
];

/** What an owner decides about, in plain values: two controls ask the same exactly when these are the same. */
export const askedBy = (control: Control): Readonly<Record<string, readonly string[]>> =>
  Object.fromEntries(
    controlParts.filter(({ isAsked }) => isAsked).map(({ name, of }) => [name, of(control)] as const),
  );
