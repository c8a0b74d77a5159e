import { and, desc, eq, getTableColumns, gte, isNotNull, lt, type SQL, sql } from 'drizzle-orm';
import { z } from 'zod';
import type { Reader } from '@/db/client';
import { runResults, runs, suites, suiteVersions } from '@/db/schema/evaluations';
import { costsTogether } from '@/evaluators/judging';
import { AnswerOrigin } from '@/evaluators/langfuse/source';
import { PromptParameter } from '@/evaluators/prompt-parameters';
import { targetKeyNames } from '@/server/kernel/env';
import { newestFirst, newestKey, olderThan } from '@/server/kernel/listing';
import { list, read } from '@/server/kernel/operation';
import { pageOf } from '@/server/kernel/paging';
import { notFound } from '@/server/kernel/refusal';
import { promptVersionById } from '@/server/prompts/queries';
import { datasetVersionById } from '@/server/registry/queries/datasets';
import { RunCanary } from '../schema/canary';
import { ListRuns, ListTargetKeys, type Run, RunRef, RunTrend } from '../schema/runs';
import { RunSummary } from '../schema/summary';
import { suiteVersionById } from './suites';

const columns = { ...getTableColumns(runs), suiteName: suites.name, suiteNumber: suiteVersions.number };

type Row = typeof runs.$inferSelect & { readonly suiteName: string; readonly suiteNumber: number };

const asRun = ({
  recordedSha256: _,
  recordedIndexSha256: __,
  slice: ___,
  askedTo: ____,
  summary,
  canary,
  origin,
  promptParameters,
  ...row
}: Row): Run => ({
  ...row,
  totalCost: costsTogether([row.cost, row.judgeCost]),
  summary: summary && RunSummary.parse(summary),
  canary: canary && RunCanary.parse(canary),
  promptParameters: promptParameters === null ? null : z.array(PromptParameter).parse(promptParameters),
  origin: origin === null ? null : AnswerOrigin.parse(origin),
});

const runsWith = (db: Reader) =>
  db
    .select(columns)
    .from(runs)
    .innerJoin(suites, eq(suites.id, runs.suiteId))
    .innerJoin(suiteVersions, eq(suiteVersions.id, runs.suiteVersionId));

export async function runById(db: Reader, runId: string): Promise<Run | undefined> {
  const [row] = await runsWith(db).where(eq(runs.id, runId));
  return row && asRun(row);
}

export const getRun = read({ input: RunRef, of: 'Run', run: ({ db, input }) => runById(db, input.runId) });

export const listRuns = list({
  input: ListRuns,
  of: 'Run',
  table: runs,
  run: async ({ db, input, visible }) => {
    const rows = await runsWith(db)
      .where(
        and(
          visible,
          input.suiteId ? eq(runs.suiteId, input.suiteId) : undefined,
          input.state ? eq(runs.state, input.state) : undefined,
          input.verdict ? eq(runs.verdict, input.verdict) : undefined,
          olderThan(input.cursor, runs),
        ),
      )
      .orderBy(...newestFirst(runs))
      .limit(input.limit + 1);
    return pageOf(rows.map(asRun), input.limit, newestKey);
  },
});

/** The measures of a suite's last 50 finished runs, oldest first. */
export const getRunTrend = list({
  input: RunTrend,
  of: 'Run',
  table: runs,
  run: async ({ db, input, visible }) => {
    const rows = await runsWith(db)
      .where(
        and(visible, eq(runs.suiteId, input.suiteId), eq(runs.state, 'finished'), isNotNull(runs.summary)),
      )
      .orderBy(desc(runs.finishedAt))
      .limit(50);
    return rows.reverse().map((row) => {
      const { id, suiteNumber, finishedAt, verdict, summary } = asRun(row);
      return { id, suiteNumber, finishedAt, verdict, measures: summary?.measures ?? [] };
    });
  },
});

export const countRuns = list({
  input: z.strictObject({}),
  of: 'Run',
  table: runs,
  run: async ({ db, visible }) => {
    const among = (where: SQL) => sql<number>`count(*) filter (where ${where})::int`;
    const [row] = await db
      .select({
        runs: sql<number>`count(*)::int`,
        active: among(sql`${runs.state} in ('queued', 'running', 'stopping')`),
        passed: among(sql`${runs.verdict} = 'pass'`),
        failed: among(sql`${runs.verdict} = 'fail'`),
        undecided: among(sql`${runs.verdict} = 'not_enough_evidence'`),
      })
      .from(runs)
      .where(visible);
    const made = await db.$count(suites);
    return { ...(row ?? { runs: 0, active: 0, passed: 0, failed: 0, undecided: 0 }), suites: made };
  },
});

/** Names of the environment variables that hold keys; whoever may start a run may choose one. */
export const listTargetKeys = list({
  input: ListTargetKeys,
  of: 'Run',
  table: runs,
  run: async () => ({ items: targetKeyNames() }),
});

/** Everything that a job needs to work on a run. */
export const getRunWork = read({
  input: RunRef,
  of: 'Run',
  run: async ({ db, input }) => {
    const [run] = await db.select().from(runs).where(eq(runs.id, input.runId));
    if (!run) return undefined;
    const suite = await suiteVersionById(db, run.suiteVersionId);
    const dataset = await datasetVersionById(db, run.datasetVersionId);
    const prompt = run.promptVersionId === null ? null : await promptVersionById(db, run.promptVersionId);
    if (!suite || !dataset || prompt === undefined) return undefined;
    const baselineBody = await bodyOfRun(db, run.baseline?.run?.id);
    return { ...run, body: suite.body, dataset, template: prompt?.template ?? null, baselineBody };
  },
});
export type RunWork = Awaited<ReturnType<typeof getRunWork>>;

async function bodyOfRun(db: Reader, runId: string | undefined) {
  const run = runId === undefined ? undefined : await runById(db, runId);
  return run ? ((await suiteVersionById(db, run.suiteVersionId))?.body ?? null) : null;
}

/** Whether a run still goes on, for the job that works on it. */
export const runStateOf = list({
  input: RunRef,
  of: 'Run',
  table: runs,
  run: async ({ db, input }) => {
    const { state, slice } = runs;
    const [row] = await db.select({ state, slice }).from(runs).where(eq(runs.id, input.runId));
    if (!row) throw notFound('Run');
    return row;
  },
});

/** Which results of cases `from` to `to` (excluded) are stored: `ordinal/repeat`. */
export const storedResults = list({
  input: z.strictObject({ ...RunRef.shape, from: z.int(), to: z.int() }),
  of: 'Run',
  table: runs,
  run: async ({ db, input: { runId, from, to } }) => {
    const { ordinal, repeat } = runResults;
    const rows = await db
      .select({ ordinal, repeat })
      .from(runResults)
      .where(and(eq(runResults.runId, runId), gte(ordinal, from), lt(ordinal, to)));
    return new Set(rows.map((row) => `${row.ordinal}/${row.repeat}`));
  },
});
