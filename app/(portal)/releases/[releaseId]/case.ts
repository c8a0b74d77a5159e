import type { Api } from '@/server/trpc/caller';

/** One release in one environment, as the pages of the case read it. */
export type Case = Awaited<ReturnType<Api['signoff']['case']>>;

/** Roles to sign in: those of the quorum, those that a control still lacks, and those in which somebody signed, who may
 *  think otherwise later. */
export function signingRoles({ inForce, controlRoles, signoffs }: Case): string[] {
  if (!inForce) return [];
  const asked = inForce.policy.quorum.map(({ role }) => role);
  return [...new Set([...asked, ...controlRoles, ...signoffs.map(({ role }) => role)])];
}
