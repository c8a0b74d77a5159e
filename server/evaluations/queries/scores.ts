import { and, eq, gte, inArray, lt, type SQL, sql } from 'drizzle-orm';
import { z } from 'zod';
import type { Reader } from '@/db/client';
import { runResults, runs } from '@/db/schema/evaluations';
import type { RunTally } from '@/evaluators/comparison-tally';
import type { Judgings } from '@/evaluators/judging';
import type { CaseResult } from '@/evaluators/summary';
import { id } from '@/server/kernel/contract';
import { list } from '@/server/kernel/operation';
import { notFound } from '@/server/kernel/refusal';
import type { Run } from '../schema/runs';

type Extent = Pick<Run, 'id' | 'caseCount' | 'repeats'>;

/** Both ends are given, so that the primary key serves it before the table was ever analysed. */
const between = (runId: string, from: number, to: number): SQL | undefined =>
  and(eq(runResults.runId, runId), gte(runResults.ordinal, from), lt(runResults.ordinal, to));

/** How many cases have about so many results. */
const casesOf = (results: number, { repeats }: Extent): number => Math.max(1, Math.floor(results / repeats));

const caseResults = async (db: Reader, where: SQL | undefined): Promise<CaseResult[]> => {
  const { caseId, repeat, measures: outcomes, failure, cost, model, judging } = runResults;
  const rows = await db
    .select({ caseId, repeat, outcomes, failure, cost, model, judging })
    .from(runResults)
    .where(where)
    .orderBy(runResults.ordinal, runResults.repeat);
  return rows.map(({ failure: why, outcomes: said, judging: took, ...row }) => ({
    ...row,
    judging: took as Judgings,
    error: why?.message ?? null,
    outcomes: said as CaseResult['outcomes'],
  }));
};

const { ordinal, repeat, caseId, measures, failure, cost, model, judging } = runResults;
const resultsText = sql<string | null>`json_agg(json_build_object('caseId', ${caseId}, 'repeat', ${repeat},
  'outcomes', ${measures}, 'error', ${failure} ->> 'message', 'cost', ${cost}, 'model', ${model},
  'judging', ${judging}) order by ${ordinal}, ${repeat})::text`;

/**
 * What the summary needs of about 2,000 results from a case on, CaseResult[] as JSON text, which whoever hands it on need
 * not read; `next` is null at the end.
 */
export const scoresFrom = list({
  input: z.strictObject({ runId: id('run'), from: z.int().min(0) }),
  of: 'Run',
  table: runs,
  run: async ({ db, input: { runId, from } }) => {
    const [run] = await db.select().from(runs).where(eq(runs.id, runId));
    if (!run) throw notFound('Run');
    const to = from + casesOf(2000, run);
    const [page] = await db
      .select({ text: resultsText })
      .from(runResults)
      .where(between(runId, from, to));
    return { results: page?.text ?? '[]', next: to < run.caseCount ? to : null };
  },
});

/** Puts every result of a run into a tally. Of a result that every measure scored only the numbers are read. */
export async function tallyResults(db: Reader, run: Extent, tally: RunTally): Promise<void> {
  const step = casesOf(10_000, run);
  for (let from = 0; from < run.caseCount; from += step) {
    const here = between(run.id, from, from + step);
    const [block] = await db
      .select(numbersOf(tally.names))
      .from(runResults)
      .where(and(here, inArray(runResults.state, ['passed', 'failed', 'scored'])));
    if (block?.ids) tally.addScored({ ...block, ids: block.ids });
    const others = await caseResults(db, and(here, inArray(runResults.state, ['errored', 'inconclusive'])));
    for (const one of others) tally.add(one);
  }
}

/** One column per fact and one row per block: a tenth of the time of a row per result. */
const numbersOf = (names: readonly string[]) => {
  const { caseId, repeat, state, measures } = runResults;
  const anyOf = JSON.stringify(Object.fromEntries(names.map((name) => [name, 0])));
  return {
    /** the names in the order in which jsonb keeps its keys */
    names: sql<string[]>`(select json_agg(key) from jsonb_object_keys(${anyOf}::jsonb) key)`,
    ids: sql<string[] | null>`json_agg(${caseId})`,
    repeats: sql<number[]>`json_agg(${repeat})`,
    fails: sql<boolean[]>`json_agg(${state} = 'failed')`,
    values: sql<number[][]>`json_agg(jsonb_path_query_array(${measures}, '$.*.value'))`,
  };
};
