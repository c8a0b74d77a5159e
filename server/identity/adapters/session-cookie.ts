import { decode, encode } from 'next-auth/jwt';
import { runtime } from '@/server/kernel/runtime';
import { sessionSeconds } from '../rules/lifetimes';

/** next-auth's sealed token in a cookie; inside is nothing but the session's secret. */
export interface SessionCookie {
  readonly name: string;
  readonly value: string;
  readonly options: {
    readonly httpOnly: true;
    readonly sameSite: 'lax';
    readonly path: '/';
    readonly secure: boolean;
    readonly maxAge: number;
  };
}

export const isSecure = (baseUrl: string): boolean => baseUrl.startsWith('https://');

/** `__Host-` binds the cookie to exactly this host; browsers accept that prefix only over https. */
export const cookieName = (baseUrl: string): string =>
  isSecure(baseUrl) ? '__Host-countersign-session' : 'countersign-session';

export const cookieOptions = (baseUrl: string): SessionCookie['options'] => ({
  httpOnly: true,
  sameSite: 'lax',
  path: '/',
  secure: isSecure(baseUrl),
  maxAge: sessionSeconds,
});

export async function sessionCookie(secret: string): Promise<SessionCookie> {
  const { env, sessionSecret } = runtime();
  const value = await encode({ token: { sid: secret }, secret: sessionSecret, maxAge: sessionSeconds });
  return { name: cookieName(env.baseUrl), value, options: cookieOptions(env.baseUrl) };
}

/** The session's secret inside a cookie value; null for one that we did not make or that is too old. */
export async function secretInCookie(value: string | undefined): Promise<string | null> {
  if (!value) return null;
  try {
    const token = await decode({ token: value, secret: runtime().sessionSecret });
    return typeof token?.['sid'] === 'string' ? token['sid'] : null;
  } catch {
    return null;
  }
}

/** The same from a `Cookie` header. */
export const secretInHeader = (header: string | null): Promise<string | null> =>
  secretInCookie(valueOf(header ?? '', cookieName(runtime().env.baseUrl)));

function valueOf(header: string, name: string): string | undefined {
  const pair = header.split(';').find((part) => part.trimStart().startsWith(`${name}=`));
  return pair?.slice(pair.indexOf('=') + 1).trim();
}
