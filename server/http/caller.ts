import type { Actor } from '@/policies/contract';
import { secretInHeader } from '@/server/identity/adapters/session-cookie';
import { actorOfSecret, anonymous } from '@/server/identity/queries/authentication';
import { Refusal } from '@/server/kernel/refusal';
import { runtime } from '@/server/kernel/runtime';
import { addressOf, isSameOrigin } from './address';

const notSignedIn = 'Sign in, or send a valid API token or session as "Authorization: Bearer …"';

/** Who sends this request: an API token (cs_…) or a person's session (css_…) as bearer, or the session cookie of a
 *  page of ours. Anything else, invalid or expired, is the same refusal. */
export async function callerOf(request: Request): Promise<Actor> {
  const authorization = request.headers.get('authorization');
  const secret =
    authorization === null
      ? await secretInHeader(request.headers.get('cookie'))
      : (/^bearer +([\w-]{1,200})$/i.exec(authorization)?.[1] ?? null);
  const actor = secret === null ? null : await actorOfSecret(secret);
  if (!actor) throw new Refusal('unauthenticated', notSignedIn);
  if (authorization === null) assertOwnPage(request);
  return actor;
}

/** A caller that need not say who it is, for the few operations that let somebody in. */
export const guestOf = (request: Request): Actor => anonymous(addressOf(request.headers));

const safe = ['GET', 'HEAD', 'OPTIONS'];
const formTypes = /^\s*(text\/plain|multipart\/form-data|application\/x-www-form-urlencoded)/i;

/** Browsers send cookies along with requests that other sites make; a change must come from a page of ours.
 *  @throws Refusal forbidden */
export function assertOwnPage({ method, headers }: Pick<Request, 'method' | 'headers'>): void {
  if (safe.includes(method)) return;
  if (!isSameOrigin(headers, runtime().env.baseUrl) || formTypes.test(headers.get('content-type') ?? '')) {
    throw new Refusal(
      'forbidden',
      'With a session cookie, changes are accepted only from pages of Countersign itself',
    );
  }
}
