import type { ReleaseManifest } from '../../releases/schema/manifest';
import type { GatePolicy } from '../schema/policy';
import { fillQuorum, type RoleHeld } from './quorum';

export interface LintReason {
  readonly role: string;
  readonly need: number;
  /** Persons who could fill these slots, once everybody sits where they are needed most. */
  readonly eligible: number;
  readonly message: string;
}

/** A release that the policy is checked for; without one only the number of people is. */
export interface LintCase {
  readonly manifest?: ReleaseManifest;
  readonly requester?: string;
}

/**
 * Whether enough different people can sign at all: preventing self-review with one owner of a role means that nobody
 * can approve. Counts who holds each role now (organisation-wide, or on the release's system when one is given) and is
 * not excluded. Empty = satisfiable.
 */
export function unsatisfiable(
  policy: GatePolicy,
  grants: readonly RoleHeld[],
  nowUs: number,
  { manifest, requester }: LintCase = {},
): LintReason[] {
  const excluded = new Set([
    ...(manifest && policy.forbid.includes('author') ? manifest.authors : []),
    ...(requester !== undefined && policy.forbid.includes('requester') ? [requester] : []),
  ]);
  const offers = grants.filter(
    ({ person, scope, from_us: from, to_us: to }) =>
      from <= nowUs &&
      (to === null || to > nowUs) &&
      !excluded.has(person) &&
      (!manifest || scope === 'org' || scope === `system/${manifest.system.id}`),
  );
  return fillQuorum(policy.quorum, offers)
    .filter(({ have, need }) => have < need)
    .map(({ role, have, need }) => ({
      role,
      need,
      eligible: have,
      message:
        `The policy of ${policy.environment} needs ${need} different ${need === 1 ? 'person' : 'persons'} as ${role}, ` +
        `but only ${have} can sign${manifest ? ' this release' : ''}; give the role to somebody else or ask for fewer.`,
    }));
}
