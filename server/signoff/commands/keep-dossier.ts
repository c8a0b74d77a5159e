import type { Tx } from '@/db/client';
import { dossiers } from '@/db/schema/signoff';

/** Keeps the exact bytes that a signature or an allowing decision names by digest, once. */
export async function keepDossier(db: Tx, kept: typeof dossiers.$inferInsert): Promise<void> {
  await db.insert(dossiers).values(kept).onConflictDoNothing();
}
