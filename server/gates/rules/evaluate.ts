import type { Facts } from '../../releases/schema/dossier';
import type { ReleaseManifest } from '../../releases/schema/manifest';
import type { Reason, ReasonCode, Verdict } from '../schema/decision';
import type { GatePolicy } from '../schema/policy';
import { factReasons } from './facts';
import { judgesStaleAt } from './judges';
import {
  type Bench,
  decidingSignOffs,
  fillQuorum,
  isApproval,
  type Judged,
  liveUntil,
  type RoleHeld,
  type SignOff,
  type SlotCount,
  standingRejections,
} from './quorum';

/** What happened to the release itself. */
export interface Submission {
  /** The newest submission; null = never submitted. */
  readonly submitted_at_us: number | null;
  /** Who submitted it. */
  readonly requester: string | null;
  /** Owners of the suites and studies in the manifest. */
  readonly evaluator_owners: readonly string[];
  /** The release was withdrawn or revoked. */
  readonly is_revoked: boolean;
}

export interface Question {
  /** Null = what was asked about is not a release of this organisation. */
  readonly manifest: ReleaseManifest | null;
  /** `sha256:…` of that manifest. */
  readonly release_digest: string | null;
  readonly environment: string;
  /** The policy in force for the environment; null = there is none. */
  readonly policy: GatePolicy | null;
  readonly facts: Facts;
  /** Open incidents that stop every release of the system. */
  readonly incidents: readonly { readonly id: string; readonly title: string }[];
  readonly submission: Submission;
  readonly signoffs: readonly SignOff[];
  readonly withdrawals: readonly string[];
  readonly invalidations: readonly string[];
  readonly grants: readonly RoleHeld[];
  readonly nowUs: number;
}

export interface Decision {
  readonly verdict: Verdict;
  readonly reasons: readonly Reason[];
  /** The signatures that fill slots; events of `signoff.recorded`. */
  readonly counted: readonly SignOff[];
  /** When the first counted signature or result ends (microseconds); null = nothing counted ages. */
  readonly holds_until_us: number | null;
}

const revoked: Reason = {
  code: 'REVOKED',
  message: 'This release was withdrawn; it must not be deployed any more.',
};
const human: readonly ReasonCode[] = ['SIGNOFF_MISSING', 'SIGNOFF_EXPIRED', 'CONTROL_UNSIGNED'];

/**
 * Whether a release may run in an environment: pure, so that gate, page and offline verifier agree. Unknown release or
 * missing policy = deny. `needs_signoff` only when nothing but people's signatures is missing.
 */
export function evaluate(question: Question): Decision {
  const { manifest, release_digest: digest, policy, environment } = question;
  const stop = (code: ReasonCode, message: string): Decision => ({
    verdict: 'deny',
    reasons: [{ code, message }],
    counted: [],
    holds_until_us: null,
  });
  if (!manifest || digest === null)
    return stop(
      'UNKNOWN_DIGEST',
      'No release of this organisation has this digest; freeze and submit it first.',
    );
  if (!policy || policy.environment !== environment)
    return stop(
      'POLICY_MISSING',
      `The environment "${environment}" has no gate policy, so nothing may run there.`,
    );
  return judged(question, benchOf(question, manifest, digest, policy), manifest);
}

function judged(
  { facts, incidents, submission, nowUs }: Question,
  bench: Bench,
  manifest: ReleaseManifest,
): Decision {
  const { policy } = bench;
  const deciding = decidingSignOffs(bench);
  const counted = deciding.flatMap(({ signoff, standing }) =>
    isApproval(signoff) && standing === 'live' ? [signoff] : [],
  );
  const reasons: Reason[] = [
    ...(submission.is_revoked ? [revoked] : []),
    ...incidentReasons(incidents),
    ...factReasons({ manifest, policy, facts, nowUs }),
    ...rejectionReasons(bench, deciding),
    ...fillQuorum(policy.quorum, counted).flatMap((slot) =>
      slotReasons(slot, deciding, bench.submitted_at_us),
    ),
  ];
  const times = [
    ...counted.map((one) => liveUntil(policy, one)),
    ...staleTimes(facts, policy).filter((at) => at > nowUs),
  ];
  return {
    verdict: verdictOf(reasons, policy),
    reasons,
    counted,
    holds_until_us: times.length === 0 ? null : Math.min(...times),
  };
}

function verdictOf(reasons: readonly Reason[], policy: GatePolicy): Verdict {
  if (reasons.length === 0) return 'allow';
  const people: readonly ReasonCode[] =
    policy.on_not_enough_evidence === 'needs_signoff' ? [...human, 'NOT_ENOUGH_EVIDENCE'] : human;
  return reasons.every(({ code }) => people.includes(code)) ? 'needs_signoff' : 'deny';
}

