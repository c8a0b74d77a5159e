import type { Api } from '@/server/trpc/caller';

/** One release in one environment, as the pages of the case read it. */
export type Case = Awaited<ReturnType<Api['signoff']['case']>>;

/** Roles that somebody is asked to sign in: those of the quorum, then those that only a control still lacks. */
export const signingRoles = ({ inForce, controlRoles }: Case): string[] =>
  inForce ? [...new Set([...inForce.policy.quorum.map(({ role }) => role), ...controlRoles])] : [];
