import { sql, type SQL } from 'drizzle-orm';
import { z } from 'zod';
import { responsibilities, roles, scopes, type Actor } from '@/policies/contract';
import { runtime } from '@/server/kernel/runtime';
import { addressDigest, secretHash } from '../adapters/secrets';

/** Looked up before an organisation is known: each function of the database answers one exact secret. */
const Grants = z.array(
  z.object({ role: z.enum([...roles, ...responsibilities]), systemId: z.string().nullable() }),
);
const Person = z.object({
  id: z.string(),
  personId: z.string(),
  name: z.string(),
  email: z.string(),
  orgId: z.string(),
  organisation: z.string(),
  demonstration: z.boolean(),
  grants: Grants,
});
const BySession = Person.extend({
  session: z.object({ id: z.string(), method: z.enum(['password', 'oidc']), authTime: z.number() }),
});
const ByToken = Person.extend({
  tokenName: z.string(),
  scopes: z.array(z.enum(scopes)),
  systemIds: z.array(z.string()).nullable(),
});

/** The one organisation that belongs to nobody: it keeps what happens before a caller is known. */
export const installation = 'org_installation';

/** Somebody who has not said who they are. `address` as the network says, for slowing down guesses. */
export const anonymous = (address: string): Actor => ({
  kind: 'anonymous',
  id: 'anonymous',
  personId: null,
  name: 'Anonymous',
  orgId: installation,
  grants: [],
  address: addressDigest(address, runtime().sessionSecret),
});

/** The actor behind a session (css_…) or an API token (cs_…); null for any other, ended or expired secret. */
export async function actorOfSecret(secret: string): Promise<Actor | null> {
  if (secret.startsWith('css_')) {
    const found = await one(sql`countersign.find_session(${secretHash(secret)})`, BySession);
    if (!found) return null;
    const { id, personId, name, orgId, grants, session } = found;
    return { kind: 'user', id, personId, name, orgId, grants, session };
  }
  if (!secret.startsWith('cs_')) return null;
  const found = await one(sql`countersign.find_api_token(${secretHash(secret)})`, ByToken);
  if (!found) return null;
  const { id, personId, tokenName, orgId, grants, systemIds } = found;
  const limits = { scopes: found.scopes, ...(systemIds ? { systemIds } : {}) };
  return { kind: 'token', id, personId, name: tokenName, orgId, grants, ...limits };
}

/** Calls one of the look-up functions of the database outside any organisation. */
export async function one<S extends z.ZodType>(call: SQL, shape: S): Promise<z.output<S> | null> {
  const [row] = await runtime().db.execute<{ found: string | null }>(sql`select (${call})::text as found`);
  return row?.found ? shape.parse(JSON.parse(row.found)) : null;
}
