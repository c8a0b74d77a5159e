import { and, eq, isNull } from 'drizzle-orm';
import { accounts, apiTokens, people, roleGrants } from '@/db/schema/identity';
import { audited } from '@/server/kernel/audit';
import { command } from '@/server/kernel/operation';
import { conflict, precondition } from '@/server/kernel/refusal';
import { administratorsOf } from '../queries/grants';
import { CreatePerson, PersonRef } from '../schema';
import { unrepeated } from './acting';
import { revocation } from './grant-events';
import { endInvitationsOf, invite } from './invitations';
import { lockedPerson, lockGrants } from './locks';
import { endSessionsOf } from './sessions';

/** A person of the organisation and the link with which they set their own password; nobody else ever knows it.
 *  With an identity provider that confirms the e-mail address the link is not needed. */
export const createPerson = unrepeated(CreatePerson, (ctx, input) => recordPerson(ctx, input));

export const recordPerson = command({
  event: 'person.created',
  input: CreatePerson,
  may: ['create', 'Person'],
  target: async ({ ctx }) => ({ orgId: ctx.actor.orgId, id: '' }),
  run: async ({ db, ctx, input, target: { orgId }, nowUs }) => {
    const id = ctx.ports.newId('per');
    const [made] = await db
      .insert(people)
      .values({ ...input, id, orgId, createdBy: ctx.actor.personId ?? ctx.actor.id })
      .onConflictDoNothing()
      .returning();
    if (!made) throw conflict('Somebody with this e-mail address exists already');
    const invitation = await invite(db, ctx, nowUs, id);
    const change = [{ path: '/state', from: null, to: 'invited' }];
    return audited(invitation, { entity: { ref: `person/${id}` }, op: 'create', change });
  },
});

/** Out at once: sessions end, API tokens and invitations stop working. Roles are kept for the day of return. */
export const disablePerson = command({
  event: 'person.disabled',
  input: PersonRef,
  may: ['edit', 'Person'],
  target: async ({ db, input }) => (await lockGrants(db), lockedPerson(db, input.personId)),
  run: async ({ db, target, nowUs }) => {
    if (target.disabledAt) throw conflict('This person is disabled already');
    const others = (await administratorsOf(db)).filter((admin) => admin.personId !== target.id);
    if (!others.some(({ isEnabled }) => isEnabled))
      throw precondition('Somebody must remain an administrator');
    await db
      .update(people)
      .set({ disabledAt: new Date(nowUs / 1000) })
      .where(eq(people.id, target.id));
    await endSessionsOf(db, nowUs, target.id);
    await endInvitationsOf(db, nowUs, target.id);
    return audited(
      {},
      { entity: { ref: `person/${target.id}` }, op: 'update', change: turned('active', 'disabled') },
    );
  },
});

export const enablePerson = command({
  event: 'person.enabled',
  input: PersonRef,
  may: ['edit', 'Person'],
  target: ({ db, input }) => lockedPerson(db, input.personId),
  run: async ({ db, target }) => {
    if (!target.disabledAt) throw conflict('This person is not disabled');
    await db.update(people).set({ disabledAt: null }).where(eq(people.id, target.id));
    return audited(
      {},
      { entity: { ref: `person/${target.id}` }, op: 'update', change: turned('disabled', 'active') },
    );
  },
});

/** For a lost password: a new link, but the roles end with the old one and need four eyes to come back, so that no
 *  administrator can act as somebody else by sending the link to themselves. */
export const resetAccess = unrepeated(PersonRef, (ctx, input) => recordReset(ctx, input));

export const recordReset = command({
  event: 'person.access_reset',
  events: ['role.revoked'],
  input: PersonRef,
  may: ['edit', 'Person'],
  target: async ({ db, input }) => (await lockGrants(db), lockedPerson(db, input.personId)),
  run: async ({ db, ctx, target, nowUs }) => {
    const { id } = target;
    if (target.disabledAt) throw precondition('This person is disabled; enable them first');
    const held = await db
      .update(roleGrants)
      .set({ toAt: new Date(nowUs / 1000) })
      .where(and(eq(roleGrants.personId, id), isNull(roleGrants.toAt)))
      .returning();
    if (held.some(({ role, fromAt }) => role === 'administrator' && fromAt)) {
      throw precondition('An administrator cannot be reset; revoke that role first');
    }
    await db.delete(accounts).where(eq(accounts.personId, id));
    await db
      .update(apiTokens)
      .set({ revokedAt: new Date(nowUs / 1000) })
      .where(and(eq(apiTokens.personId, id), isNull(apiTokens.revokedAt)));
    await endSessionsOf(db, nowUs, id);
    const invitation = await invite(db, ctx, nowUs, id);
    return audited(invitation, [
      { entity: { ref: `person/${id}` }, op: 'update', change: turned('active', 'invited') },
      ...held.filter(({ fromAt }) => fromAt).map((grant) => revocation(grant)),
    ]);
  },
  waitsForInclusion: true,
});

const turned = (from: string, to: string) => [{ path: '/state', from, to }];
