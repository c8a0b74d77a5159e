import { createHash } from 'node:crypto';
import { and, eq } from 'drizzle-orm';
import { z } from 'zod';
import type { Tx } from '@/db/client';
import { parameterRemarks, PromptParameter } from '@/evaluators/prompt-parameters';
import { runs, runSchedules } from '@/db/schema/evaluations';
import { audited } from '@/server/kernel/audit';
import { canonical } from '@/server/kernel/canonical';
import { id } from '@/server/kernel/contract';
import { command } from '@/server/kernel/operation';
import { precondition } from '@/server/kernel/refusal';
import { checkCanary, workOn } from '../rules/follow-up';
import { RunSummary } from '../schema/summary';
import { lockedRun } from './runs';

const Slice = { runId: id('run'), slice: z.int() };

/** A job takes the run up. Delivered again, or for an older slice, it changes nothing and says so. */
export const takeRun = command({
  event: 'run.taken-up',
  input: z.strictObject(Slice),
  may: ['record', 'Run'],
  target: ({ db, input }) => lockedRun(db, input.runId),
  run: async ({ db, input: { runId, slice }, target, nowUs }) => {
    const goesOn = target.slice === slice && (target.state === 'queued' || target.state === 'running');
    const entity = { ref: `run/${runId}` };
    const taken = { goesOn, state: target.state, slice: target.slice };
    if (!goesOn) return audited(taken, { entity, op: 'read', reasonCode: 'not_its_slice' });
    if (target.state === 'running') {
      const { takenAgain } = target;
      const after = { takenAgain: takenAgain + 1 };
      await db.update(runs).set(after).where(eq(runs.id, runId));
      return audited(taken, { entity, before: { takenAgain }, after, reasonCode: 'delivered_again' });
    }
    const startedAt = target.startedAt ?? new Date(nowUs / 1000);
    await db.update(runs).set({ state: 'running', startedAt }).where(eq(runs.id, runId));
    return audited(taken, { entity, before: { state: target.state }, after: { state: 'running' } });
  },
});

/** How one slice of work ended. */
export const Ending = z.discriminatedUnion('kind', [
  /** Time for the next job; everything so far is stored. */
  z.strictObject({ kind: z.literal('slice_done') }),
  z.strictObject({ kind: z.literal('stopped'), reason: z.enum(['budget_exhausted']).optional() }),
  z.strictObject({ kind: z.literal('failed'), reason: z.string().max(700) }),
  z.strictObject({ kind: z.literal('finished'), summary: RunSummary }),
]);
export type Ending = z.infer<typeof Ending>;

/** Ends a slice. A verdict is given only by a summary over every case; partial results never pass. */
export const settleRun = command({
  event: 'run.finished',
  events: ['run.slice-done', 'run.stopped', 'run.failed', 'run.settled-again'],
  input: z.strictObject({ ...Slice, ending: Ending }),
  may: ['record', 'Run'],
  target: ({ db, input }) => lockedRun(db, input.runId),
  run: async ({ db, input: { runId, slice, ending }, target, nowUs }) => {
    const entity = { ref: `run/${runId}` };
    const open = target.state === 'running' || target.state === 'stopping' || target.state === 'queued';
    if (!open || target.slice !== slice)
      return audited(null, { type: 'run.settled-again', entity, op: 'read', reasonCode: 'not_its_slice' });
    const after = settled(ending, target, new Date(nowUs / 1000));
    await db.update(runs).set(after).where(eq(runs.id, runId));
    const { state, doneCount } = target;
    const { summary: _, ...facts } = { ...after, doneCount };
    const evidence = { type: events[ending.kind], entity, before: { state, doneCount }, after: facts };
    if (ending.kind === 'slice_done') return audited(null, evidence, [workOn(runId, slice + 1)]);
    const isCanary = ending.kind === 'finished' && (await isOfCanary(db, target));
    return audited(null, evidence, isCanary ? [checkCanary(runId)] : []);
  },
});

const events = {
  slice_done: 'run.slice-done',
  stopped: 'run.stopped',
  failed: 'run.failed',
  finished: 'run.finished',
} as const;

type Row = typeof runs.$inferSelect;

async function isOfCanary(db: Tx, { scheduleId }: Row): Promise<boolean> {
  if (scheduleId === null) return false;
  return (
    (await db.$count(runSchedules, and(eq(runSchedules.id, scheduleId), eq(runSchedules.canary, true)))) > 0
  );
}

function settled(ending: Ending, target: Row, now: Date): Partial<Row> {
  switch (ending.kind) {
    case 'slice_done':
      return { slice: target.slice + 1, state: target.state };
    case 'stopped':
      return { state: 'stopped', finishedAt: now, stateReason: ending.reason ?? target.stateReason };
    case 'failed':
      return { state: 'failed', stateReason: ending.reason, finishedAt: now };
    case 'finished': {
      const summary = withParameters(withCached(ending.summary, target.cachedCount), target.promptParameters);
      const { total, missing } = summary.cases;
      if (summary.verdict === 'pass' && (missing > 0 || total !== target.caseCount))
        throw precondition('A run that misses results cannot pass');
      const digest = createHash('sha256').update(canonical(summary)).digest('hex');
      const { verdict, cost } = summary;
      const resultDigest = `sha256:${digest}`;
      return { state: 'finished', stateReason: null, verdict, summary, cost, resultDigest, finishedAt: now };
    }
  }
}

/** Outputs that were not asked for anew are named among the reasons, and in what is hashed. */
const withCached = (summary: RunSummary, cached: number): RunSummary =>
  cached === 0
    ? summary
    : {
        ...summary,
        cached,
        reasons: [...summary.reasons, `${cached} answers came from the response cache, not from the target`],
      };

/** What was not sent as the prompt version has it, likewise. */
function withParameters(summary: RunSummary, told: unknown): RunSummary {
  const remarks = parameterRemarks(z.array(PromptParameter).parse(told ?? []));
  return remarks.length === 0 ? summary : { ...summary, reasons: [...summary.reasons, ...remarks] };
}
