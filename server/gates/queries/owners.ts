import { eq, inArray } from 'drizzle-orm';
import type { Reader } from '@/db/client';
import { studies } from '@/db/schema/bias';
import { suites, suiteVersions } from '@/db/schema/evaluations';
import type { ReleaseManifest } from '@/server/releases/schema/manifest';

const digestsOf = (parts: ReleaseManifest['suites']) => parts.map(({ digest }) => `sha256:${digest.sha256}`);

/** The people who answer for the suites and studies that a release is judged by. */
export async function evaluatorOwners(db: Reader, manifest: ReleaseManifest): Promise<string[]> {
  const [ofSuites, ofStudies] = [digestsOf(manifest.suites), digestsOf(manifest.studies)];
  const suiteRows =
    ofSuites.length === 0
      ? []
      : await db
          .select({ ownerId: suites.ownerId })
          .from(suiteVersions)
          .innerJoin(suites, eq(suites.id, suiteVersions.suiteId))
          .where(inArray(suiteVersions.digest, ofSuites));
  const studyRows =
    ofStudies.length === 0
      ? []
      : await db.select({ ownerId: studies.ownerId }).from(studies).where(inArray(studies.digest, ofStudies));
  return [...new Set([...suiteRows, ...studyRows].map(({ ownerId }) => ownerId))].sort();
}
