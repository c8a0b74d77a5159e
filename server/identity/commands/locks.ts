import { eq } from 'drizzle-orm';
import type { Tx } from '@/db/client';
import { organisations, people } from '@/db/schema/identity';
import { notFound } from '@/server/kernel/refusal';

/** Grants of one organisation change one after the other: who may approve depends on who holds what. */
export const lockGrants = (db: Tx) => db.select().from(organisations).for('update');

export async function lockedPerson(db: Tx, personId: string) {
  const [row] = await db.select().from(people).where(eq(people.id, personId)).for('update');
  if (!row) throw notFound('Person');
  return row;
}
