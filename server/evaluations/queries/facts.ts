import { and, eq, inArray } from 'drizzle-orm';
import type { Reader } from '@/db/client';
import { runs, suites, suiteVersions } from '@/db/schema/evaluations';
import { otherThanCalibrated } from '@/evaluators/judge/calibrated-models';
import { isOtherModel } from '@/evaluators/target';
import { type DecidingJudge, judgeFacts } from '@/server/judges/queries/facts';
import type { JudgeFact, ResultFact } from '@/server/releases/schema/dossier';
import type { ReleaseManifest } from '@/server/releases/schema/manifest';
import { heldDigests } from '../rules/subjects';
import { RunSummary } from '../schema/summary';
import { SuiteBody } from '../schema/suites';

/** Finished runs of the manifest's suites that judged nothing but what the manifest holds, with the judges that decide
 *  them. */
export async function suiteFacts(db: Reader, manifest: ReleaseManifest): Promise<ResultFact[]> {
  if (manifest.suites.length === 0) return [];
  const digests = manifest.suites.map(({ digest }) => `sha256:${digest.sha256}`);
  const held = heldDigests(manifest);
  const rows = await db
    .select({
      id: runs.id,
      name: suites.name,
      of: runs.suiteDigest,
      subjects: runs.subjects,
      verdict: runs.verdict,
      result: runs.resultDigest,
      finishedAt: runs.finishedAt,
      summary: runs.summary,
      source: runs.source,
      target: runs.target,
    })
    .from(runs)
    .innerJoin(suites, eq(suites.id, runs.suiteId))
    .where(and(eq(runs.state, 'finished'), inArray(runs.suiteDigest, digests)));
  const judges = await judgeFacts(db, await bodiesOf(db, digests));
  return rows.flatMap(({ id, name, of, subjects, verdict, result, finishedAt, ...row }) => {
    if (!verdict || !result || !finishedAt || subjects.length === 0) return [];
    if (!subjects.every((digest) => held.has(digest))) return [];
    const times = { finished_at_us: finishedAt.getTime() * 1000, stale_at_us: null };
    const summary = RunSummary.parse(row.summary);
    const asked = (judges.get(of) ?? []).map((one) => judgeFactIn(summary, one));
    const why = verdict === 'pass' ? null : whyOf(verdict, summary);
    const others = otherModelsIn(summary, row.source === 'live' ? (row.target?.model ?? null) : null);
    const more = {
      ...(why !== null && { why }),
      ...(asked.length > 0 && { judges: asked }),
      ...(others.length > 0 && { other_models: others }),
    };
    return [{ id, name, of, verdict, result, ...times, ...more }];
  });
}

/** The judge, with what its calibration says about other models than the one that decided this run. */
function judgeFactIn({ judges }: RunSummary, { fact, models }: DecidingJudge): JudgeFact {
  const judged = (judges?.models ?? []).filter(({ measure }) => measure === fact.measure);
  const others = otherThanCalibrated(models, judged).map(line);
  return others.length === 0 ? fact : { ...fact, other_models: others };
}

const mostOthers = 20;
const line = (text: string) => text.replace(/[\p{Cc}\p{Surrogate}]+/gu, ' ').slice(0, longestWhy);

/** Who answered, or judged a measure with a threshold, in place of the model that was asked. */
function otherModelsIn({ models = [], judges, measures }: RunSummary, asked: string | null): string[] {
  const deciding = new Set(measures.flatMap(({ name, threshold }) => (threshold === null ? [] : [name])));
  const answered = models.filter(({ name }) => asked !== null && isOtherModel(asked, name));
  const judged = (judges?.models ?? []).filter(({ isOther, measure }) => isOther && deciding.has(measure));
  return [
    ...answered.map(({ name, results }) => `${results} answers came from ${name} instead of ${asked}`),
    ...judged.map(
      ({ measure, name, results, asked: judge }) =>
        `${measure}: ${results} results were judged by ${name} instead of ${judge}`,
    ),
  ]
    .slice(0, mostOthers)
    .map(line);
}

const longestWhy = 300;

/** The first threshold that ended as the run did, with its numbers; never the name of a case. Null when none did. */
function whyOf(verdict: string, { measures }: RunSummary): string | null {
  const one = measures.find(({ threshold, verdict: own }) => threshold !== null && own === verdict);
  const said = one && `${one.name}: ${one.note ?? ''}`.replace(/[\p{Cc}\p{Surrogate}]+/gu, ' ');
  return said?.slice(0, longestWhy) ?? null;
}

async function bodiesOf(db: Reader, digests: readonly string[]): Promise<Map<string, SuiteBody>> {
  const { digest, body } = suiteVersions;
  const rows = await db
    .select({ digest, body })
    .from(suiteVersions)
    .where(inArray(digest, [...digests]));
  return new Map(rows.map((row) => [row.digest, SuiteBody.parse(JSON.parse(row.body))]));
}
