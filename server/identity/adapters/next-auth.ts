import NextAuth, { type NextAuthOptions } from 'next-auth';
import credentials from 'next-auth/providers/credentials';
import type { OAuthConfig } from 'next-auth/providers/oauth';
import { z } from 'zod';
import { addressOf, isSameOrigin } from '@/server/http/address';
import { Refusal } from '@/server/kernel/refusal';
import { log } from '@/server/kernel/log';
import { contextFor, runtime } from '@/server/kernel/runtime';
import type { OpenedSession } from '../commands/sessions';
import { signInReplacing, signInWithProvider } from '../commands/sign-in';
import { anonymous } from '../queries/authentication';
import { sessionSeconds } from '../rules/lifetimes';
import { SignIn } from '../schema';
import { cookieName, cookieOptions, secretInHeader } from './session-cookie';

type Parameters = { params: Promise<{ nextauth: string[] }> };

/** What of next-auth is open to browsers; sessions are read, ended and renewed by our own operations. */
const open = { GET: ['csrf', 'callback', 'error', 'signin'], POST: ['callback', 'signin'] } as const;

/** The sign-in routes: password by the credentials provider, one OpenID provider by configuration. The library's
 *  double-submit token guards against sign-in forged by other sites; POSTs must also come from a page of ours. */
export async function signInHandler(request: Request, parameters: Parameters): Promise<Response> {
  const [action] = (await parameters.params).nextauth;
  const method = request.method === 'GET' ? 'GET' : 'POST';
  if (!open[method].some((name) => name === action)) return new Response(null, { status: 404 });
  if (method === 'POST' && !isSameOrigin(request.headers, runtime().env.baseUrl)) {
    return new Response('Sign in on a page of Countersign itself', { status: 403 });
  }
  const answer = await (NextAuth(
    request as never,
    parameters as never,
    await optionsFor(request),
  ) as Promise<Response>);
  answer.headers.set('cache-control', 'no-store');
  return answer;
}

async function optionsFor(request: Request): Promise<NextAuthOptions> {
  const { env, sessionSecret } = runtime();
  return {
    secret: sessionSecret,
    session: { strategy: 'jwt', maxAge: sessionSeconds },
    cookies: { sessionToken: { name: cookieName(env.baseUrl), options: cookieOptions(env.baseUrl) } },
    useSecureCookies: env.baseUrl.startsWith('https://'),
    pages: { signIn: '/sign-in', error: '/sign-in' },
    logger: quiet,
    ...entrance(request, await secretInHeader(request.headers.get('cookie'))),
  };
}

/** The two ways in of one request. What they open ends up in the cookie, and nothing else does.
 *  @param replaces secret of the session that this browser had before */
function entrance(
  request: Request,
  replaces: string | null,
): Pick<NextAuthOptions, 'providers' | 'callbacks'> {
  const guest = () => contextFor(anonymous(addressOf(request.headers)));
  let secret: string | null = null;
  const keep = ({ session }: OpenedSession) => Boolean((secret = session));
  const password = credentials({
    credentials: { email: {}, password: {} },
    authorize: async (given) => {
      const parsed = SignIn.safeParse({ email: given?.email, password: given?.password });
      if (!parsed.success) return null;
      keep(await signInReplacing(guest(), parsed.data, replaces).catch(asErrorCode));
      return { id: 'signed-in' };
    },
  });
  return {
    providers: [password, ...identityProvider()],
    callbacks: {
      signIn: async ({ account, profile }) => {
        if (account?.type === 'credentials') return secret !== null;
        const identity = Claims.safeParse(profile);
        if (!identity.success) return false;
        return keep(
          await signInWithProvider(guest(), identityOf(identity.data), replaces).catch(asErrorCode),
        );
      },
      jwt: () => (secret === null ? {} : { sid: secret }),
      redirect: ({ url, baseUrl }) => (isOurPath(url) ? `${baseUrl}${url}` : sameOrigin(url, baseUrl)),
    },
  };
}

/** The library writes an error's message into the address of the sign-in page; only codes go there. */
function asErrorCode(error: unknown): never {
  if (error instanceof Refusal && error.code === 'limit') {
    throw new Error(`Wait-${String(error.details['retryAfterSeconds'])}`);
  }
  if (error instanceof Refusal && error.code === 'unauthenticated') throw new Error('Refused');
  log('error', 'sign-in failed', { error });
  throw new Error('Failed');
}

const isOurPath = (url: string) => /^\/(?![/\\])/.test(url);
const sameOrigin = (url: string, baseUrl: string) =>
  URL.canParse(url) && new URL(url).origin === new URL(baseUrl).origin ? url : baseUrl;

const Claims = z.looseObject({
  sub: z.string().min(1).max(255),
  email: z.string().max(254).optional(),
  email_verified: z.boolean().optional(),
  auth_time: z.number().int().optional(),
});

const identityOf = ({ sub, email, email_verified, auth_time }: z.output<typeof Claims>) => ({
  issuer: runtime().env.OIDC_ISSUER ?? '',
  subject: sub,
  verifiedEmail: email_verified === true ? (email ?? null) : null,
  authTime: auth_time ?? 0,
});

/** `max_age` makes `auth_time` a claim that the provider must send. A fresh sign-in is asked for with
 *  `/api/auth/signin/oidc?prompt=login&max_age=0`. */
function identityProvider(): OAuthConfig<{ sub: string }>[] {
  const { OIDC_ISSUER, OIDC_CLIENT_ID, OIDC_CLIENT_SECRET, OIDC_NAME } = runtime().env;
  if (!OIDC_ISSUER || !OIDC_CLIENT_ID) return [];
  return [
    {
      id: 'oidc',
      name: OIDC_NAME,
      type: 'oauth',
      issuer: OIDC_ISSUER,
      wellKnown: `${OIDC_ISSUER.replace(/\/$/, '')}/.well-known/openid-configuration`,
      clientId: OIDC_CLIENT_ID,
      clientSecret: OIDC_CLIENT_SECRET,
      idToken: true,
      checks: ['pkce', 'state', 'nonce'],
      authorization: { params: { scope: 'openid email profile', max_age: sessionSeconds } },
      profile: ({ sub }) => ({ id: sub }),
    },
  ];
}

const quiet: NextAuthOptions['logger'] = {
  error: (code) => log('warn', 'sign-in failed', { code }),
  warn: () => {},
  debug: () => {},
};
