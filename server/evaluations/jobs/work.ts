import { prepareSuite, type SuiteMeasure } from '@/evaluators/suite';
import { failureOf } from '@/server/integrations/schema';
import type { Ctx } from '@/server/kernel/context';
import { log } from '@/server/kernel/log';
import { Refusal } from '@/server/kernel/refusal';
import { type NewResult, recordResults } from '../commands/record-results';
import { type Ending, settleRun, takeRun } from '../commands/settle-run';
import { getRunWork, type RunWork, runStateOf } from '../queries/runs';
import { type CaseResult, runChunk } from '../rules/engine';
import { adaptivePace, fixedPace } from '../rules/pace';
import { suiteOf } from '../rules/suite-body';
import { Affording } from './affording';
import { type AnsweredCase, caseAnswerer } from './answer-case';
import { Judges, openRunTarget, sleep } from './asking';
import { type OpenCase, openCases } from './case-source';
import { Outbox } from './outbox';
import { responseCacheOf } from './response-cache';
import { type OpenSummary, openSummary } from './summary';

/** A job takes up new cases for `sliceMs`, then hands over to the next one; what is still open after `longestMs` is
 *  given up and asked again by that one, so that no job outlives its time in the queue (900 s). */
export const defaultLimits = { sliceMs: 120_000, longestMs: 780_000, pollMs: 1000, widestPace: 32 };
export type WorkLimits = typeof defaultLimits;

/** Works on one slice of a run. Delivered again it goes on where the stored results end. */
export async function workOnRun(
  ctx: Ctx,
  { runId, slice }: { readonly runId: string; readonly slice: number },
  limits: WorkLimits = defaultLimits,
): Promise<void> {
  const taken = await takeRun(ctx, { runId, slice });
  if (!taken.goesOn) {
    const stopped = taken.state === 'stopping' && taken.slice === slice;
    if (stopped) await settleRun(ctx, { runId, slice, ending: { kind: 'stopped' } });
    return;
  }
  const ending = await getRunWork(ctx, { runId })
    .then((facts) => new Slice(ctx, facts, limits).run())
    .catch(failedOn);
  if (ending) await settleRun(ctx, { runId, slice, ending });
}

/** What will be better later is left to the queue; anything else ends the run, which can be resumed. */
function failedOn(error: unknown): Ending {
  if (error instanceof Refusal && (error.code === 'unavailable' || error.code === 'conflict')) throw error;
  if (error instanceof Refusal)
    return { kind: 'failed', reason: `not_possible: ${error.message}`.slice(0, 700) };
  log('error', 'run failed', { error });
  return { kind: 'failed', reason: 'internal_error: something went wrong on our side; the log says more' };
}

class Slice {
  private readonly controller = new AbortController();
  private readonly began = performance.now();
  private why: 'person' | 'time' | 'taken_over' | null = null;
  private outOfTime = false;
  private askedTo = 0;
  private readonly affording: Affording;
  private readonly measures: readonly SuiteMeasure[];

  constructor(
    private readonly ctx: Ctx,
    private readonly work: RunWork,
    private readonly limits: WorkLimits,
  ) {
    this.measures = prepareSuite(suiteOf(work.body));
    this.affording = new Affording(work, this.measures, ctx.ports.now);
  }

  /** Null when another job has taken the run over. */
  async run(): Promise<Ending | null> {
    const watch = setInterval(() => void this.look().catch(() => undefined), this.limits.pollMs);
    try {
      return await this.asked();
    } finally {
      clearInterval(watch);
    }
  }

  private async asked(): Promise<Ending | null> {
    const { work, limits, ctx, measures, affording } = this;
    const judges = new Judges(measures, work.target?.judgeKeyRef);
    const calls = work.caseCount * work.repeats;
    const target = work.source === 'live' && work.target ? openRunTarget(work.target, calls) : null;
    const outbox = new Outbox<NewResult>(async (batch) => {
      this.heed(await recordResults(ctx, { runId: work.id, results: [...batch], askedTo: this.askedTo }));
    });
    const { template } = work;
    const cache = responseCacheOf(ctx, work);
    const model = work.target?.model ?? null;
    const { concurrency } = work.body;
    const summary = openSummary(work);
    try {
      const report = await runChunk<OpenCase, AnsweredCase>({
        cases: this.inTime(),
        call: caseAnswerer({
          ...{ target, model, template, measures, judges, cache, affording },
          now: ctx.ports.now,
        }),
        failureOf,
        onResult: (item, result) => {
          const row = resultOf(item, result);
          affording.settle(item, { ...row, asked: result.kind === 'answered' && !row.cached });
          return outbox.add(row);
        },
        pace: concurrency === null ? adaptivePace(limits.widestPace) : fixedPace(concurrency),
        signal: this.controller.signal,
        now: () => performance.now(),
        sleep,
        random: Math.random,
      });
      await outbox.close();
      return await this.endingOf(report.ending, summary);
    } finally {
      summary.close();
      judges.close();
      target?.close();
    }
  }

  private async endingOf(
    ending: Awaited<ReturnType<typeof runChunk>>['ending'],
    summary: OpenSummary,
  ): Promise<Ending | null> {
    if (ending.kind === 'stopped')
      return { kind: 'failed', reason: `${ending.failure.class}: ${ending.failure.message}` };
    if (this.why === 'taken_over') return null;
    if (this.why === 'person') return { kind: 'stopped' };
    if (this.affording.isBroke) return { kind: 'stopped', reason: 'budget_exhausted' };
    if (this.outOfTime || ending.kind === 'aborted') return { kind: 'slice_done' };
    return { kind: 'finished', summary: await summary.of(this.ctx) };
  }

  /** At least one case, so that every slice gets somewhere however slow the machine is. */
  private async *inTime(): AsyncGenerator<OpenCase> {
    let isLate = false;
    for await (const one of openCases(this.ctx, this.work)) {
      this.outOfTime = isLate;
      if (isLate || !(await this.affording.affords(one))) return;
      yield one;
      this.askedTo = one.place + 1;
      isLate = performance.now() - this.began > this.limits.sliceMs;
    }
  }

  /** Learns between batches that a person has stopped the run, and ends what takes too long. */
  private async look(): Promise<void> {
    if (performance.now() - this.began > this.limits.longestMs) this.end('time');
    else this.heed(await runStateOf(this.ctx, { runId: this.work.id }));
  }

  private heed({ state, slice }: { readonly state: string; readonly slice: number }): void {
    if (slice !== this.work.slice) this.end('taken_over');
    else if (state === 'stopping') this.end('person');
    else if (state !== 'running') this.end('taken_over');
  }

  private end(why: 'person' | 'time' | 'taken_over'): void {
    this.why ??= why;
    this.controller.abort();
  }
}

function resultOf(item: OpenCase, result: CaseResult<AnsweredCase>) {
  const { attempts } = result;
  if (result.kind === 'answered') return { ...result.answer, attempts: result.answer.cached ? 0 : attempts };
  const { class: kind, message } = result.failure;
  return {
    ordinal: item.ordinal,
    repeat: item.repeat,
    caseId: item.one.id,
    state: 'errored' as const,
    output: null,
    measures: {},
    usage: null,
    cost: null,
    judging: null,
    judgeCost: null,
    latencyMs: null,
    firstTokenMs: null,
    model: null,
    responseId: null,
    attempts,
    askedAgain: item.askedAgain,
    cached: false,
    requestKey: null,
    failure: { class: kind, message },
  };
}
