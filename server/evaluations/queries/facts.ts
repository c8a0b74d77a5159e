import { and, eq, inArray } from 'drizzle-orm';
import type { Reader } from '@/db/client';
import { runs, suites } from '@/db/schema/evaluations';
import type { ResultFact } from '@/server/releases/schema/dossier';
import type { ReleaseManifest } from '@/server/releases/schema/manifest';

/** Finished runs of the manifest's suites that judged nothing but what the manifest holds. */
export async function suiteFacts(db: Reader, manifest: ReleaseManifest): Promise<ResultFact[]> {
  if (manifest.suites.length === 0) return [];
  const digests = manifest.suites.map(({ digest }) => `sha256:${digest.sha256}`);
  const held = new Set([...manifest.artifacts, ...manifest.prompts].map(({ digest }) => digest.sha256));
  const rows = await db
    .select({
      id: runs.id,
      name: suites.name,
      of: runs.suiteDigest,
      subjects: runs.subjects,
      verdict: runs.verdict,
      result: runs.resultDigest,
      finishedAt: runs.finishedAt,
    })
    .from(runs)
    .innerJoin(suites, eq(suites.id, runs.suiteId))
    .where(and(eq(runs.state, 'finished'), inArray(runs.suiteDigest, digests)));
  return rows.flatMap(({ id, name, of, subjects, verdict, result, finishedAt }) =>
    verdict && result && finishedAt && subjects.length > 0 && subjects.every((digest) => held.has(digest))
      ? [{ id, name, of, verdict, result, finished_at_us: finishedAt.getTime() * 1000, stale_at_us: null }]
      : [],
  );
}
