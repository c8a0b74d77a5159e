import type { CheckUse, Control, EvidenceType, Stage } from '@/policies/frameworks/contract';
import type { Assessment } from './assessment';
import type { Changes, CheckResult, EarlierReleases, EvidenceItem, SignOff, Subject } from './evidence';
import type { FactBase } from './expression';
import type { Problem } from './problem';

export type Status =
  | 'not_applicable'
  | 'undetermined'
  | 'open'
  | 'stale'
  | 'satisfied'
  | 'alternative_implemented'
  | 'not_reasonable_documented'
  /** A voluntary control that its owner left out, with the reason. */
  | 'set_aside'
  /** Not met, and let pass until a day, signed by a second person. */
  | 'waived'
  /** Not met, and not in force yet. */
  | 'readiness';
export const closedStatuses: readonly Status[] = [
  'not_applicable',
  'satisfied',
  'alternative_implemented',
  'not_reasonable_documented',
  'waived',
];

/** Everything that a checklist of one release in one environment is judged on. */
export interface Inputs {
  readonly facts: FactBase;
  readonly subject: Subject;
  readonly stage: Stage;
  readonly changes: Changes;
  /** Digest of what a control asks. */
  readonly askedOf: (control: Control) => string;
  readonly itemsOf: (type: string) => readonly EvidenceItem[];
  readonly itemById: (id: string) => EvidenceItem | undefined;
  readonly typeOf: (type: string) => EvidenceType | undefined;
  readonly resultOf: (use: CheckUse, control: Control) => CheckResult;
  readonly assessmentsOf: (controlId: string) => readonly Assessment[];
  /** Of eligible people only. */
  readonly signOffs: readonly SignOff[];
  /** Releases of the system before this one; absent when there are none. */
  readonly earlier?: EarlierReleases | undefined;
  readonly nowUs: number;
  /** The organisation enforces duties before their day. */
  readonly enforceEarly: boolean;
}

export interface ControlState {
  readonly controlId: string;
  readonly status: Status;
  /** What decided: the facts, the checks alone, or a person; null while nothing did. */
  readonly by: 'facts' | 'automation' | 'hand' | null;
  /** Stops the deployment to this stage. */
  readonly blocks: boolean;
  readonly appliesFrom: string | null;
  readonly inForce: boolean;
  /** Sentences: what is missing, stale or unsigned. */
  readonly reasons: readonly string[];
  /** The same with their codes. */
  readonly problems: readonly Problem[];
  /** Groups without a valid item: the evidence types of which one is needed. */
  readonly missingEvidence: readonly (readonly string[])[];
  readonly missingSignoffs: readonly string[];
  /** Nothing is missing but signatures. */
  readonly awaitsSignoffOnly: boolean;
  readonly checks: readonly (CheckUse & CheckResult)[];
  /** The items that count, by id. */
  readonly evidence: readonly { readonly id: string; readonly sha256: string | null }[];
  readonly assessment: Assessment | null;
  /** When it turns stale, or for readiness when its law begins, in microseconds; null when never. */
  readonly dueAtUs: number | null;
  /** The applicability expression with the facts filled in. */
  readonly why: string;
  /** The facts that an undetermined control waits for. */
  readonly unanswered: readonly string[];
}

/** The part of a state that evidence, checks and people decide. */
export type Judged = Omit<
  ControlState,
  'controlId' | 'blocks' | 'appliesFrom' | 'inForce' | 'why' | 'unanswered'
>;
