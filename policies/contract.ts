import type { AbilityBuilder, ForcedSubject, MongoAbility } from '@casl/ability';

/** Roles shipped (product words); they may be held org-wide or on named systems. */
export const roles = [
  'administrator',
  'compliance_officer',
  'privacy_officer',
  'risk_officer',
  'legal',
  'ml_engineer',
  'ml_lead',
  'auditor',
  'viewer',
] as const;
export type Role = (typeof roles)[number];

/** They allow nothing but to assess and sign the controls that name them. */
export const responsibilities = [
  'dpo',
  'security_officer',
  'ai_risk_owner',
  'model_owner',
  'business_owner',
  'human_overseer',
  'clinical_safety',
  'hr',
  'executive',
  'independent_reviewer',
] as const;
export type Responsibility = (typeof responsibilities)[number];

/** What an API token may be used for; signing and granting are never among them. */
export const scopes = ['read', 'write', 'gate:check'] as const;
export type Scope = (typeof scopes)[number];

export interface Grant {
  readonly role: Role | Responsibility;
  /** null: in the whole organisation. */
  readonly systemId: string | null;
}

export interface Actor {
  readonly kind: 'user' | 'token' | 'job' | 'anonymous';
  /** `usr_…` the sign-in, `tok_…` the token, `job_…` the job. */
  readonly id: string;
  /** The person behind a sign-in or token; null for jobs and anonymous callers. */
  readonly personId: string | null;
  readonly name: string;
  readonly orgId: string;
  readonly grants: readonly Grant[];
  /** Tokens only. */
  readonly scopes?: readonly Scope[];
  /** Tokens only: the systems it is limited to; absent = all that its owner may see. */
  readonly systemIds?: readonly string[];
  /** Anonymous callers only: a keyed digest of the network address, to slow down guessing. Never recorded. */
  readonly address?: string;
  readonly session?: {
    readonly id: string;
    readonly method: 'password' | 'oidc';
    /** Seconds since the epoch of the last authentication. */
    readonly authTime: number;
  };
}

/** Everything that can be protected, and the fields a rule may look at. */
export interface Subjects {
  Organisation: { orgId: string };
  Person: { orgId: string; id: string };
  RoleGrant: { orgId: string; personId: string; systemId: string | null };
  ApiToken: { orgId: string; personId: string };
  /** A way in of one person, a password for instance. */
  Account: { orgId: string; personId: string };
  Session: { orgId: string; personId: string };
  System: { orgId: string; systemId: string; createdBy: string };
  Facts: { orgId: string; systemId: string };
  Model: { orgId: string; createdBy: string };
  Prompt: { orgId: string; createdBy: string };
  Dataset: { orgId: string; createdBy: string };
  /** A third party that receives data or supplies a model. */
  Vendor: { orgId: string; createdBy: string };
  Suite: { orgId: string; createdBy: string };
  Run: { orgId: string; createdBy: string };
  Study: { orgId: string; createdBy: string };
  /** A model that judges, with its calibrations. */
  Judge: { orgId: string; createdBy: string };
  /** A queue of answers that people label. */
  Review: { orgId: string; createdBy: string };
  Framework: { orgId: string };
  Evidence: { orgId: string; systemId: string | null; createdBy: string };
  /** `ownerRole` is the role or responsibility that the control names, `ownedBy` the person who sees to it. */
  Assessment: { orgId: string; systemId: string; ownerRole: string; ownedBy?: string | null };
  Release: { orgId: string; systemId: string; createdBy: string };
  /** `authors` are person ids of the release that is signed. */
  SignOff: { orgId: string; systemId: string; authors: readonly string[]; role: string };
  /** `remediatedBy` is the person whose remediation waits for verification. */
  Finding: { orgId: string; systemId: string; createdBy: string; remediatedBy: string | null };
  Incident: { orgId: string; systemId: string; createdBy: string };
  Environment: { orgId: string };
  GateDecision: { orgId: string; systemId: string | null };
  Log: { orgId: string };
  Export: { orgId: string; systemId: string | null };
}
export type SubjectName = keyof Subjects;
export type Action =
  | 'read'
  | 'create'
  | 'edit'
  | 'delete'
  | 'answer'
  | 'assess'
  | 'submit'
  | 'withdraw'
  | 'sign'
  | 'check'
  | 'grant'
  | 'run'
  | 'export'
  | 'record';
export type Tagged = { [S in SubjectName]: Subjects[S] & ForcedSubject<S> }[SubjectName];
export type Ability = MongoAbility<[Action, SubjectName | Tagged]>;

export type Policy = (rules: Pick<AbilityBuilder<Ability>, 'can' | 'cannot'>, actor: Actor) => void;

/** The rows of one system kind that an actor reaches by holding one of `wanted`: everything, some systems, or none. */
export type Reach = 'all' | readonly string[];
export function reach(actor: Actor, wanted: readonly string[]): Reach {
  const held = actor.grants.filter((grant) => wanted.includes(grant.role));
  if (held.some((grant) => grant.systemId === null)) return 'all';
  return [...new Set(held.flatMap((grant) => (grant.systemId === null ? [] : [grant.systemId])))];
}

export const holds = (actor: Actor, ...wanted: readonly string[]): boolean => {
  const reached = reach(actor, wanted);
  return reached === 'all' || reached.length > 0;
};

/** Holds one of `wanted` in the whole organisation, as everything needs that belongs to no single system. */
export const holdsForAll = (actor: Actor, ...wanted: readonly string[]): boolean =>
  reach(actor, wanted) === 'all';

/** Runs `grant` with the CASL conditions under which the actor reaches rows that carry a `systemId`. */
export function onReach(
  actor: Actor,
  wanted: readonly string[],
  grant: (conditions: Record<string, unknown>) => unknown,
): void {
  const reached = reach(actor, wanted);
  if (reached === 'all') grant({});
  else if (reached.length > 0) grant({ systemId: { $in: [...reached] } });
}

export const everyRole: readonly string[] = [...roles, ...responsibilities];
export const builders = ['ml_engineer', 'ml_lead'] as const;
export const assurers = ['compliance_officer', 'privacy_officer', 'risk_officer', 'legal'] as const;
