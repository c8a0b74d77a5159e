import type { GatePolicy } from '../schema/policy';

/** A signature as an event of the log recorded it. */
export interface SignOff {
  /** The id of `signoff.recorded`. */
  readonly event: string;
  readonly person: string;
  readonly role: string;
  readonly meaning: string;
  readonly release_digest: string;
  readonly environment: string;
  readonly method: string;
  readonly signed_at_us: number;
  readonly valid_until_us: number;
  /** Digest of the answers about the system that the signer saw; null or absent where they did not matter. */
  readonly answers?: string | null;
}

/** One stretch of time in which a person held a role. */
export interface RoleHeld {
  readonly person: string;
  readonly role: string;
  /** 'org' or `system/<sys_id>`. */
  readonly scope: string;
  readonly from_us: number;
  /** Null = still held. */
  readonly to_us: number | null;
}

/** What sign-offs are judged against. */
export interface Bench {
  readonly release_digest: string;
  readonly system_id: string;
  readonly policy: GatePolicy;
  readonly signoffs: readonly SignOff[];
  /** Event ids of the sign-offs that their signer took back. */
  readonly withdrawals: readonly string[];
  /** Event ids of the sign-offs that a later event voided. */
  readonly invalidations: readonly string[];
  readonly grants: readonly RoleHeld[];
  /** Digest of the answers about the system as they are now; absent where no framework reads them. */
  readonly answers?: string;
  /** Persons that the policy's `forbid` excludes, with the word for it. */
  readonly excluded: ReadonlyMap<string, string>;
  /** The newest submission of the release; null = never submitted. */
  readonly submitted_at_us: number | null;
  readonly now_us: number;
}

export type Standing = 'live' | 'expired' | 'invalidated' | 'withdrawn' | 'weak_method' | 'role_lost' | 'sod';
export interface Judged {
  readonly signoff: SignOff;
  readonly standing: Standing;
  readonly why: string;
}

const hourUs = 3_600_000_000;
const dayUs = 24 * hourUs;
const ranks = ['password', 'oidc-stepup', 'password+totp', 'webauthn-uv'];
const approvals = ['approved', 'approved_with_conditions'];

export const isApproval = ({ meaning }: Pick<SignOff, 'meaning'>): boolean => approvals.includes(meaning);
const isRejection = ({ meaning }: SignOff) => meaning === 'rejected';

/**
 * The deciding signature of each person on this release and environment: the last approval or rejection. An earlier
 * one does not come back to life when the last is withdrawn.
 */
export function decidingSignOffs(bench: Bench): Judged[] {
  const last = new Map<string, SignOff>();
  for (const signoff of bench.signoffs) {
    const isHere =
      signoff.release_digest === bench.release_digest && signoff.environment === bench.policy.environment;
    if (!isHere || !(isApproval(signoff) || isRejection(signoff))) continue;
    const earlier = last.get(signoff.person);
    if (!earlier || signoff.signed_at_us >= earlier.signed_at_us) last.set(signoff.person, signoff);
  }
  return [...last.values()].map((signoff) => judge(bench, signoff));
}

/**
 * Rejections that stand: they end only when withdrawn, invalidated, or followed by the same person's live approval, not
 * with time, a weak method or a lost role (the safe side). A rejection by somebody excluded never counted.
 */
export function standingRejections(bench: Bench, deciding: readonly Judged[]): SignOff[] {
  const approvedSince = new Set(
    deciding.flatMap(({ signoff, standing }) =>
      isApproval(signoff) && standing === 'live' ? [signoff.person] : [],
    ),
  );
  return bench.signoffs.filter(
    (signoff) =>
      isRejection(signoff) &&
      signoff.release_digest === bench.release_digest &&
      signoff.environment === bench.policy.environment &&
      !approvedSince.has(signoff.person) &&
      !['withdrawn', 'invalidated', 'sod'].includes(judge(bench, signoff).standing),
  );
}

