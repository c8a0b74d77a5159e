import type { Control, FactModel } from '@/policies/frameworks/contract';
import type { Assessment } from './assessment';
import { closedStatuses, type ControlState, type Inputs, type Status } from './control-state';
import { prohibitions, violations } from './derive';
import type { EvidenceItem } from './evidence';
import { ownChecks } from './own-checks';
import { controlState } from './status';

export interface ChecklistInputs extends Omit<Inputs, 'itemsOf' | 'itemById' | 'assessmentsOf'> {
  readonly model: FactModel;
  /** Of the frameworks that are judged, in the order in which they are shown. */
  readonly controls: readonly Control[];
  readonly evidence: readonly EvidenceItem[];
  readonly assessments: readonly Assessment[];
}

export interface Tally {
  readonly total: number;
  /** All but those that do not apply; undetermined ones count. */
  readonly applicable: number;
  readonly blocking: number;
  /** Share of the applicable controls that are met, 0 to 1; a waiver meets nothing. Null when none applies. */
  readonly coverage: number | null;
  readonly byStatus: Readonly<Record<Status, number>>;
}

export interface Blocker {
  readonly kind: 'control' | 'prohibited_practice' | 'contradiction';
  /** The control, the provision, or the consistency rule. */
  readonly id: string;
  readonly message: string;
  readonly awaitsSignoffOnly: boolean;
}

export interface Checklist {
  readonly controls: readonly ControlState[];
  readonly total: Tally;
  readonly byFramework: ReadonlyMap<string, Tally>;
  readonly blockers: readonly Blocker[];
  /** `awaits_signoff`: nothing stops the deployment but missing signatures. */
  readonly verdict: 'clear' | 'awaits_signoff' | 'blocked';
}

/** The checklist of a release in an environment: each control's state, counters, what stops a deployment. */
export function checklistOf(inputs: ChecklistInputs): Checklist {
  const { controls, evidence, assessments } = inputs;
  const byType = grouped(evidence, ({ type }) => type);
  const byId = new Map(evidence.map((item) => [item.id, item]));
  const byControl = grouped(assessments, ({ controlId }) => controlId);
  const lookups: Inputs = {
    ...inputs,
    itemsOf: (type) => byType.get(type) ?? [],
    itemById: (id) => byId.get(id),
    assessmentsOf: (id) => byControl.get(id) ?? [],
  };
  const judging: Inputs = { ...lookups, resultOf: ownChecks({ ...lookups, controls }) };
  const states = controls.map((control) => ({ control, state: controlState(control, judging) }));
  const byFramework = new Map(
    [...grouped(states, ({ control }) => control.framework)].map(([id, part]) => [
      id,
      tally(part.map(({ state }) => state)),
    ]),
  );
  const blockers = [
    ...factBlockers(inputs),
    ...states.flatMap(({ control, state }) => blocker(control, state)),
  ];
  return {
    controls: states.map(({ state }) => state),
    total: tally(states.map(({ state }) => state)),
    byFramework,
    blockers,
    verdict: verdictOf(blockers),
  };
}

function verdictOf(blockers: readonly Blocker[]): Checklist['verdict'] {
  if (blockers.length === 0) return 'clear';
  return blockers.every(({ awaitsSignoffOnly }) => awaitsSignoffOnly) ? 'awaits_signoff' : 'blocked';
}

/** Items by a key of theirs, in the order in which they came. */
export function grouped<T>(items: readonly T[], keyOf: (item: T) => string): Map<string, T[]> {
  const groups = new Map<string, T[]>();
  for (const item of items) {
    const group = groups.get(keyOf(item));
    if (group) group.push(item);
    else groups.set(keyOf(item), [item]);
  }
  return groups;
}

/** Counters over any set of states. */
export function tally(states: readonly ControlState[]): Tally {
  const byStatus: Record<Status, number> = {
    not_applicable: 0,
    undetermined: 0,
    open: 0,
    stale: 0,
    satisfied: 0,
    alternative_implemented: 0,
    not_reasonable_documented: 0,
    set_aside: 0,
    waived: 0,
    readiness: 0,
  };
  for (const { status } of states) byStatus[status] += 1;
  const applicable = states.length - byStatus.not_applicable;
  const closed = closedStatuses.reduce((sum, status) => sum + byStatus[status], 0);
  const met = closed - byStatus.not_applicable - byStatus.waived;
  return {
    total: states.length,
    applicable,
    blocking: states.filter(({ blocks }) => blocks).length,
    coverage: applicable === 0 ? null : met / applicable,
    byStatus,
  };
}

/** A forbidden practice, or answers that contradict each other, stop every stage but development. */
function factBlockers({ model, facts, stage, nowUs }: ChecklistInputs): Blocker[] {
  if (stage === 'development') return [];
  const forbidden = prohibitions(model, facts, nowUs).filter(({ inForce }) => inForce);
  const contradictions = violations(model, facts).filter(({ level }) => level === 'error');
  return [
    ...forbidden.map(({ basis, why }) => ({
      kind: 'prohibited_practice' as const,
      id: basis,
      message: `A practice that ${basis} forbids: ${why}`,
      awaitsSignoffOnly: false,
    })),
    ...contradictions.map(({ id, message }) => ({
      kind: 'contradiction' as const,
      id,
      message: `The answers contradict each other: ${message}`,
      awaitsSignoffOnly: false,
    })),
  ];
}

function blocker(control: Control, { blocks, status, reasons, awaitsSignoffOnly }: ControlState): Blocker[] {
  if (!blocks) return [];
  const why = reasons.length > 0 ? `: ${reasons.join('; ')}` : '';
  const message = `${control.title} (${control.citation}) is ${status.replaceAll('_', ' ')}${why}`;
  return [{ kind: 'control', id: control.id, message, awaitsSignoffOnly }];
}
