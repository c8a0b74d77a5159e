import { eq } from 'drizzle-orm';
import type { Tx } from '@/db/client';
import { roleGrants } from '@/db/schema/identity';
import { audited } from '@/server/kernel/audit';
import type { Ctx } from '@/server/kernel/context';
import { command } from '@/server/kernel/operation';
import { conflict, notFound, precondition, Refusal } from '@/server/kernel/refusal';
import { systemById } from '@/server/systems/queries';
import { administratorsOf } from '../queries/grants';
import {
  assertAdministratorsRemain,
  assertRequested,
  assertScope,
  fourEyes,
  isBootstrap,
  scopeOf,
  stateOf,
} from '../rules/grants';
import { GrantRef, RequestRole } from '../schema';
import { granting, requested, revocation } from './grant-events';
import { lockedPerson, lockGrants } from './locks';

/** Asks for a role or a responsibility, for oneself or, as an administrator, for anybody. Another administrator
 *  approves it; while there is only one, the request is the grant, and its event says `bootstrap`. */
export const requestRole = command({
  event: 'role.requested',
  events: ['role.granted'],
  input: RequestRole,
  may: ['create', 'RoleGrant'],
  target: async ({ db, ctx, input }) => {
    await lockGrants(db);
    return { orgId: ctx.actor.orgId, personId: input.personId, systemId: input.systemId ?? null };
  },
  run: async ({ db, ctx, input, target, nowUs }) => {
    const { role, personId } = input;
    assertScope(role, target.systemId);
    await assertExist(db, personId, target.systemId);
    const requestedBy = personOf(ctx);
    const grantors = (await administratorsOf(db)).map((admin) => admin.personId);
    const isGranted = isBootstrap(grantors, requestedBy);
    const id = ctx.ports.newId('grt');
    const scope = scopeOf(target.systemId);
    const fromAt = isGranted ? new Date(nowUs / 1000) : null;
    const made = await db
      .insert(roleGrants)
      .values({ id, orgId: target.orgId, personId, role, scope, requestedBy, fromAt })
      .onConflictDoNothing()
      .returning();
    if (made.length === 0) throw conflict('This person holds this role already, or it is requested');
    const event = isGranted
      ? { ...granting({ personId, role, scope }), reasonCode: 'bootstrap' }
      : requested({ personId, role, scope }, 'role.requested', true);
    return audited({ grantId: id, state: isGranted ? ('held' as const) : ('requested' as const) }, event);
  },
  waitsForInclusion: true,
});

export const approveRole = command({
  event: 'role.granted',
  input: GrantRef,
  may: ['grant', 'RoleGrant'],
  target: ({ db, input }) => lockedGrant(db, input.grantId),
  run: async ({ db, ctx, target, nowUs }) => {
    assertRequested(stateOf(target));
    const approvedBy = personOf(ctx);
    const reason = fourEyes(target, approvedBy);
    if (reason) throw new Refusal('forbidden', reason);
    await assertExist(db, target.personId, target.systemId);
    const fromAt = new Date(nowUs / 1000);
    await db.update(roleGrants).set({ approvedBy, fromAt }).where(eq(roleGrants.id, target.id));
    return audited({ grantId: target.id, state: 'held' as const }, granting(target));
  },
  waitsForInclusion: true,
});

/** Ends a role that is held, or declines or withdraws one that is requested. Needs one person only. */
export const revokeRole = command({
  event: 'role.revoked',
  events: ['role.declined'],
  input: GrantRef,
  may: ['withdraw', 'RoleGrant'],
  target: ({ db, input }) => lockedGrant(db, input.grantId),
  run: async ({ db, target, nowUs }) => {
    const state = stateOf(target);
    if (target.toAt !== null) throw conflict(`This grant is no longer open: it is ${state}`);
    if (state === 'held' && target.role === 'administrator') {
      const others = (await administratorsOf(db)).filter(({ personId }) => personId !== target.personId);
      assertAdministratorsRemain(others.length, others.filter(({ isEnabled }) => isEnabled).length);
    }
    await db
      .update(roleGrants)
      .set({ toAt: new Date(nowUs / 1000) })
      .where(eq(roleGrants.id, target.id));
    const event = state === 'held' ? revocation(target) : requested(target, 'role.declined', false);
    return audited({ grantId: target.id }, event);
  },
  waitsForInclusion: true,
});

async function lockedGrant(db: Tx, grantId: string) {
  await lockGrants(db);
  const [row] = await db.select().from(roleGrants).where(eq(roleGrants.id, grantId)).for('update');
  if (!row) throw notFound('Role grant');
  return row;
}

async function assertExist(db: Tx, personId: string, systemId: string | null): Promise<void> {
  const person = await lockedPerson(db, personId);
  if (person.disabledAt) throw precondition('This person is disabled');
  if (systemId !== null && !(await systemById(db, systemId))) throw notFound('System');
}

function personOf({ actor }: Ctx): string {
  if (actor.personId === null) throw precondition('Roles are given by people');
  return actor.personId;
}
