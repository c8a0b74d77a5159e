import { createHash } from 'node:crypto';
import { eq } from 'drizzle-orm';
import type { Reader } from '@/db/client';
import { organisations } from '@/db/schema/identity';
import { uuidOf } from '../rules/name-uuid';
import type { OscalMaker } from '../rules/oscal-document';

const sha1 = (bytes: Uint8Array): Uint8Array => createHash('sha1').update(bytes).digest();

/** Who makes a document, and when. */
export async function makerOf(db: Reader, orgId: string, nowUs: number): Promise<OscalMaker> {
  const [row] = await db.select().from(organisations).where(eq(organisations.id, orgId));
  return {
    uuid: (name) => uuidOf(`${orgId} ${name}`, sha1),
    organisation: { id: orgId, name: row?.name ?? orgId },
    madeAt: new Date(Math.floor(nowUs / 1000)).toISOString(),
  };
}
