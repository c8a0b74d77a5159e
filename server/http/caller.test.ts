import { IncomingMessage } from 'node:http';
import { Socket } from 'node:net';
import { describe, expect, it } from 'vitest';
import { founded, password, signedIn } from '@/db/testing/people';
import { sessionCookie } from '@/server/identity/adapters/session-cookie';
import { createToken } from '@/server/identity/commands/tokens';
import { stampAddress } from './address';
import { api } from './api';

const app = api();
const call = (method: string, path: string, headers: Record<string, string> = {}, body?: object) =>
  app.request(`http://localhost:3000/api/v1${path}`, {
    method,
    headers: { ...(body ? { 'content-type': 'application/json' } : {}), ...headers },
    body: body && JSON.stringify(body),
  });
const bearer = (secret: string) => ({ authorization: `Bearer ${secret}` });
const own = { 'sec-fetch-site': 'same-origin' };

async function cookieOf(secret: string) {
  const { name, value } = await sessionCookie(secret);
  return { cookie: `theme=dark; ${name}=${value}` };
}

describe('a caller', () => {
  it('signs in over REST and is who the session says until it ends', async () => {
    const org = await founded();
    const answer = await call('POST', '/sessions', {}, { email: org.email.toUpperCase(), password });
    expect(answer.headers.get('cache-control')).toBe('no-store');
    expect(answer.headers.get('set-cookie')).toBeNull();
    const { session } = (await answer.json()) as { session: string };
    const who = await call('GET', '/whoami', bearer(session));
    expect(await who.json()).toMatchObject({ id: org.personId, organisation: { name: 'Test Hospital' } });
    expect((await call('DELETE', '/sessions/current', bearer(session))).status).toBe(200);
    expect((await call('GET', '/whoami', bearer(session))).status).toBe(401);
  });

  it('with a token or nothing at all', async () => {
    const ctx = await (await founded()).admin();
    const { token } = await createToken(ctx, { name: 'ci', scopes: ['read'], days: 1 });
    expect((await call('GET', '/people', bearer(token))).status).toBe(200);
    const nobody = await call('GET', '/people');
    expect(nobody.status).toBe(401);
    expect(nobody.headers.get('www-authenticate')).toBe('Bearer');
  });

  it('whose credential is wrong in any way hears the same', async () => {
    const ctx = await signedIn((await founded()).email);
    const wrong = [
      'cs_x',
      'css_x',
      `${ctx.secret}x`,
      'eyJ.a.b',
      "cs_' or true --",
      ctx.secret.replace('css_', 'cs_'),
    ];
    const credentials: Record<string, string>[] = [
      ...wrong.map(bearer),
      { authorization: 'Basic YTpi' },
      { cookie: 'countersign-session=forged' },
      {},
    ];
    const answers = await Promise.all(
      credentials.map(async (headers) => {
        const answer = (await (await call('GET', '/people', headers)).json()) as { detail: string };
        return answer.detail;
      }),
    );
    expect(new Set(answers).size).toBe(1);
  });

  it('gets no answer stored for an Idempotency-Key when it holds a secret', async () => {
    const org = await founded();
    const key = { 'idempotency-key': 'one-and-the-same' };
    const once = async () =>
      (await (await call('POST', '/sessions', key, { email: org.email, password })).json()) as object;
    expect(await once()).not.toEqual(await once());
  });
});

describe('the session cookie', () => {
  it('reads from anywhere and changes only from a page of ours', async () => {
    const ctx = await signedIn((await founded()).email);
    const cookie = await cookieOf(ctx.secret);
    expect((await call('GET', '/whoami', { ...cookie, 'sec-fetch-site': 'cross-site' })).status).toBe(200);
    const attempts: [Record<string, string>, number][] = [
      [{}, 403],
      [{ 'sec-fetch-site': 'cross-site' }, 403],
      [{ 'sec-fetch-site': 'same-site' }, 403],
      [{ 'sec-fetch-site': 'none' }, 403],
      [{ origin: 'https://evil.example' }, 403],
      [{ origin: 'null' }, 403],
      [{ origin: 'https://evil.example', ...own }, 403],
      [{ ...own, 'content-type': 'text/plain' }, 403],
      [{ ...own, 'content-type': 'application/x-www-form-urlencoded' }, 403],
      [{ ...own }, 200],
      [{ origin: 'http://localhost:3000' }, 200],
    ];
    for (const [headers, status] of attempts) {
      const answer = await call(
        'POST',
        '/tokens',
        { 'content-type': 'application/json', ...cookie, ...headers },
        {
          name: 'x',
          scopes: ['read'],
        },
      );
      expect([headers, answer.status]).toEqual([headers, status]);
    }
  });

  it('is http-only, lax, and renewed when the password was given again', async () => {
    const ctx = await signedIn((await founded()).email);
    const cookie = await cookieOf(ctx.secret);
    const answer = await call(
      'POST',
      '/sessions/current/reauthentication',
      { ...cookie, ...own },
      { password },
    );
    expect(await answer.json()).not.toHaveProperty('session');
    const set = answer.headers.get('set-cookie') ?? '';
    expect(set).toMatch(/^countersign-session=.*HttpOnly; SameSite=Lax$/);
    expect((await call('GET', '/whoami', cookie)).status).toBe(401);
    expect((await call('GET', '/whoami', { cookie: set.split(';')[0] ?? '' })).status).toBe(200);
  });

  it('holds nothing that can be read or made without the key', async () => {
    const ctx = await signedIn((await founded()).email);
    const { value } = await sessionCookie(ctx.secret);
    const parts = value.split('.').map((part) => Buffer.from(part, 'base64url').toString('latin1'));
    expect(parts.join()).not.toContain('css_');
  });
});

describe('the network address', () => {
  const stamped = (raw: string[], proxies: number) => {
    const request = new IncomingMessage(new Socket());
    for (let i = 0; i < raw.length; i += 2) request.headers[raw[i] ?? ''] = raw[i + 1] ?? '';
    request.rawHeaders = raw;
    stampAddress(request, proxies);
    return [request.headers['countersign-address'], request.rawHeaders.filter((_, i) => i % 2 === 0)];
  };

  it('is never what the caller writes', () => {
    const forged = ['Countersign-Address', '1.1.1.1', 'x-forwarded-for', '2.2.2.2', 'host', 'h'];
    expect(stamped(forged, 0)).toEqual(['unknown', ['x-forwarded-for', 'host', 'countersign-address']]);
  });

  it("is what the operator's own proxy saw", () => {
    expect(stamped(['x-forwarded-for', '6.6.6.6, 7.7.7.7'], 1)[0]).toBe('7.7.7.7');
    expect(stamped(['x-forwarded-for', '5.5.5.5, 6.6.6.6, 7.7.7.7'], 2)[0]).toBe('6.6.6.6');
  });
});
