/** Shapes of the control packs and their side tables, as the JSON files in this folder hold them. */
export const frameworkIds = [
  'gdpr',
  'hipaa',
  'eu-ai-act',
  'nist-ai-rmf',
  'iso-42001',
  'us-state-ai',
  'fda-21cfr11',
] as const;
export type FrameworkId = (typeof frameworkIds)[number];

export const stages = ['development', 'staging', 'production'] as const;
export type Stage = (typeof stages)[number];
/** To what a status or an evidence item belongs, from the narrowest to the widest. */
export const scopes = ['release', 'system', 'environment', 'vendor', 'org'] as const;
export type Scope = (typeof scopes)[number];
export const severities = ['blocking', 'non_blocking'] as const;
export type Severity = (typeof severities)[number];
/** A change that makes evidence out of date and reopens controls. */
export const triggers = [
  'model_version',
  'prompt_version',
  'dataset',
  'environment',
  'vendor',
  'purpose',
  'facts',
  'substantial_modification',
] as const;
export type Trigger = (typeof triggers)[number];
/** HIPAA only (45 CFR 164.306(d)). */
export const obligations = ['required', 'addressable', 'mixed'] as const;
export type Obligation = (typeof obligations)[number];
export const natures = ['law', 'framework', 'standard'] as const;
export type Nature = (typeof natures)[number];
/** How one control stands to another. */
export const relations = [
  'equal-to',
  'equivalent-to',
  'subset-of',
  'superset-of',
  'intersects-with',
] as const;
export type Relation = (typeof relations)[number];

export type Disposition =
  | 'satisfied'
  | 'not_satisfied'
  | 'implemented'
  | 'alternative_implemented'
  | 'not_reasonable_documented'
  | 'partially_satisfied'
  | 'not_prioritised_with_reason'
  | 'included_implemented'
  | 'excluded_with_justification'
  /** No pack lists it: it is offered where a control may be waived, and ends on a day. */
  | 'waived';

export type EvidenceKind =
  'document' | 'link' | 'attestation' | 'record' | 'policy_setting' | 'sign_off' | 'automated_check';

export interface EvidenceNeed {
  /** `doc.dpia`, `chk.eval.accuracy`, `sig.dpo`, … */
  readonly type: string;
  readonly kind: EvidenceKind;
  readonly title: string;
  readonly binding: Scope;
  /** 0: no time limit, but tied to its binding. */
  readonly valid_days: number;
  readonly invalidated_by: readonly Trigger[];
  readonly accepted_forms: readonly string[];
}

export interface EvidenceType extends Omit<EvidenceNeed, 'type'> {
  readonly id: string;
  /** Ids of the controls that list this type. */
  readonly satisfies: readonly string[];
  readonly frameworks: readonly FrameworkId[];
}

/** A check with the parameters one control asks for. */
export interface CheckUse {
  readonly check: string;
  readonly params: Readonly<Record<string, unknown>>;
}

export interface Check {
  readonly id: string;
  readonly title: string;
  readonly inputs: string;
  readonly pass_condition: string;
  readonly default_params: Readonly<Record<string, unknown>>;
  readonly binding: Scope;
  readonly used_by: readonly string[];
}

export interface ControlMapping {
  readonly id: string;
  readonly framework: FrameworkId;
  readonly relation: Relation;
  readonly theme: string;
  readonly shared_evidence: readonly string[];
  readonly remark?: string;
}

