import { sql } from 'drizzle-orm';
import { z } from 'zod';
import { accounts } from '@/db/schema/identity';
import { audited } from '@/server/kernel/audit';
import type { Ctx } from '@/server/kernel/context';
import { command } from '@/server/kernel/operation';
import { Refusal } from '@/server/kernel/refusal';
import { passwordMatches } from '../adapters/passwords';
import { secretHash } from '../adapters/secrets';
import { installation, one } from '../queries/authentication';
import { SignIn } from '../schema';
import { acting, unrepeated } from './acting';
import { countGuess, recordFailedSignIn } from './attempts';
import { startSession, type OpenedSession } from './sessions';

const Account = z.object({
  accountId: z.string(),
  personId: z.string(),
  orgId: z.string(),
  passwordHash: z.string().nullable(),
  open: z.boolean(),
});

/** By e-mail and password. Whoever fails is told the same, after the same work, whatever the reason was.
 *  @throws Refusal unauthenticated; limit after too many attempts */
export const signIn = unrepeated(SignIn, (ctx, input) => signInReplacing(ctx, input, null));

/** @param replaces secret of the session that this browser had before; it ends */
export async function signInReplacing(
  ctx: Ctx,
  { email, password }: z.output<typeof SignIn>,
  replaces: string | null,
): Promise<OpenedSession> {
  const forget = await countGuess(ctx, email);
  const found = await accountOf('password', email);
  const right = await passwordMatches(password, found?.passwordHash ?? null);
  if (!found?.open || !right) {
    const why = found ? (right ? 'disabled' : 'wrong_password') : 'no_account';
    await refuse(ctx, found, why);
    throw new Refusal('unauthenticated', 'The e-mail address or the password is wrong');
  }
  const session = await startSession(ctx, found, 'password', { replaces });
  await forget();
  return session;
}

export interface ProvidedIdentity {
  readonly issuer: string;
  readonly subject: string;
  /** Only one that the provider has verified; null otherwise. */
  readonly verifiedEmail: string | null;
  /** Seconds since the epoch; 0 when the provider did not say, which no fresh-authentication check accepts. */
  readonly authTime: number;
}

/** By the identity provider, whose word about issuer and subject is taken. The first time, an administrator must have
 *  made a person with the same verified e-mail; nobody is made up. */
export async function signInWithProvider(
  ctx: Ctx,
  { issuer, subject, verifiedEmail, authTime }: ProvidedIdentity,
  replaces: string | null,
): Promise<OpenedSession> {
  const name = `${issuer} ${subject}`;
  const found = (await accountOf('oidc', name)) ?? (await linked(ctx, name, verifiedEmail));
  if (!found?.open) {
    await refuse(ctx, found, found ? 'disabled' : 'not_linked');
    throw new Refusal('unauthenticated', 'No account here belongs to this sign-in; ask an administrator');
  }
  return startSession(ctx, found, 'oidc', { authTime, replaces });
}

const accountOf = (provider: 'password' | 'oidc', subject: string) =>
  one(sql`countersign.find_account(${provider}, ${subject})`, Account);

const Linkable = z.object({ personId: z.string(), orgId: z.string() });

async function linked(ctx: Ctx, name: string, email: string | null) {
  const person = email && (await one(sql`countersign.find_person_to_link(${email.toLowerCase()})`, Linkable));
  if (!person) return null;
  const { orgId, personId } = person;
  const { accountId } = await linkAccount(acting(ctx, { ...ctx.actor, orgId }), { personId, subject: name });
  return { accountId, personId, orgId, open: true };
}

export const linkAccount = command({
  event: 'account.linked',
  input: z.strictObject({ personId: z.string(), subject: z.string().max(600) }),
  may: ['create', 'Account'],
  target: async ({ ctx, input }) => ({ orgId: ctx.actor.orgId, personId: input.personId }),
  run: async ({ db, ctx, input, target }) => {
    const accountId = ctx.ports.newId('usr');
    await db.insert(accounts).values({ id: accountId, ...target, provider: 'oidc', subject: input.subject });
    const account = { provider: 'oidc', subject_sha256: secretHash(input.subject) };
    const change = [{ path: `/accounts/${accountId}`, from: null, to: account }];
    return audited({ accountId }, { entity: { ref: `person/${input.personId}` }, op: 'update', change });
  },
});

/** A failure of somebody we know stands in their organisation's log, any other in the installation's. */
const refuse = (
  ctx: Ctx,
  known: { readonly orgId: string; readonly personId: string } | null,
  reason: 'no_account' | 'wrong_password' | 'disabled' | 'not_linked',
) =>
  recordFailedSignIn(acting(ctx, { ...ctx.actor, orgId: known?.orgId ?? installation }), {
    personId: known?.personId ?? null,
    reason,
  });
