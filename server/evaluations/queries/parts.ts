import { eq, inArray } from 'drizzle-orm';
import type { Reader } from '@/db/client';
import { suites, suiteVersions } from '@/db/schema/evaluations';

/** Suite versions as parts of a manifest. */
export async function suiteVersionsByIds(db: Reader, ids: readonly string[]) {
  if (ids.length === 0) return [];
  const rows = await db
    .select({ version: suiteVersions, name: suites.name })
    .from(suiteVersions)
    .innerJoin(suites, eq(suites.id, suiteVersions.suiteId))
    .where(inArray(suiteVersions.id, [...ids]));
  return rows.map(({ version: { id, number, digest, createdBy }, name }) => ({
    id,
    name,
    version: `${number}`,
    digest,
    createdBy,
  }));
}
