import { and, eq, inArray } from 'drizzle-orm';
import type { Reader } from '@/db/client';
import { studies, studyResults } from '@/db/schema/bias';
import type { ResultFact } from '@/server/releases/schema/dossier';
import type { ReleaseManifest } from '@/server/releases/schema/manifest';

/** Finished results of the manifest's studies over predictions that one of its models made. */
export async function studyFacts(db: Reader, manifest: ReleaseManifest): Promise<ResultFact[]> {
  if (manifest.studies.length === 0) return [];
  const digests = manifest.studies.map(({ digest }) => `sha256:${digest.sha256}`);
  const held = new Set([...manifest.artifacts, ...manifest.prompts].map(({ digest }) => digest.sha256));
  const rows = await db
    .select({ outcome: studyResults, name: studies.name })
    .from(studyResults)
    .innerJoin(studies, eq(studies.id, studyResults.studyId))
    .where(and(eq(studyResults.state, 'finished'), inArray(studyResults.studyDigest, digests)));
  return rows.flatMap(
    ({ outcome: { id, studyDigest, subjects, verdict, resultDigest, finishedAt }, name }) =>
      verdict && resultDigest && finishedAt && subjects.length > 0 && subjects.every((one) => held.has(one))
        ? [
            {
              id,
              name,
              of: studyDigest,
              verdict,
              result: resultDigest,
              finished_at_us: finishedAt.getTime() * 1000,
              stale_at_us: null,
            },
          ]
        : [],
  );
}