/** Persons whose signature the policy's `forbid` does not count, with the word for it. */
export function excludedBy(
  policy: GatePolicy,
  submission: Pick<Submission, 'requester' | 'evaluator_owners'>,
  authors: readonly string[],
): Map<string, string> {
  const excluded = new Map<string, string>();
  if (policy.forbid.includes('requester') && submission.requester !== null)
    excluded.set(submission.requester, 'the requester');
  if (policy.forbid.includes('evaluator_owner'))
    for (const person of submission.evaluator_owners) excluded.set(person, 'the owner of a suite or study');
  if (policy.forbid.includes('author')) for (const person of authors) excluded.set(person, 'an author');
  return excluded;
}

/** The slots that signatures fill now. */
export const filledSlots = (bench: Bench): SlotCount[] =>
  fillQuorum(
    bench.policy.quorum,
    decidingSignOffs(bench).flatMap(({ signoff, standing }) =>
      isApproval(signoff) && standing === 'live' ? [signoff] : [],
    ),
  );

/**
 * When the signatures alone came to let the release run, whatever its results say today: the time of the last one that
 * counts. Null when a slot is open or a rejection stands.
 */
export function approvedAt(question: Question): number | null {
  const { manifest, release_digest: digest, policy } = question;
  if (!manifest || digest === null || !policy) return null;
  const bench = benchOf(question, manifest, digest, policy);
  const deciding = decidingSignOffs(bench);
  if (rejectionReasons(bench, deciding).length > 0) return null;
  if (filledSlots(bench).some(({ have, need }) => have < need)) return null;
  const times = deciding.flatMap(({ signoff, standing }) =>
    isApproval(signoff) && standing === 'live' ? [signoff.signed_at_us] : [],
  );
  return Math.max(...times);
}

function benchOf(question: Question, manifest: ReleaseManifest, digest: string, policy: GatePolicy): Bench {
  return {
    release_digest: digest,
    system_id: manifest.system.id,
    policy,
    signoffs: question.signoffs,
    withdrawals: question.withdrawals,
    invalidations: question.invalidations,
    grants: question.grants,
    ...(question.facts.answers !== undefined && { answers: question.facts.answers }),
    excluded: excludedBy(policy, question.submission, manifest.authors),
    submitted_at_us: question.submission.submitted_at_us,
    now_us: question.nowUs,
  };
}

function rejectionReasons(bench: Bench, deciding: readonly Judged[]): Reason[] {
  if (!bench.policy.any_rejection_blocks) return [];
  return standingRejections(bench, deciding).map(({ person, role }) => ({
    code: 'SIGNOFF_REJECTED',
    role,
    message: `${person} rejected this release as ${role}; only a new version, or the signer, can change that.`,
  }));
}

function slotReasons(
  { role, have, need }: SlotCount,
  deciding: readonly Judged[],
  submittedAtUs: number | null,
): Reason[] {
  if (have >= need) return [];
  const count = { role, have, need };
  const lost = deciding.filter(
    ({ signoff, standing }) => signoff.role === role && isApproval(signoff) && standing !== 'live',
  );
  const because = (standing: Judged['standing'], code: ReasonCode): Reason[] =>
    lost
      .filter((judged) => judged.standing === standing)
      .map(({ signoff, why }) => ({
        code,
        ...count,
        message: `The sign-off of ${signoff.person} as ${role} ${why}.`,
      }));
  const named = [
    ...because('sod', 'SOD_VIOLATION'),
    ...because('invalidated', 'SIGNOFF_INVALIDATED'),
    ...because('expired', 'SIGNOFF_EXPIRED'),
  ];
  const expired = named.filter(({ code }) => code === 'SIGNOFF_EXPIRED').length;
  if (have + expired >= need && named.length === expired) return named;
  const aside = lost
    .filter(({ standing }) => ['withdrawn', 'weak_method', 'role_lost'].includes(standing))
    .map(({ signoff, why }) => ` The sign-off of ${signoff.person} ${why}.`);
  const people = need === 1 ? 'One person' : `${need} persons`;
  const message = `${people} with the role ${role.replaceAll('_', ' ')} must sign this release; ${have} of ${need} did.${submittedAtUs === null ? ' It was not submitted yet.' : ''}${aside.join('')}`;
  return [...named, { code: 'SIGNOFF_MISSING', ...count, message }];
}

function incidentReasons(incidents: Question['incidents']): Reason[] {
  return incidents.map(({ id, title }) => ({
    code: 'INCIDENT_OPEN',
    ids: [id],
    message: `The incident "${title}" is open and stops every release of this system.`,
  }));
}

/** When a result, some evidence or a finding's time ends. */
const staleTimes = ({ suites, studies, checklists, findings }: Facts, policy: GatePolicy): number[] =>
  [
    ...(policy.require.judges ? suites.flatMap(judgesStaleAt) : []),
    ...[...suites, ...studies, ...checklists.flatMap(({ controls }) => controls)].map(
      (one) => one.stale_at_us,
    ),
    ...findings.map((one) => one.due_at_us),
  ].flatMap((at) => (at === null ? [] : [at]));
