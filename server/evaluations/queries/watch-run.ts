import { setTimeout as wait } from 'node:timers/promises';
import type { z } from 'zod';
import type { Ctx } from '@/server/kernel/context';
import type { Operation } from '@/server/kernel/operation';
import { type Run, RunRef } from '../schema/runs';
import { getRun } from './runs';

const pollMs = 500;
/** The reader's connection ends then and a browser opens it again, with whatever the reader may see by then. */
const longestMs = 10 * 60_000;

export type RunProgress = Pick<
  Run,
  | 'id'
  | 'state'
  | 'stateReason'
  | 'doneCount'
  | 'errorCount'
  | 'caseCount'
  | 'repeats'
  | 'cost'
  | 'totalCost'
  | 'verdict'
> & { readonly startedAt: string | null };

const progressOf = (run: Run): RunProgress => {
  const { id, state, stateReason, doneCount, errorCount, caseCount, repeats, verdict, startedAt } = run;
  const { cost, totalCost } = run;
  const began = startedAt?.toISOString() ?? null;
  return {
    id,
    state,
    stateReason,
    doneCount,
    errorCount,
    caseCount,
    repeats,
    cost,
    totalCost,
    verdict,
    startedAt: began,
  };
};

const moving: readonly string[] = ['queued', 'running', 'stopping'];

/** The progress of a run whenever it changes, ending with its last state. Refuses at once who may not read it. */
const watch = async (
  ctx: Ctx,
  input: z.output<typeof RunRef>,
): Promise<AsyncGenerator<RunProgress | null>> => {
  const first = await getRun(ctx, input);
  return changes(ctx, first);
};
export const watchRun: Operation<typeof RunRef, AsyncGenerator<RunProgress | null>> = Object.assign(watch, {
  input: RunRef,
});

/** `null` says that nothing has changed for a while. */
async function* changes(ctx: Ctx, first: Run): AsyncGenerator<RunProgress | null> {
  const began = ctx.ports.now();
  let [last, quiet] = ['', 0];
  for (let run = first; ; run = await getRun(ctx, { runId: first.id })) {
    const progress = progressOf(run);
    const text = JSON.stringify(progress);
    quiet = text === last ? quiet + 1 : 0;
    if (text !== last) yield progress;
    else if (quiet % 20 === 0) yield null;
    last = text;
    if (!moving.includes(run.state) || ctx.ports.now() - began > longestMs) return;
    await wait(pollMs);
  }
}
