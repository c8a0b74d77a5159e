import { and, asc, eq, gt, gte, inArray, lt, type SQL, sql } from 'drizzle-orm';
import { z } from 'zod';
import type { Reader } from '@/db/client';
import { runResults, runs } from '@/db/schema/evaluations';
import { costsTogether } from '@/evaluators/judging';
import { type PromptTemplate, UnfitCase } from '@/evaluators/messages';
import { attributionsOf } from '@/evaluators/rag/attributions';
import { citations } from '@/evaluators/rag/citations';
import { requestFor } from '@/evaluators/request-body';
import type { SuiteCase } from '@/evaluators/suite';
import { isOtherModel } from '@/evaluators/target';
import { list, read } from '@/server/kernel/operation';
import { keyFrom, pageOf } from '@/server/kernel/paging';
import { notFound } from '@/server/kernel/refusal';
import { promptVersionById } from '@/server/prompts/queries';
import { datasetVersionById } from '@/server/registry/queries/datasets';
import { readCases } from '@/server/registry/queries/rows';
import { id } from '@/server/kernel/contract';
import { ListRunResults, type Run, RunCaseRef, type RunResult } from '../schema/runs';
import { runById } from './runs';
import { suiteVersionById } from './suites';

const problems = ['failed', 'inconclusive', 'errored'] as const;

type Row = typeof runResults.$inferSelect;
const asResult = ({ orgId: _, runId: __, requestKey: ___, finishedAt, ...row }: Row): RunResult => ({
  ...row,
  measures: row.measures as RunResult['measures'],
  judging: row.judging as RunResult['judging'],
  totalCost: costsTogether([row.cost, row.judgeCost]),
  finishedAt: finishedAt ?? new Date(0),
});

const after = (key: readonly (string | number)[] | null): SQL | undefined =>
  key
    ? gt(sql`(${runResults.ordinal}, ${runResults.repeat})`, sql`(${key[0]}::int, ${key[1]}::int)`)
    : undefined;
const keyOf = (row: Pick<RunResult, 'ordinal' | 'repeat'>) => [row.ordinal, row.repeat];

/** Results of a run in the order of its dataset. A run that the caller may not see has none. */
export const listRunResults = list({
  input: ListRunResults,
  of: 'Run',
  table: runs,
  run: async ({ db, input, visible }) => {
    const [run] = await db
      .select({ id: runs.id })
      .from(runs)
      .where(and(visible, eq(runs.id, input.runId)));
    if (!run) throw notFound('Run');
    const onlyProblems = input.problems === true || input.problems === 'true';
    const rows = await db
      .select()
      .from(runResults)
      .where(
        and(
          eq(runResults.runId, input.runId),
          input.state ? eq(runResults.state, input.state) : undefined,
          onlyProblems ? inArray(runResults.state, [...problems]) : undefined,
          after(keyFrom(input.cursor, 2)),
        ),
      )
      .orderBy(asc(runResults.ordinal), asc(runResults.repeat))
      .limit(input.limit + 1);
    return pageOf(rows.map(asResult), input.limit, keyOf);
  },
});

/** How many results of a run are in each state that a test report counts. */
export const countResults = list({
  input: z.strictObject({ runId: id('run') }),
  of: 'Run',
  table: runs,
  run: async ({ db, input: { runId } }) => {
    const rows = await db
      .select({ state: runResults.state, count: sql<number>`count(*)::int` })
      .from(runResults)
      .where(eq(runResults.runId, runId))
      .groupBy(runResults.state);
    const of = (...states: readonly string[]) =>
      rows.reduce((sum, { state, count }) => sum + (states.includes(state) ? count : 0), 0);
    const [failures, errors, skipped] = [of('failed'), of('errored'), of('inconclusive')];
    return { tests: failures + errors + skipped + of('passed', 'scored'), failures, errors, skipped };
  },
});

/** One result with the case and the messages that it came from. */
export const getRunCase = read({
  input: RunCaseRef,
  of: 'Run',
  run: async ({ db, ctx, input: { runId, ordinal, repeat } }) => {
    const run = await runById(db, runId);
    const dataset = run && (await datasetVersionById(db, run.datasetVersionId));
    if (!run || !dataset) return undefined;
    const { runId: ofRun, ordinal: place, repeat: round } = runResults;
    const [row] = await db
      .select()
      .from(runResults)
      .where(and(eq(ofRun, runId), eq(place, ordinal), eq(round, repeat)));
    if (!row) return undefined;
    const prompt = run.promptVersionId === null ? null : await promptVersionById(db, run.promptVersionId);
    for await (const one of readCases(ctx.ports.files, dataset, ordinal, 1)) {
      const sent = sentFor(run, prompt?.template ?? null, one);
      const { input, expected = null, context = null } = one;
      const { orgId, createdBy } = run;
      const asked = run.source === 'live' ? (run.target?.model ?? null) : null;
      const isOther = asked !== null && isOtherModel(asked, row.model);
      return {
        ...asResult(row),
        attributions: await citedIn(db, run, one, row.output),
        isOtherModel: isOther,
        runId,
        input,
        expected,
        context,
        ...sent,
        orgId,
        createdBy,
      };
    }
    return undefined;
  },
});

/** By the place of the context that the suite's own measure of citations reads. */
async function citedIn(db: Reader, run: Run, one: SuiteCase, output: string | null) {
  const suite = output ? await suiteVersionById(db, run.suiteVersionId) : undefined;
  const cites = suite?.body.evaluators.find((each) => each.id === citations.id);
  if (!cites || !output) return null;
  const place = citations.params.safeParse(cites.params).data as { readonly context: string } | undefined;
  return place ? attributionsOf({ ...one, output }, place.context) : null;
}

/** What a live run sent for a case. */
function sentFor({ source, target }: Run, template: PromptTemplate | null, one: SuiteCase) {
  const nothing = { messages: null, body: null };
  if (source !== 'live') return nothing;
  try {
    const sent = requestFor(target ?? {}, template, one);
    return sent.kind === 'body' ? { ...nothing, body: sent.body } : { ...nothing, messages: sent.messages };
  } catch (error) {
    if (error instanceof UnfitCase) return nothing;
    throw error;
  }
}

/** The answers of a run to cases `from` to `to` (excluded), of the first repeat; null where there was none. */
export const outputsOf = list({
  input: z.strictObject({ runId: id('run'), from: z.int(), to: z.int() }),
  of: 'Run',
  table: runs,
  run: async ({ db, input: { runId, from, to } }) => {
    const { ordinal, repeat, output } = runResults;
    const rows = await db
      .select({ ordinal, output })
      .from(runResults)
      .where(and(eq(runResults.runId, runId), eq(repeat, 0), gte(ordinal, from), lt(ordinal, to)));
    return new Map(rows.map((row) => [row.ordinal, row.output]));
  },
});

interface WantedCase {
  readonly caseId: string;
  readonly ordinal: number;
  readonly repeat: number;
}

/** A run's result of a case by its id: at the same place of the dataset as a rule, else wherever it is. */
export async function resultOfCase(db: Reader, runId: string, { caseId, ordinal, repeat }: WantedCase) {
  const { runId: ofRun, ordinal: place, repeat: round, caseId: name } = runResults;
  const found = (where: SQL) =>
    db
      .select()
      .from(runResults)
      .where(and(eq(ofRun, runId), eq(round, repeat), eq(name, caseId), where))
      .limit(1);
  const [row] = await found(eq(place, ordinal));
  const [elsewhere] = row ? [] : await found(sql`true`);
  const result = row ?? elsewhere;
  return result ? asResult(result) : null;
}
