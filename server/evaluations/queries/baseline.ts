import { and, desc, eq } from 'drizzle-orm';
import type { Reader } from '@/db/client';
import { type RunBaseline, runs } from '@/db/schema/evaluations';
import { newestApproved } from '@/server/gates/queries/approved';
import { systemByName } from '@/server/gates/queries/decisions';
import type { SuiteVersion } from '../schema/suites';
import { heldDigests } from '../rules/subjects';

/**
 * What a run of a suite is held against: the newest release of the named system that is approved in the named
 * environment, by a run of the same suite over the same dataset that judged nothing but what the release holds. Of
 * several runs the newest at the time of the approval counts, else the first one after it, so that nobody can replace
 * the baseline by running it again. Null when the suite asks for none.
 */
export async function baselineFor(
  db: Reader,
  { suiteId, suiteName, datasetVersionId, body }: SuiteVersion,
  nowUs: number,
): Promise<RunBaseline | null> {
  if (!body.baseline) return null;
  const { system, environment } = body.baseline;
  const none = { system, environment, release: null, run: null };
  const found = await systemByName(db, system);
  if (!found) return { ...none, reason: `there is no system ${system}` };
  const release = await newestApproved(db, { systemId: found.id, environment, nowUs });
  if (!release) return { ...none, reason: `no release of ${system} is approved in ${environment}` };
  const { id, version, digest, manifest, approvedAtUs } = release;
  const held = heldDigests(manifest);
  const rows = await db
    .select({
      id: runs.id,
      resultDigest: runs.resultDigest,
      finishedAt: runs.finishedAt,
      subjects: runs.subjects,
    })
    .from(runs)
    .where(
      and(eq(runs.suiteId, suiteId), eq(runs.datasetVersionId, datasetVersionId), eq(runs.state, 'finished')),
    )
    .orderBy(desc(runs.finishedAt), desc(runs.id));
  const able = rows.filter(({ subjects }) => subjects.length > 0 && subjects.every((one) => held.has(one)));
  const then = able.find(({ finishedAt }) => finishedAt && finishedAt.getTime() * 1000 <= approvedAtUs);
  const run = then ?? able.at(-1);
  const about = { system, environment, release: { id, version, digest } };
  if (!run) {
    const { name, number } = body.dataset;
    const reason = `${suiteName} was never run over ${name}@${number} on release ${version} of ${system}`;
    return { ...about, run: null, reason };
  }
  return { ...about, run: { id: run.id, resultDigest: run.resultDigest }, reason: null };
}
