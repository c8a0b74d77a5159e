import { and, eq, isNull, sql } from 'drizzle-orm';
import { z } from 'zod';
import type { Tx } from '@/db/client';
import { accounts, invitations, people } from '@/db/schema/identity';
import { audited } from '@/server/kernel/audit';
import type { Ctx } from '@/server/kernel/context';
import { command } from '@/server/kernel/operation';
import { notFound, precondition } from '@/server/kernel/refusal';
import { hashPassword } from '../adapters/passwords';
import { newSecret, secretHash } from '../adapters/secrets';
import { invitationBehind } from '../queries/invitations';
import { invitationSeconds } from '../rules/lifetimes';
import { assertGoodPassword } from '../rules/password';
import { AcceptInvitation, PersonRef } from '../schema';
import { acting, unrepeated } from './acting';
import { lockedPerson } from './locks';
import { startSession } from './sessions';

/** What an administrator passes on by hand: the address ends in this secret. */
export interface Invitation {
  readonly personId: string;
  /** csi_…, shown once, good once. */
  readonly invitation: string;
  readonly expiresAt: string;
}

/** Inside a command that made or found the person. Older invitations of the person end. */
export async function invite(db: Tx, ctx: Ctx, nowUs: number, personId: string): Promise<Invitation> {
  const secret = newSecret('csi');
  const expiresAt = new Date(nowUs / 1000 + invitationSeconds * 1000);
  await endInvitationsOf(db, nowUs, personId);
  await db.insert(invitations).values({
    id: ctx.ports.newId('inv'),
    orgId: ctx.actor.orgId,
    personId,
    tokenHash: secretHash(secret),
    createdBy: ctx.actor.personId ?? ctx.actor.id,
    expiresAt,
  });
  return { personId, invitation: secret, expiresAt: expiresAt.toISOString() };
}

export const endInvitationsOf = (db: Tx, nowUs: number, personId: string) =>
  db
    .update(invitations)
    .set({ endedAt: new Date(nowUs / 1000) })
    .where(and(eq(invitations.personId, personId), isNull(invitations.endedAt)));

/** A new link for somebody who has not signed in yet. */
export const invitePerson = unrepeated(PersonRef, (ctx, input) => recordInvitation(ctx, input));

export const recordInvitation = command({
  event: 'person.invited',
  input: PersonRef,
  may: ['edit', 'Person'],
  target: ({ db, input }) => lockedPerson(db, input.personId),
  run: async ({ db, ctx, target, nowUs }) => {
    if (target.disabledAt) throw precondition('This person is disabled; enable them first');
    const [account] = await db.select().from(accounts).where(eq(accounts.personId, target.id)).limit(1);
    if (account)
      throw precondition('This person can sign in already; "Reset access" replaces a lost password');
    const invitation = await invite(db, ctx, nowUs, target.id);
    const change = [{ path: '/invitation_expires_at', from: null, to: invitation.expiresAt }];
    return audited(invitation, { entity: { ref: `person/${target.id}` }, op: 'update', change });
  },
});

/** The invited person sets a password of their own and is signed in.
 *  @throws Refusal not_found for a link that was used, is too old or never was */
export const acceptInvitation = unrepeated(AcceptInvitation, async (ctx, { token, password }) => {
  const found = await invitationBehind(token);
  if (!found) throw notFound('Invitation');
  assertGoodPassword(password, found.email ?? '');
  const passwordHash = await hashPassword(password);
  const { orgId, personId, invitationId } = found;
  const { accountId } = await recordAcceptance(acting(ctx, { ...ctx.actor, orgId }), {
    personId,
    invitationId,
    passwordHash,
  });
  return startSession(ctx, { accountId, personId, orgId }, 'password');
});

export const recordAcceptance = command({
  event: 'invitation.accepted',
  input: z.strictObject({ personId: z.string(), invitationId: z.string(), passwordHash: z.string() }),
  may: ['create', 'Account'],
  target: async ({ ctx, input }) => ({ orgId: ctx.actor.orgId, personId: input.personId }),
  run: async ({ db, ctx, input, target, nowUs }) => {
    const { personId, passwordHash } = input;
    const [open] = await db
      .update(invitations)
      .set({ endedAt: new Date(nowUs / 1000) })
      .where(
        and(eq(invitations.id, input.invitationId), isNull(invitations.endedAt), sql`expires_at > now()`),
      )
      .returning();
    const [person] = await db.select().from(people).where(eq(people.id, personId));
    if (!open || !person?.email) throw notFound('Invitation');
    const account = { id: ctx.ports.newId('usr'), ...target, provider: 'password' as const };
    await db.insert(accounts).values({ ...account, subject: person.email, passwordHash });
    const change = [{ path: `/accounts/${account.id}`, from: null, to: { provider: 'password' } }];
    return audited(
      { accountId: account.id },
      { entity: { ref: `person/${personId}` }, op: 'update', change },
    );
  },
});
