import { eq } from 'drizzle-orm';
import type { Reader } from '@/db/client';
import { releaseManifests } from '@/db/schema/releases';
import { environmentByName } from '@/server/gates/queries/policies';
import { invalid } from '@/server/kernel/refusal';
import { vendorById } from '@/server/registry/queries/vendors';
import { systemById } from '@/server/systems/queries';
import type { Binding } from '../schema';

/**
 * The system that something bound so lies in; null for an environment or the whole organisation.
 * @throws Refusal invalid when the organisation has nothing of that kind and id
 */
export async function systemOf(db: Reader, orgId: string, { kind, id }: Binding): Promise<string | null> {
  const missing = (what: string) => invalid('binding', `binding.id names no ${what} of this organisation`);
  switch (kind) {
    case 'release': {
      const [row] = await db
        .select({ systemId: releaseManifests.systemId })
        .from(releaseManifests)
        .where(eq(releaseManifests.digest, id));
      if (!row) throw missing('release by its digest');
      return row.systemId;
    }
    case 'system':
      if (!(await systemById(db, id))) throw missing('system');
      return id;
    case 'environment':
      if (!(await environmentByName(db, id))) throw missing('environment by its name');
      return null;
    case 'org':
      if (id !== orgId) throw missing('organisation');
      return null;
    case 'vendor':
      if (!(await vendorById(db, id))) throw missing('vendor');
      return null;
  }
}
