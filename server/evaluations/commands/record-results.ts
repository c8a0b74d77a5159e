import { createHash } from 'node:crypto';
import { eq, sql } from 'drizzle-orm';
import { z } from 'zod';
import { costsTogether, isOver, spentBy } from '@/evaluators/judging';
import { runs } from '@/db/schema/evaluations';
import { audited } from '@/server/kernel/audit';
import { command } from '@/server/kernel/operation';
import type { ResultState, RunResult } from '../schema/runs';
import { id } from '@/server/kernel/contract';
import { lockedRun } from './runs';

/** A result as it is stored. */
export type NewResult = Omit<RunResult, 'finishedAt' | 'totalCost'> & { readonly requestKey: string | null };

/** `results` come from the job itself and are not parsed again. */
const RecordResults = z.strictObject({
  runId: id('run'),
  results: z.array(z.custom<NewResult>()).min(1),
  askedTo: z.int().min(0),
});

/** One batch of one run: results that are stored already, whoever delivered them, change nothing. Answers with the
 *  run's state, so that the job learns that somebody stopped it. */
export const recordResults = command({
  event: 'run.results-recorded',
  input: RecordResults,
  may: ['record', 'Run'],
  target: ({ db, input }) => lockedRun(db, input.runId),
  run: async ({ db, input: { runId, results, askedTo }, target }) => {
    const text = storable(results);
    const { source } = target;
    const stored = await db.execute<
      Pick<NewResult, 'state' | 'cost' | 'cached' | 'ordinal' | 'repeat'> & {
        asked_again: boolean;
        judge_cost: string | null;
      }
    >(sql`
      insert into run_results (org_id, run_id, ordinal, repeat, case_id, state, output, measures, usage, cost, judging,
        judge_cost, latency_ms, first_token_ms, model, response_id, attempts, asked_again, cached, request_key, failure)
      select ${target.orgId}, ${runId}, r.ordinal, r.repeat, r."caseId", r.state, r.output, r.measures, r.usage, r.cost,
        r.judging, r."judgeCost", r."latencyMs", r."firstTokenMs", r.model, r."responseId", r.attempts, r."askedAgain", r.cached,
        r."requestKey", r.failure
      from json_to_recordset(${text}::json) as r(ordinal int, repeat int, "caseId" text, state text, output text,
        measures jsonb, usage jsonb, cost text, judging jsonb, "judgeCost" text, "latencyMs" double precision, "firstTokenMs" double precision, model text, "responseId" text, attempts int, "askedAgain" boolean,
        cached boolean, "requestKey" text, failure jsonb)
      on conflict (run_id, ordinal, repeat) do nothing
      returning ordinal, repeat, state, cost, judge_cost, asked_again, cached`);
    const fresh = [...stored];
    const count = (state: ResultState) => fresh.filter((one) => one.state === state).length;
    const after = {
      doneCount: target.doneCount + fresh.length,
      errorCount: target.errorCount + count('errored'),
      cachedCount: target.cachedCount + fresh.filter(({ cached }) => cached).length,
      againCount: target.againCount + fresh.filter((one) => one.asked_again).length,
      cost: costsTogether([target.cost, ...fresh.map(({ cost }) => cost)]),
      ...judged(target, results, fresh),
    };
    const stops = target.state === 'running' && isOver(spentBy({ ...after, source }), target.budget);
    const stop = stops ? ({ state: 'stopping', stateReason: 'budget_exhausted' } as const) : {};
    await db
      .update(runs)
      .set({ ...after, ...stop, askedTo: Math.max(askedTo, target.askedTo) })
      .where(eq(runs.id, runId));
    const { doneCount, errorCount, againCount, cachedCount, cost } = target;
    const { judgeCost, judgeCalls, unpricedJudgeCalls } = target;
    const batch = {
      results: results.length,
      stored: fresh.length,
      failed: count('failed'),
      sha256: createHash('sha256').update(text).digest('hex'),
    };
    const judgesBefore = { judgeCost, judgeCalls, unpricedJudgeCalls };
    const before = { doneCount, errorCount, againCount, cachedCount, cost, ...judgesBefore };
    return audited(
      { state: stops ? 'stopping' : target.state, slice: target.slice },
      { entity: { ref: `run/${runId}` }, before, after: { ...after, batch, ...stop } },
    );
  },
});

interface Fresh extends Pick<NewResult, 'ordinal' | 'repeat'> {
  readonly judge_cost: string | null;
}

/** What the judges of the results that are new took, on top of what is known. */
function judged(
  { judgeCost, judgeCalls, unpricedJudgeCalls }: typeof runs.$inferSelect,
  results: readonly NewResult[],
  fresh: readonly Fresh[],
) {
  const isNew = new Set(fresh.map(({ ordinal, repeat }) => `${ordinal}/${repeat}`));
  const all = results
    .filter(({ ordinal, repeat, judging }) => judging && isNew.has(`${ordinal}/${repeat}`))
    .flatMap(({ judging }) => Object.values(judging ?? {}));
  return {
    judgeCost: costsTogether([judgeCost, ...fresh.map((one) => one.judge_cost)]),
    judgeCalls: all.reduce((sum, { calls }) => sum + calls, judgeCalls),
    unpricedJudgeCalls: all.reduce((sum, { unpriced }) => sum + unpriced, unpricedJudgeCalls),
  };
}

const unstorable = /\\u0000|\\ud[89a-f]/i;

/** JSON that PostgreSQL takes: it cannot hold U+0000 or half of a surrogate pair, which models may send. */
function storable(results: readonly NewResult[]): string {
  const text = JSON.stringify(results);
  if (!unstorable.test(text)) return text;
  return JSON.stringify(results, (_, value: unknown) =>
    typeof value === 'string' ? value.replaceAll('\u0000', '\ufffd').toWellFormed() : value,
  );
}
