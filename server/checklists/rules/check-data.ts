import type { CheckUse } from '@/policies/frameworks/contract';
import {
  dayInUs,
  type Changes,
  type CheckInput,
  type CheckResult,
  type EvidenceItem,
  type SignOff,
  type Subject,
} from './evidence';
import type { EvidenceNeed } from '@/policies/frameworks/contract';
import type { FactBase } from './expression';

/** A finished run of a suite, or result of a study, on exactly this release. */
export interface Outcome {
  readonly id: string;
  readonly name: string;
  readonly verdict: 'pass' | 'fail' | 'not_enough_evidence';
  readonly finished_at_us: number;
}

/** One measure of a finished run of this release. */
export interface RunMeasure {
  readonly runId: string;
  /** As the suite calls it. */
  readonly name: string;
  readonly evaluator: string;
  /** Mean over the cases that were judged; null when none was. */
  readonly value: number | null;
  readonly n: number;
  /** Cases without a result, with an error, or with two results. */
  readonly unjudged: number;
  readonly atUs: number;
}

/** One protected attribute of the result of a study. */
export interface BiasFigures {
  readonly name: string;
  readonly groups: readonly { readonly value: string; readonly n: number; readonly tooSmall: boolean }[];
  /** Smallest over largest selection rate; null when undefined. */
  readonly ratio: number | null;
  /** The largest difference between groups among the metrics that are defined; null when none is. */
  readonly gap: number | null;
}
export interface StudyOutcome extends Outcome {
  readonly attributes: readonly BiasFigures[];
  readonly hasIntersections: boolean;
}

/** What a detector found, by class, how often. */
export type Findings = Readonly<Record<string, number>>;

export interface DatasetOfRelease {
  readonly id: string;
  readonly name: string;
  readonly licence: string;
  readonly legalBasis: string;
  readonly personalData: 'unknown' | 'none' | 'personal' | 'special_category';
  readonly scan: { readonly id: string; readonly findings: Findings; readonly atUs: number } | null;
}

/** The parts of the release, as far as checks look at them. */
export interface ReleaseParts {
  readonly isFirst: boolean;
  readonly models: readonly {
    readonly name: string;
    readonly isProviderAsserted: boolean;
    readonly card: string;
  }[];
  readonly hasConfig: boolean;
  readonly prompts: readonly { readonly id: string; readonly name: string; readonly findings: Findings }[];
  readonly datasets: readonly DatasetOfRelease[];
}

export interface Confirmation {
  readonly id: string;
  readonly aiActClass: string | null;
  readonly hipaaStatus: string | null;
  readonly atUs: number;
}

/** Everything that the checks look at. */
export interface CheckData {
  readonly suites: readonly Outcome[];
  readonly studies: readonly StudyOutcome[];
  readonly measures: readonly RunMeasure[];
  /** null: there is no release yet. */
  readonly release: ReleaseParts | null;
  readonly signOffs: readonly SignOff[];
  /** People who own a suite or study that the release is judged by. */
  readonly evaluatorOwners: readonly string[];
  /** Roles that somebody holds at present. */
  readonly rolesAssigned: ReadonlySet<string>;
  /** Roles that own or sign the controls that apply. */
  readonly rolesNeeded: readonly string[];
  readonly trail: 'healthy' | 'behind' | 'no_checkpoint';
  readonly facts: FactBase;
  /** Questions that still change a control that is judged. */
  readonly unanswered: readonly string[];
  /** When the oldest answer was given, and when any last changed; null while there is none. */
  readonly answers: { readonly oldestUs: number; readonly newestUs: number } | null;
  readonly classes: { readonly aiAct: string | null; readonly hipaa: string | null };
  readonly confirmation: Confirmation | null;
  /** Notices of open incidents of the organisation whose legal time has passed. */
  readonly lateNotices: readonly {
    readonly incidentId: string;
    readonly title: string;
    readonly law: string;
  }[];
  readonly accounts: { readonly people: number; readonly strays: number };
  /** Items of a type that belong to the subject or may. */
  readonly itemsOf: (type: string) => readonly EvidenceItem[];
  readonly needOf: (type: string) => EvidenceNeed | undefined;
  readonly subject: Subject;
  readonly changes: Changes;
  readonly nowUs: number;
}

export type Params = CheckUse['params'];
export type Run = (data: CheckData, params: Params) => CheckResult;

type Found = { inputs?: readonly CheckInput[]; ref?: string | null; atUs?: number | null };
const made =
  (verdict: CheckResult['verdict']) =>
  (note: string, { inputs = [], ref = null, atUs = null }: Found = {}): CheckResult => ({
    verdict,
    note,
    inputs,
    evidenceRef: ref,
    atUs,
  });
export const pass = made('pass');
export const fail = made('fail');
export const unproven = made('not_enough_evidence');
export const needsConnector = (connector: string, found?: Found): CheckResult =>
  made('needs_connector')(`needs connector: ${connector}`, found);

export const input = (label: string, value: string | number, ref: string | null = null): CheckInput => ({
  label,
  value: String(value),
  ref,
});
export const numberOf = (params: Params, name: string, otherwise: number): number =>
  typeof params[name] === 'number' ? params[name] : otherwise;
export const stringsOf = (value: unknown): string[] =>
  Array.isArray(value) ? value.filter((item): item is string => typeof item === 'string') : [];

/** Younger than `max_age_days`, in days of 24 hours; always when the check names no age. */
export const isRecent = (atUs: number, params: Params, nowUs: number): boolean =>
  nowUs - atUs <= numberOf(params, 'max_age_days', Infinity) * dayInUs;

export const percent = (share: number): string => `${Math.round(share * 10_000) / 100} %`;
