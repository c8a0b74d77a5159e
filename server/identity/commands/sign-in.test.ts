import { sql } from 'drizzle-orm';
import { describe, expect, it } from 'vitest';
import { ctxOf, eventsOf, founded, password, signedIn, stranger } from '@/db/testing/people';
import { db, ports, world } from '@/db/testing/world';
import { actorOfSecret, installation } from '../queries/authentication';
import { countGuess } from './attempts';
import { disablePerson } from './people';
import { changeOwnPassword, reauthenticate } from './passwords';
import { signOut, startSession } from './sessions';
import { signIn, signInWithProvider } from './sign-in';

const last = async (orgId: string) => (await eventsOf(orgId)).at(-1);

describe('signing in by password', () => {
  it('opens a session and leaves an event that names no e-mail address', async () => {
    const org = await founded();
    const ctx = await signedIn(org.email);
    expect(ctx.actor).toMatchObject({ kind: 'user', personId: org.personId, orgId: org.orgId });
    expect(ctx.actor.grants).toEqual([{ role: 'administrator', systemId: null }]);
    const event = await last(org.orgId);
    expect(event).toMatchObject({
      type: 'session.started',
      action: { op: 'login', outcome: 'success' },
      actor: { kind: 'user', person: org.personId, auth: { amr: ['pwd'] } },
    });
    expect(JSON.stringify(await eventsOf(org.orgId))).not.toMatch(/@example|css_|Ada/);
  });

  it('stores no secret: only its hash is in the database', async () => {
    const { secret } = await signedIn((await founded()).email);
    const rows = await db.execute(sql`select token_hash from countersign.sessions`);
    expect(JSON.stringify(rows)).not.toContain(secret);
    expect(await actorOfSecret(`${secret.slice(0, -1)}_`)).toBeNull();
  });

  it('answers a wrong password and an unknown address alike', async () => {
    const org = await founded();
    const refusals = await Promise.all([
      signIn(stranger(), { email: org.email, password: 'not this one' }).catch((error: unknown) => error),
      signIn(stranger(), { email: 'nobody@example.org', password }).catch((error: unknown) => error),
    ]);
    expect(refusals[0]).toEqual(refusals[1]);
    expect(refusals[0]).toMatchObject({ code: 'unauthenticated' });
  });

  it('records a failure where it belongs, and an unknown person without a trace of who', async () => {
    const org = await founded();
    await expect(signIn(stranger(), { email: org.email, password: 'not this one' })).rejects.toThrow();
    expect(await last(org.orgId)).toMatchObject({
      type: 'sign_in.failed',
      entity: { ref: `person/${org.personId}` },
      action: { outcome: 'denied', reason_code: 'wrong_password' },
    });
    await expect(signIn(stranger(), { email: 'someone@nowhere.org', password })).rejects.toThrow();
    const unknown = await last(installation);
    expect(unknown).toMatchObject({
      entity: { ref: 'sign_in/unknown' },
      action: { reason_code: 'no_account' },
    });
    expect(JSON.stringify(unknown)).not.toContain('nowhere');
  });
});

describe('guessing', () => {
  // A machine under load may take longer for the guesses than the wait lasts.
  it('is slowed down, even for the right password, and says for how long', { retry: 3 }, async () => {
    const org = await founded();
    const guesses = Array.from({ length: 6 }, () =>
      signIn(stranger(), { email: org.email, password: 'wrong again' }),
    );
    const codes = (await Promise.allSettled(guesses)).map((one) => one.status);
    expect(codes).toEqual(Array.from({ length: 6 }, () => 'rejected'));
    await expect(signIn(stranger(), { email: org.email, password })).rejects.toMatchObject({
      code: 'limit',
      details: { retryAfterSeconds: expect.any(Number) },
    });
  });

  it('from one address is slowed down over all accounts', async () => {
    const ctx = stranger();
    for (let i = 0; i <= 30; i++) await countGuess(ctx, `nobody-${i}@example.org`);
    await expect(countGuess(ctx, 'somebody@example.org')).rejects.toMatchObject({ code: 'limit' });
    await expect(countGuess(stranger(), 'somebody@example.org')).resolves.toBeTypeOf('function');
  });

  it('is forgotten after a success', async () => {
    const org = await founded();
    for (let round = 0; round < 2; round++) {
      for (let i = 0; i < 4; i++) await countGuess(stranger(), org.email);
      expect((await signedIn(org.email)).actor.personId).toBe(org.personId);
    }
  });
});

