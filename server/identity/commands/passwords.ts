import { and, eq } from 'drizzle-orm';
import { z } from 'zod';
import { accounts } from '@/db/schema/identity';
import { audited } from '@/server/kernel/audit';
import type { Ctx } from '@/server/kernel/context';
import { command } from '@/server/kernel/operation';
import { invalid, Refusal } from '@/server/kernel/refusal';
import { hashPassword, passwordMatches } from '../adapters/passwords';
import { newSecret, secretHash } from '../adapters/secrets';
import { ownPassword } from '../queries/people';
import { assertGoodPassword } from '../rules/password';
import { ChangePassword, Reauthenticate } from '../schema';
import { acting, unrepeated } from './acting';
import { countGuess, recordFailedSignIn } from './attempts';
import {
  endSessionsOf,
  type OpenedSession,
  ownSession,
  recordRenewedSession,
  renew,
  secondsNow,
} from './sessions';

/** The password again, before something that asks for a fresh authentication. The session goes on under a new secret.
 *  @throws Refusal invalid on `password`; limit after too many attempts */
export const reauthenticate = unrepeated(
  Reauthenticate,
  async (ctx, { password }): Promise<OpenedSession> => {
    await assertPassword(ctx, 'password', password);
    const session = newSecret('css');
    const { expiresAt } = await recordRenewedSession(fresh(ctx), { tokenHash: secretHash(session) });
    return { session, expiresAt: expiresAt.toISOString() };
  },
);

/** Other sessions of the person end; this one goes on under a new secret. */
export const changeOwnPassword = unrepeated(ChangePassword, async (ctx, input): Promise<OpenedSession> => {
  const { email } = await assertPassword(ctx, 'current', input.current);
  assertGoodPassword(input.password, email);
  const passwordHash = await hashPassword(input.password);
  const session = newSecret('css');
  const { expiresAt } = await recordChangedPassword(fresh(ctx), {
    passwordHash,
    tokenHash: secretHash(session),
  });
  return { session, expiresAt: expiresAt.toISOString() };
});

async function assertPassword(ctx: Ctx, field: string, password: string) {
  const { personId, session } = ctx.actor;
  if (ctx.actor.kind !== 'user' || personId === null || !session) {
    throw new Refusal('forbidden', 'Only a signed-in person can give a password');
  }
  const own = await ownPassword(ctx, {});
  const forget = await countGuess(ctx, own.email);
  if (!(await passwordMatches(password, own.passwordHash))) {
    await recordFailedSignIn(acting(ctx, ctx.actor), { personId, reason: 'wrong_password' });
    throw invalid(field, 'The password is wrong');
  }
  await forget();
  return own;
}

/** The caller, authenticated this second. */
function fresh(ctx: Ctx): Ctx {
  const { session } = ctx.actor;
  if (!session) throw new Refusal('unauthenticated', 'Sign in first');
  return acting(ctx, {
    ...ctx.actor,
    session: { ...session, method: 'password', authTime: secondsNow(ctx) },
  });
}

export const recordChangedPassword = command({
  event: 'password.changed',
  input: z.strictObject({ passwordHash: z.string(), tokenHash: z.string() }),
  may: ['edit', 'Account'],
  target: ({ db, ctx }) => ownSession(db, ctx),
  run: async ({ db, ctx, input, target, nowUs }) => {
    const { personId } = target;
    await db
      .update(accounts)
      .set({ passwordHash: input.passwordHash })
      .where(and(eq(accounts.personId, personId), eq(accounts.provider, 'password')));
    await renew(db, ctx, target.id, input.tokenHash);
    await endSessionsOf(db, nowUs, personId, target.id);
    return audited(
      { expiresAt: target.expiresAt },
      { entity: { ref: `person/${personId}` }, op: 'update', change: [] },
    );
  },
});