export interface Control {
  readonly id: string;
  readonly framework: FrameworkId;
  readonly title: string;
  readonly citation: string;
  readonly citations: readonly string[];
  readonly binding_nature: Nature;
  readonly requirement: string;
  /** Boolean expression over facts. */
  readonly applicability: string;
  readonly scope: Scope;
  readonly obligation_level: Obligation | null;
  readonly disposition_options: readonly Disposition[];
  /** Every group needs one valid item. */
  readonly evidence_required: readonly { readonly any_of: readonly EvidenceNeed[] }[];
  readonly evidence_optional: readonly EvidenceNeed[];
  readonly automation: {
    readonly level: 'full' | 'partial' | 'none';
    readonly decides: boolean;
    readonly rule: 'all';
    readonly checks: readonly CheckUse[];
  };
  /** Longest time between reviews; 0: at each release. */
  readonly review_days: number;
  readonly re_review_triggers: readonly Trigger[];
  readonly severity: Severity;
  readonly blocks_in: readonly Stage[];
  readonly waivable: boolean;
  readonly owner_role: string;
  readonly required_signoffs: readonly string[];
  /** `YYYY-MM-DD`; null: in force. */
  readonly applies_from: string | null;
  readonly applies_from_by_path: Readonly<Record<string, string>> | null;
  readonly severity_before_applies: Severity | null;
  readonly genai_actions: readonly string[];
  readonly themes: readonly string[];
  readonly maps_to: readonly ControlMapping[];
  readonly note: string | null;
}

export type FactType = 'bool' | 'enum' | 'multi' | 'date';
export interface Fact {
  readonly id: string;
  readonly type: FactType;
  /** The values an `enum` or `multi` may take. */
  readonly options: readonly string[] | null;
}
export interface Question extends Fact {
  /** 1 to 40. */
  readonly n: number;
  readonly question: string;
  /** The provisions that this answer helps to decide. */
  readonly helps_decide: string;
  readonly section: string;
}
/** A fact that comes from the release or the environment, not from the questionnaire. */
export interface ReleaseFact extends Fact {
  readonly source: string;
}
export interface DerivedFact {
  readonly id: string;
  readonly expr: string;
  readonly basis: string;
}
export interface ConsistencyRule {
  readonly id: string;
  /** True means that the answers contradict each other. */
  readonly when: string;
  readonly level: 'error' | 'warning';
  readonly message: string;
}

export const aiActClasses = ['out_of_scope', 'prohibited', 'high', 'limited', 'minimal'] as const;
export type AiActClass = (typeof aiActClasses)[number];

export const hipaaStatuses = [
  'not_regulated',
  'deidentified_only',
  'no_phi',
  'covered_entity_and_business_associate',
  'covered_entity',
  'business_associate',
] as const;
export type HipaaStatus = (typeof hipaaStatuses)[number];

/** One step of a first-match-wins list. */
export interface ClassRule<Outcome extends string> {
  readonly outcome: Outcome;
  readonly when: string;
  readonly basis: string;
}
/** An Art. 5(1) practice, and the day from which it is forbidden. */
export interface ProhibitedPractice {
  readonly when: string;
  readonly from: string;
  readonly basis: string;
}

/** Everything the rules need to turn answers into duties. */
export interface FactModel {
  readonly questions: readonly Question[];
  readonly releaseFacts: readonly ReleaseFact[];
  readonly derived: readonly DerivedFact[];
  readonly aiActClass: readonly ClassRule<AiActClass>[];
  readonly hipaaStatus: readonly ClassRule<HipaaStatus>[];
  readonly prohibited: readonly ProhibitedPractice[];
  readonly consistency: readonly ConsistencyRule[];
}

export interface LawStatus {
  readonly id: string;
  readonly instrument: string;
  readonly status: string;
  /** `YYYY-MM-DD (what was seen)`. */
  readonly as_of: string;
  readonly confidence: string;
  readonly dates?: Readonly<Record<string, string>>;
  /** What may change it. */
  readonly watch: string;
}

export interface Framework {
  readonly id: FrameworkId;
  readonly title: string;
  readonly nature: Nature;
  readonly controls: number;
  /** Whether an organisation may switch it on. */
  readonly offered: boolean;
  /** One entry, or one per law in a pack that collects several. */
  readonly law: readonly LawStatus[];
}

export interface CrosswalkTheme {
  readonly theme: string;
  readonly controls: readonly string[];
  readonly frameworks: readonly FrameworkId[];
}