describe('a session', () => {
  it('ends with sign-out', async () => {
    const org = await founded();
    const ctx = await signedIn(org.email);
    await signOut(ctx, {});
    expect(await actorOfSecret(ctx.secret)).toBeNull();
    expect(await last(org.orgId)).toMatchObject({ type: 'session.ended' });
    await expect(signOut(ctx, {})).rejects.toMatchObject({ code: 'not_found' });
  });

  it('ends at once when the person is disabled', async () => {
    const org = await founded();
    const person = await org.join('ml_engineer');
    const { secret } = await signedIn(person.email);
    await disablePerson(await org.admin(), { personId: person.personId });
    expect(await actorOfSecret(secret)).toBeNull();
    await expect(signedIn(person.email)).rejects.toMatchObject({ code: 'unauthenticated' });
    expect(await last(org.orgId)).toMatchObject({ action: { reason_code: 'disabled' } });
  });

  it('ends after two idle hours and after twelve in all', async () => {
    const org = await founded();
    const ctx = await signedIn(org.email);
    const id = ctx.actor.session?.id ?? '';
    const set = (column: string) =>
      db.execute(sql.raw(`update countersign.sessions set ${column} where id = '${id}'`));
    await set(`seen_at = now() - interval '121 minutes'`);
    expect(await actorOfSecret(ctx.secret)).toBeNull();
    await set(`seen_at = now(), expires_at = now() - interval '1 second'`);
    expect(await actorOfSecret(ctx.secret)).toBeNull();
    await set(`expires_at = now() + interval '1 minute'`);
    expect(await actorOfSecret(ctx.secret)).not.toBeNull();
  });

  it('that a browser brings along is replaced, never taken over', async () => {
    const org = await founded();
    const before = await signedIn(org.email);
    const account = { accountId: before.actor.id, personId: org.personId, orgId: org.orgId };
    const after = await startSession(stranger(), account, 'password', { replaces: before.secret });
    expect(after.session).not.toBe(before.secret);
    expect(await actorOfSecret(before.secret)).toBeNull();
    expect(await actorOfSecret(after.session)).not.toBeNull();
  });
});

describe('the password again', () => {
  it('makes the authentication fresh under a new secret, and the old secret dead', async () => {
    const org = await founded();
    const ctx = await signedIn(org.email);
    const id = ctx.actor.session?.id ?? '';
    await db.execute(
      sql`update countersign.sessions set auth_time = now() - interval '1 hour' where id = ${id}`,
    );
    const { session } = await reauthenticate(ctx, { password });
    expect(await actorOfSecret(ctx.secret)).toBeNull();
    const fresh = await ctxOf(session);
    expect(fresh.actor.session?.id).toBe(id);
    expect(fresh.actor.session?.authTime).toBeGreaterThan(ports.now() / 1000 - 60);
    expect(await last(org.orgId)).toMatchObject({ type: 'session.reauthenticated' });
  });

  it('is refused when wrong, and counted with the guesses at sign-in', async () => {
    const org = await founded();
    const ctx = await signedIn(org.email);
    await expect(reauthenticate(ctx, { password: 'not this one' })).rejects.toMatchObject({
      code: 'invalid',
    });
    expect(await last(org.orgId)).toMatchObject({ type: 'sign_in.failed' });
    for (let i = 0; i < 5; i++) await countGuess(stranger(), org.email);
    await expect(reauthenticate(ctx, { password })).rejects.toMatchObject({ code: 'limit' });
  });

  it('is nothing that a token or a stranger can give', async () => {
    const org = world();
    const token = org.token(org.as('ml_engineer'), { scopes: ['write'] });
    await expect(reauthenticate(token, { password })).rejects.toMatchObject({ code: 'forbidden' });
    await expect(reauthenticate(stranger(), { password })).rejects.toMatchObject({ code: 'forbidden' });
  });

  it('is needed to change it; every other session ends', async () => {
    const org = await founded();
    const [ctx, other] = [await signedIn(org.email), await signedIn(org.email)];
    const wanted = { current: password, password: 'another horse entirely' };
    await expect(changeOwnPassword(ctx, { ...wanted, current: 'wrong' })).rejects.toMatchObject({
      code: 'invalid',
    });
    await expect(changeOwnPassword(ctx, { ...wanted, password: 'aaaaaaaaaaaa' })).rejects.toMatchObject({
      code: 'invalid',
    });
    const { session } = await changeOwnPassword(ctx, wanted);
    expect(await actorOfSecret(other.secret)).toBeNull();
    expect(await actorOfSecret(session)).not.toBeNull();
    expect(await last(org.orgId)).toMatchObject({ type: 'password.changed' });
    await expect(signedIn(org.email)).rejects.toMatchObject({ code: 'unauthenticated' });
    expect((await signedIn(org.email, wanted.password)).actor.personId).toBe(org.personId);
  });
});

describe('signing in by an identity provider', () => {
  const identity = (verifiedEmail: string | null, subject = crypto.randomUUID()) => ({
    issuer: 'https://login.example.org',
    subject,
    verifiedEmail,
    authTime: 1_700_000_000,
  });

  it('links the person whose verified address an administrator entered, once', async () => {
    const org = await founded();
    const mine = identity(org.email.toUpperCase());
    const { session } = await signInWithProvider(stranger(), mine, null);
    const ctx = await ctxOf(session);
    expect(ctx.actor).toMatchObject({
      personId: org.personId,
      session: { method: 'oidc', authTime: 1_700_000_000 },
    });
    expect((await eventsOf(org.orgId)).map(({ type }) => type).slice(-2)).toEqual([
      'account.linked',
      'session.started',
    ]);
    await signInWithProvider(stranger(), { ...mine, verifiedEmail: null }, null);
    const impostor = signInWithProvider(stranger(), identity(org.email), null);
    await expect(impostor).rejects.toMatchObject({ code: 'unauthenticated' });
  });

  it('makes nobody up', async () => {
    for (const email of ['new@example.org', null]) {
      const attempt = signInWithProvider(stranger(), identity(email), null);
      await expect(attempt).rejects.toMatchObject({ code: 'unauthenticated' });
    }
    expect(await last(installation)).toMatchObject({ action: { reason_code: 'not_linked' } });
  });
});
