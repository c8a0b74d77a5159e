import 'server-only';
import { cookies, headers } from 'next/headers';
import { redirect } from 'next/navigation';
import { cache } from 'react';
import type { Actor } from '@/policies/contract';
import { addressOf } from '@/server/http/address';
import { cookieName, secretInCookie, sessionCookie } from '@/server/identity/adapters/session-cookie';
import { actorOfSecret, anonymous } from '@/server/identity/queries/authentication';
import { contextFor, runtime } from '@/server/kernel/runtime';
import { createCaller } from './init';
import { appRouter } from './root';

const callerFor = createCaller(appRouter);
export type Api = ReturnType<typeof callerFor>;

/** Who is signed in, or null; looked up once per request. */
const person = cache(async (): Promise<Actor | null> => {
  const name = cookieName(runtime().env.baseUrl);
  const secret = await secretInCookie((await cookies()).get(name)?.value);
  return secret === null ? null : actorOfSecret(secret);
});

/** The one door from app/ into server/: every procedure, bound to whoever is signed in. Nobody is = the sign-in page. */
export const api = cache(async (): Promise<Api> => {
  const actor = await person();
  return actor ? callerFor(contextFor(actor)) : redirect('/sign-in');
});

/** The same for somebody who is not signed in: set-up, sign-in, invitations. */
export const guest = cache(async (): Promise<Api> =>
  callerFor(contextFor(anonymous(addressOf(await headers())))),
);

/** Who is signed in, with organisation and roles, for the shell and for `may`; null when nobody is. */
export const viewer = cache(async () => ((await person()) ? (await api()).identity.viewer({}) : null));
export type Viewer = NonNullable<Awaited<ReturnType<typeof viewer>>>;

/** The address under which others reach this installation. */
export const baseUrl = (): string => runtime().env.baseUrl;

/** Keeps a session in the browser; only actions and route handlers may set cookies. */
export async function keepSession(secret: string): Promise<void> {
  const { name, value, options } = await sessionCookie(secret);
  (await cookies()).set(name, value, options);
}

export async function forgetSession(): Promise<void> {
  const { name, value, options } = await sessionCookie('');
  (await cookies()).set(name, value, { ...options, maxAge: 0 });
}

/** Asks for the password again and goes on as the session that is fresh since: `api()` of this request knows only
 *  the older one. The browser gets a new cookie. */
export async function reauthenticated(password: string): Promise<Api> {
  const { session } = await (await api()).identity.reauthenticate({ password });
  await keepSession(session);
  const actor = await actorOfSecret(session);
  return actor ? callerFor(contextFor(actor)) : redirect('/sign-in');
}
