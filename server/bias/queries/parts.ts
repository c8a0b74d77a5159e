import { inArray } from 'drizzle-orm';
import type { Reader } from '@/db/client';
import { studies } from '@/db/schema/bias';

/** Studies as parts of a manifest. */
export async function studiesByIds(db: Reader, ids: readonly string[]) {
  if (ids.length === 0) return [];
  const rows = await db
    .select()
    .from(studies)
    .where(inArray(studies.id, [...ids]));
  return rows.map(({ id, name, number, digest, createdBy }) => ({
    id,
    name,
    version: `${number}`,
    digest,
    createdBy,
  }));
}
