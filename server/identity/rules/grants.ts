import { conflict, invalid, precondition } from '@/server/kernel/refusal';

interface Requested {
  readonly personId: string;
  readonly requestedBy: string;
}

/** `org` or `system/sys_…`, as events and the table write it. */
export const scopeOf = (systemId: string | null): string =>
  systemId === null ? 'org' : `system/${systemId}`;

/** Where a grant stands in its life. */
export function stateOf({ fromAt, toAt }: { readonly fromAt: Date | null; readonly toAt: Date | null }) {
  if (toAt !== null) return fromAt === null ? 'declined' : 'ended';
  return fromAt === null ? 'requested' : 'held';
}

/** A grant is single-handed only while fewer than two people may grant. Disabled ones count: disabling a colleague
 *  does not make anybody alone. @param grantors people who hold `administrator` */
export const isBootstrap = (grantors: readonly string[], actorId: string): boolean =>
  grantors.length < 2 && grantors.includes(actorId);

/** Four eyes: neither the person who gets the role nor the one who asked for it approves. Null = may. */
export function fourEyes({ personId, requestedBy }: Requested, approverId: string): string | null {
  if (approverId === personId) return 'Four eyes: the role would be yours, so someone else must approve it';
  if (approverId === requestedBy)
    return 'Four eyes: you requested this role, so someone else must approve it';
  return null;
}

export function assertRequested(state: ReturnType<typeof stateOf>): void {
  if (state !== 'requested') throw conflict(`This request is no longer open: it is ${state}`);
}

/** The administrator's role is not divisible: people and roles belong to the whole organisation. */
export function assertScope(role: string, systemId: string | null): void {
  if (role === 'administrator' && systemId !== null) {
    throw invalid('systemId', 'systemId must be left out: an administrator serves the whole organisation');
  }
}

/** Who may grant never falls back to one person, or that person could grant alone again.
 *  @param remaining people who would still hold `administrator` @param enabled those of them who can sign in */
export function assertAdministratorsRemain(remaining: number, enabled: number): void {
  if (enabled < 1) throw precondition('Somebody must remain an administrator; appoint another person first');
  if (remaining < 2) {
    throw precondition(
      'Two administrators must remain, because roles need four eyes; appoint another person first',
    );
  }
}
