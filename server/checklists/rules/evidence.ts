import type {
  CheckUse,
  Control,
  EvidenceNeed,
  EvidenceType,
  Scope,
  Trigger,
} from '@/policies/frameworks/contract';
import { invalid } from '@/server/kernel/refusal';

export const dayInUs = 86_400_000_000;

/** To what an item or status belongs; the id of a release is its digest, that of an environment its name. */
export interface Binding {
  readonly kind: Scope;
  readonly id: string;
}

/** What is judged: a release in an environment, with the wider scopes that it inherits from. */
export interface Subject {
  readonly releaseDigest: string;
  readonly systemId: string;
  readonly environment: string;
  readonly orgId: string;
  /** Every vendor that receives the data; empty when none is registered. */
  readonly vendorIds: readonly string[];
  /** Vendors that an evidence type is not asked of, by type. */
  readonly exempt?: Readonly<Record<string, readonly string[]>>;
}

export interface EvidenceItem {
  readonly id: string;
  readonly type: string;
  readonly binding: Binding;
  readonly givenAtUs: number;
  /** null: no time limit. */
  readonly validUntilUs: number | null;
  readonly state: 'valid' | 'expired' | 'superseded' | 'revoked' | 'rejected';
  /** Of its bytes; null for what has none. */
  readonly sha256: string | null;
  /** The filled-in form; absent for what was given in another way. */
  readonly record?: RecordValues;
  /** A link of which no copy was captured proves nothing about what stood there. */
  readonly isCaptured?: boolean;
  /** When the vendor that it is bound to last changed; absent: never, or bound to something else. */
  readonly vendorChangedUs?: number;
  /** Why it went with the vendor that it is bound to; absent while the system uses that vendor. */
  readonly lostWith?: string;
}

/** The last time that each kind of change happened to the subject, in microseconds. */
export type Changes = Readonly<Partial<Record<Trigger, number>>>;

/** Earlier releases of the same system by their digest, with what changed since. */
export type EarlierReleases = ReadonlyMap<
  string,
  { readonly version: string; readonly changed: readonly Trigger[] }
>;

/** One thing that a check looked at, in words. */
export interface CheckInput {
  readonly label: string;
  readonly value: string;
  /** The run, study, item or scan behind it; null for a state of the portal. */
  readonly ref: string | null;
}

export interface CheckResult {
  /** `needs_connector`: its source is no part of the product; it never counts as passed. */
  readonly verdict: 'pass' | 'fail' | 'not_enough_evidence' | 'needs_connector';
  /** The reason, a clause. */
  readonly note: string;
  readonly inputs: readonly CheckInput[];
  /** The run, study or scan that it read; null when there is none. */
  readonly evidenceRef: string | null;
  /** When that was made; null for a check of the present state. */
  readonly atUs: number | null;
  /** It passed before a part of the release was replaced: which results no longer count. */
  readonly lostWith?: string;
  /** The form that it waits for, with what must stand in it. */
  readonly wants?: { readonly type: string; readonly record: RecordValues };
}

/** What a person filled in, by the names of the fields. */
export type RecordValues = Readonly<Record<string, string | number | boolean | readonly string[]>>;

export interface SignOff {
  readonly role: string;
  /** null: the signature is over the whole release. */
  readonly controlId: string | null;
  readonly byPerson: string;
  readonly atUs: number;
}

const width: Readonly<Record<Scope, number>> = { release: 0, system: 1, environment: 1, vendor: 1, org: 2 };

/** Whether something bound so belongs to the subject. */
export function belongs({ kind, id }: Binding, subject: Subject): boolean {
  if (kind === 'vendor') return subject.vendorIds.includes(id);
  const own = {
    release: subject.releaseDigest,
    system: subject.systemId,
    environment: subject.environment,
    org: subject.orgId,
  };
  return own[kind] === id;
}

/** The vendors that each need an item of the type. */
export const vendorsAsked = (type: string, { vendorIds, exempt }: Subject): string[] =>
  vendorIds.filter((id) => exempt?.[type]?.includes(id) !== true);

/** Whether something bound so may stand for what the scope asks: never wider than the scope. */
export const reaches = (binding: Binding, scope: Scope, subject: Subject): boolean =>
  belongs(binding, subject) && width[binding.kind] <= width[scope];

/**
 * May the control's status be kept there? Never wider than its scope.
 * @throws Refusal invalid naming the scope
 */
export function assertBindable({ kind }: Binding, control: Pick<Control, 'scope'>): void {
  if (width[kind] > width[control.scope])
    throw invalid(
      'binding',
      `This control is kept per ${control.scope}; it cannot be set for the whole ${kind}`,
    );
}

