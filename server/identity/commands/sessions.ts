import { and, eq, isNull, lt, ne, sql } from 'drizzle-orm';
import { z } from 'zod';
import type { Tx } from '@/db/client';
import { sessions } from '@/db/schema/identity';
import { audited } from '@/server/kernel/audit';
import type { Ctx } from '@/server/kernel/context';
import { command } from '@/server/kernel/operation';
import { notFound, precondition } from '@/server/kernel/refusal';
import { newSecret, secretHash } from '../adapters/secrets';
import { sessionSeconds } from '../rules/lifetimes';
import { Nothing } from '../schema';
import { acting } from './acting';

export interface OpenedSession {
  /** css_…: the session cookie's content, or a bearer for programs of this person. Shown once. */
  readonly session: string;
  readonly expiresAt: string;
}
export interface KnownAccount {
  readonly accountId: string;
  readonly personId: string;
  readonly orgId: string;
}
type Method = 'password' | 'oidc';

const Started = z.strictObject({ tokenHash: z.string(), replaces: z.string().nullable() });

/** A session for somebody who has just proved who they are. The secret is new each time: one that a browser brought
 *  along is never taken over.
 *  @param authTime seconds since the epoch @param replaces secret of the session that this browser had before */
export async function startSession(
  ctx: Ctx,
  { accountId, personId, orgId }: KnownAccount,
  method: Method,
  { authTime = secondsNow(ctx), replaces = null }: { authTime?: number; replaces?: string | null } = {},
): Promise<OpenedSession> {
  const secret = newSecret('css');
  const session = { id: ctx.ports.newId('ses'), method, authTime };
  const person = { kind: 'user', id: accountId, personId, name: '', orgId, grants: [], session } as const;
  const input = { tokenHash: secretHash(secret), replaces: replaces && secretHash(replaces) };
  const { expiresAt } = await recordStartedSession(acting(ctx, person), input);
  return { session: secret, expiresAt: expiresAt.toISOString() };
}

export const secondsNow = (ctx: Ctx): number => Math.floor(ctx.ports.now() / 1000);
const monthSeconds = 30 * 86_400;

export const recordStartedSession = command({
  event: 'session.started',
  input: Started,
  may: ['create', 'Session'],
  target: async ({ ctx }) => ({ orgId: ctx.actor.orgId, personId: ctx.actor.personId ?? '' }),
  run: async ({ db, ctx: { actor }, input, target, nowUs }) => {
    const { session } = actor;
    if (!session) throw precondition('A session starts with a sign-in');
    const expiresAt = new Date(nowUs / 1000 + sessionSeconds * 1000);
    await db.delete(sessions).where(lt(sessions.expiresAt, new Date(nowUs / 1000 - monthSeconds * 1000)));
    if (input.replaces) await end(db, nowUs, eq(sessions.tokenHash, input.replaces));
    await db.insert(sessions).values({
      id: session.id,
      orgId: target.orgId,
      personId: target.personId,
      accountId: actor.id,
      tokenHash: input.tokenHash,
      method: session.method,
      authTime: new Date(session.authTime * 1000),
      expiresAt,
    });
    const change = [{ path: '/method', from: null, to: session.method }];
    return audited({ expiresAt }, { entity: { ref: `person/${target.personId}` }, op: 'login', change });
  },
});

/** Ends the caller's own session, at once and on every page. */
export const signOut = command({
  event: 'session.ended',
  input: Nothing,
  may: ['delete', 'Session'],
  target: ({ db, ctx }) => ownSession(db, ctx),
  run: async ({ db, target, nowUs }) => {
    await end(db, nowUs, eq(sessions.id, target.id));
    return audited({}, { entity: { ref: `person/${target.personId}` }, op: 'login', change: [] });
  },
});

export const recordRenewedSession = command({
  event: 'session.reauthenticated',
  input: z.strictObject({ tokenHash: z.string() }),
  may: ['edit', 'Session'],
  target: ({ db, ctx }) => ownSession(db, ctx),
  run: async ({ db, ctx, input, target }) => {
    await renew(db, ctx, target.id, input.tokenHash);
    return audited(
      { expiresAt: target.expiresAt },
      {
        entity: { ref: `person/${target.personId}` },
        op: 'login',
        change: [{ path: '/method', from: target.method, to: 'password' }],
      },
    );
  },
});

/** A new secret for a session whose person has just given the password again; the old one is dead. */
export const renew = (db: Tx, ctx: Ctx, sessionId: string, tokenHash: string) =>
  db
    .update(sessions)
    .set({ tokenHash, method: 'password', authTime: new Date((ctx.actor.session?.authTime ?? 0) * 1000) })
    .where(eq(sessions.id, sessionId));

/** @param except a session that goes on */
export const endSessionsOf = (db: Tx, nowUs: number, personId: string, except?: string) =>
  end(db, nowUs, and(eq(sessions.personId, personId), except ? ne(sessions.id, except) : undefined));

const end = (db: Tx, nowUs: number, which: ReturnType<typeof and>) =>
  db
    .update(sessions)
    .set({ revokedAt: new Date(nowUs / 1000) })
    .where(and(which, isNull(sessions.revokedAt)));

export async function ownSession(db: Tx, { actor }: Ctx) {
  const [row] = await db
    .select()
    .from(sessions)
    .where(and(eq(sessions.id, actor.session?.id ?? ''), isNull(sessions.revokedAt), sql`expires_at > now()`))
    .for('update');
  if (!row) throw notFound('Session');
  return row;
}
