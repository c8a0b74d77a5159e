import { and, asc, desc, eq, inArray } from 'drizzle-orm';
import { z } from 'zod';
import type { Reader } from '@/db/client';
import { environments, gatePolicies } from '@/db/schema/gates';
import { list, read } from '@/server/kernel/operation';
import { EnvironmentName, type GatePolicy } from '../schema/policy';

export interface PolicyInForce {
  readonly digest: string;
  readonly version: number;
  readonly policy: GatePolicy;
}

const policyOf = (body: Uint8Array) => JSON.parse(Buffer.from(body).toString()) as GatePolicy;

/** The highest version of an environment's policy. */
export async function policyInForce(db: Reader, environment: string): Promise<PolicyInForce | null> {
  const [row] = await db
    .select()
    .from(gatePolicies)
    .where(eq(gatePolicies.environment, environment))
    .orderBy(desc(gatePolicies.version))
    .limit(1);
  return row ? { digest: row.digest, version: row.version, policy: policyOf(row.body) } : null;
}

/** The versions with these digests, as exact bytes. */
export const policiesByDigest = (db: Reader, digests: readonly string[]) =>
  digests.length === 0
    ? Promise.resolve([])
    : db
        .select()
        .from(gatePolicies)
        .where(inArray(gatePolicies.digest, [...new Set(digests)]))
        .orderBy(asc(gatePolicies.environment), asc(gatePolicies.version));

export async function environmentByName(db: Reader, name: string) {
  const [row] = await db.select().from(environments).where(eq(environments.name, name));
  return row;
}

export const listEnvironments = list({
  input: z.strictObject({}),
  of: 'Environment',
  table: environments,
  run: async ({ db, visible }) => {
    const rows = await db
      .select()
      .from(environments)
      .where(visible)
      .orderBy(asc(environments.createdAt), asc(environments.name));
    return Promise.all(rows.map(async (row) => ({ ...row, inForce: await policyInForce(db, row.name) })));
  },
});

/** One environment with every version of its policy, the newest first. */
export const getEnvironment = read({
  input: z.strictObject({ environment: EnvironmentName }),
  of: 'Environment',
  run: async ({ db, input }) => {
    const row = await environmentByName(db, input.environment);
    if (!row) return undefined;
    const versions = await db
      .select()
      .from(gatePolicies)
      .where(and(eq(gatePolicies.environment, input.environment)))
      .orderBy(desc(gatePolicies.version));
    return { ...row, versions: versions.map(({ body, ...rest }) => ({ ...rest, policy: policyOf(body) })) };
  },
});