function judge(bench: Bench, signoff: SignOff): Judged {
  const { policy, now_us: now } = bench;
  const found = (standing: Standing, why: string): Judged => ({ signoff, standing, why });
  if (bench.withdrawals.includes(signoff.event)) return found('withdrawn', 'was withdrawn');
  if (bench.invalidations.includes(signoff.event)) return found('invalidated', 'was invalidated');
  if (isOutdated(bench, signoff)) return found('invalidated', 'was given on other answers about the system');
  const word = bench.excluded.get(signoff.person);
  if (word !== undefined) return found('sod', `is by ${word} of this release`);
  if (!heldAt(bench, signoff, signoff.signed_at_us))
    return found('sod', `is by somebody who was not ${signoff.role} when signing`);
  const since =
    bench.submitted_at_us === null ? null : bench.submitted_at_us - policy.role_seasoning_hours * hourUs;
  if (since === null || !heldAt(bench, signoff, since))
    return found('sod', `is by somebody who became ${signoff.role} too late for this submission`);
  if (policy.on_role_lost === 'drop' && !heldAt(bench, signoff, now))
    return found('role_lost', `is by somebody who is no longer ${signoff.role}`);
  if (rank(signoff.method) < rank(policy.min_method))
    return found('weak_method', `was made with ${signoff.method}`);
  if (now >= liveUntil(policy, signoff) || signoff.signed_at_us > now) return found('expired', 'has expired');
  return found('live', 'counts');
}

/** Whether an approval was given on other answers than those of now. A rejection stands until its signer changes it. */
export const isOutdated = (
  { answers }: { readonly answers?: string },
  signoff: Pick<SignOff, 'meaning' | 'answers'>,
): boolean =>
  isApproval(signoff) && answers !== undefined && Boolean(signoff.answers) && signoff.answers !== answers;

/** The statement's own end or the policy's time to live, whichever is first. */
export const liveUntil = (
  policy: GatePolicy,
  { valid_until_us: until, signed_at_us: signed }: SignOff,
): number => Math.min(until, signed + policy.approval_ttl_days * dayUs);

/** An unknown method has no rank at all. */
const rank = (method: string) => ranks.indexOf(method);

const heldAt = ({ grants, system_id: system }: Bench, { person, role }: SignOff, atUs: number): boolean =>
  grants.some(
    (grant) =>
      grant.person === person &&
      grant.role === role &&
      (grant.scope === 'org' || grant.scope === `system/${system}`) &&
      grant.from_us <= atUs &&
      (grant.to_us === null || grant.to_us > atUs),
  );

export interface SlotCount {
  readonly role: string;
  readonly have: number;
  readonly need: number;
}

/**
 * Assigns persons to the quorum's slots as a maximum bipartite matching (augmenting paths), each person to one slot at
 * most. A person may be offered in several roles; going through them greedily would find false gaps.
 */
export function fillQuorum(
  quorum: GatePolicy['quorum'],
  offers: readonly { readonly person: string; readonly role: string }[],
): SlotCount[] {
  const slots = quorum.flatMap(({ role, n }) => Array.from({ length: n }, () => role));
  const holder: (string | undefined)[] = slots.map(() => undefined);
  const place = (person: string, tried: Set<number>): boolean =>
    slots.some((role, slot) => {
      if (tried.has(slot) || !offers.some((offer) => offer.person === person && offer.role === role))
        return false;
      tried.add(slot);
      const sitting = holder[slot];
      if (sitting !== undefined && !place(sitting, tried)) return false;
      holder[slot] = person;
      return true;
    });
  for (const person of new Set(offers.map((offer) => offer.person))) place(person, new Set());
  return [...new Set(quorum.map(({ role }) => role))].map((role) => {
    const mine = slots.flatMap((slotRole, slot) => (slotRole === role ? [holder[slot]] : []));
    return { role, have: mine.filter((person) => person !== undefined).length, need: mine.length };
  });
}