/** The last change among `triggers` that came after `sinceUs`; undefined when none did. */
export const changeSince = (
  triggers: readonly Trigger[],
  changes: Changes,
  sinceUs: number,
): Trigger | undefined => triggers.find((trigger) => (changes[trigger] ?? -Infinity) > sinceUs);

export type Freshness = { readonly fresh: true } | { readonly fresh: false; readonly why: string };

/** Whether an item still holds; a document past its time is as if absent, but says why. */
export function freshness(
  item: EvidenceItem,
  type: EvidenceNeed,
  changes: Changes,
  nowUs: number,
): Freshness {
  const old = (why: string): Freshness => ({ fresh: false, why: `${type.title}: ${why}` });
  if (item.state === 'superseded') return old('a newer version replaced it');
  if (item.state === 'rejected') return old('a reviewer rejected it');
  if (item.lostWith !== undefined) return old(item.lostWith);
  const limit = type.valid_days === 0 ? Infinity : item.givenAtUs + type.valid_days * dayInUs;
  if (item.state === 'expired' || Math.min(item.validUntilUs ?? Infinity, limit) <= nowUs)
    return old('it expired');
  // Another vendor changes nothing about the papers of this one.
  const own =
    item.binding.kind === 'vendor' ? { ...changes, vendor: item.vendorChangedUs ?? -Infinity } : changes;
  const change = changeSince(type.invalidated_by, own, item.givenAtUs);
  return change ? old(`the ${words(change)} changed after it was given`) : { fresh: true };
}

/** When a fresh item stops holding, in microseconds; Infinity when time does not limit it. */
export const endOf = (item: EvidenceItem, type: EvidenceNeed): number =>
  Math.min(
    item.validUntilUs ?? Infinity,
    type.valid_days === 0 ? Infinity : item.givenAtUs + type.valid_days * dayInUs,
  );

export const words = (id: string): string => id.replaceAll('_', ' ');

/** Who signs the sign-off evidence types. */
const signers: Readonly<Record<string, string>> = {
  'sig.compliance': 'compliance_officer',
  'sig.dpo': 'dpo',
  'sig.privacy': 'privacy_officer',
  'sig.security': 'security_officer',
  'sig.legal': 'legal',
  'sig.ai-risk': 'ai_risk_owner',
  'sig.business': 'business_owner',
  'sig.executive': 'executive',
  'sig.clinical': 'clinical_safety',
  'sig.independent': 'independent_reviewer',
};
/** The role that signs evidence of this type; undefined for other kinds of evidence. */
export const signerOf = (type: string): string | undefined => signers[type];

/** The check behind a `chk.` evidence type, with the control's own parameters where it names the check. */
export function checkBehind(type: string, control: Control): CheckUse | undefined {
  if (!type.startsWith('chk.')) return undefined;
  const check = type.slice('chk.'.length);
  return control.automation.checks.find((use) => use.check === check) ?? { check, params: {} };
}

/** How evidence is handed in. A record, form or setting is a statement in words or a file that shows it. */
export type GivenAs = 'file' | 'link' | 'statement' | 'record';
const waysOf: Readonly<Record<string, readonly GivenAs[]>> = {
  upload: ['file'],
  link: ['link'],
  form: ['statement', 'file'],
  portal_form: ['statement', 'file'],
  portal_setting: ['statement', 'file'],
  connector: ['statement', 'file'],
};

/**
 * The ways in which a person may give evidence of a type; empty for what only checks or signatures make.
 * @param hasForm its type has a form: only what is filled in there can be read by checks
 */
export const waysToGive = (type: EvidenceType, hasForm: boolean): GivenAs[] => {
  const ways = type.accepted_forms.flatMap((form) => waysOf[form] ?? []);
  return [...new Set([...(hasForm ? ['record' as const] : []), ...ways])];
};

/**
 * May this item be handed in as evidence of its type?
 * @throws Refusal invalid naming the field
 */
export function assertGiven(
  type: EvidenceType,
  given: { as: GivenAs; binding: Binding; validDays?: number },
  hasForm: boolean,
): void {
  const ways = waysToGive(type, hasForm);
  if (ways.length === 0) throw invalid('type', `${type.title} is made by the portal; it cannot be handed in`);
  if (!ways.includes(given.as))
    throw invalid('type', `${type.title} can be given as ${ways.join(' or ')}, not as ${given.as}`);
  if (width[given.binding.kind] > width[type.binding])
    throw invalid(
      'binding',
      `${type.title} must be bound to the ${type.binding}, not to the ${given.binding.kind}`,
    );
  if (type.valid_days > 0 && (given.validDays ?? 0) > type.valid_days)
    throw invalid('validDays', `${type.title} is valid for at most ${type.valid_days} days`);
}
