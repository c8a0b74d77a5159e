import { Judges, sleep } from '@/server/evaluations/jobs/asking';
import { Outbox } from '@/server/evaluations/jobs/outbox';
import { runChunk } from '@/server/evaluations/rules/engine';
import { adaptivePace } from '@/server/evaluations/rules/pace';
import { failureOf } from '@/server/integrations/schema';
import type { Ctx } from '@/server/kernel/context';
import { log } from '@/server/kernel/log';
import { Refusal } from '@/server/kernel/refusal';
import {
  type Ending,
  type NewVerdict,
  recordVerdicts,
  settleJudging,
  takeJudging,
} from '../commands/record-verdicts';
import { getJudgingWork, type JudgingWork } from '../queries/judgings';
import { calibrating } from './calibrating';
import { comparing } from './comparing';
import { measureOf, type OpenCase, openCases, type Task, verdictOn } from './judge-case';

const limits = { sliceMs: 120_000, longestMs: 780_000, widestPace: 32 } as const;

/** Works on one slice. Delivered again it goes on where the stored verdicts end. */
export async function workOnJudging(
  ctx: Ctx,
  { judgingId, slice }: { readonly judgingId: string; readonly slice: number },
): Promise<void> {
  const { goesOn } = await takeJudging(ctx, { judgingId, slice });
  if (!goesOn) return;
  const ending = await getJudgingWork(ctx, { judgingId })
    .then((work) => new Slice(ctx, work).run())
    .catch(failedOn);
  if (ending) await settleJudging(ctx, { judgingId, slice, ending });
}

/** What will be better later is left to the queue; anything else ends it, and it can go on afterwards. */
function failedOn(error: unknown): Ending {
  if (error instanceof Refusal && (error.code === 'unavailable' || error.code === 'conflict')) throw error;
  if (error instanceof Refusal)
    return { kind: 'failed', reason: `not_possible: ${error.message}`.slice(0, 700) };
  log('error', 'judging failed', { error });
  return { kind: 'failed', reason: 'internal_error: something went wrong on our side; the log says more' };
}

class Slice {
  private readonly controller = new AbortController();
  private readonly began = performance.now();
  private isTakenOver = false;
  private isOutOfTime = false;
  private readonly task: Task;

  constructor(
    private readonly ctx: Ctx,
    private readonly work: JudgingWork,
  ) {
    this.task = work.purpose === 'calibration' ? calibrating(ctx, work) : comparing(ctx, work);
  }

  /** Null when somebody stopped it, or another job has it. */
  async run(): Promise<Ending | null> {
    const { ctx, work } = this;
    const measure = measureOf(work);
    const judges = new Judges([measure], work.keyRef ?? undefined);
    const outbox = new Outbox<NewVerdict>(async (batch) => {
      const { id: judgingId, slice } = work;
      const { goesOn } = await recordVerdicts(ctx, { judgingId, slice, verdicts: [...batch] });
      if (!goesOn) this.end('taken_over');
    });
    const timer = setTimeout(() => this.end('time'), limits.longestMs);
    try {
      const { ending } = await runChunk<OpenCase, NewVerdict>({
        cases: this.inTime(),
        call: (item, signal) => verdictOn(item, measure, judges, work.judge, signal),
        failureOf,
        onResult: (item, result) =>
          outbox.add(result.kind === 'answered' ? result.answer : failed(item, result.failure.message)),
        pace: adaptivePace(limits.widestPace),
        signal: this.controller.signal,
        now: () => performance.now(),
        sleep,
        random: Math.random,
      });
      await outbox.close();
      if (ending.kind === 'stopped')
        return { kind: 'failed', reason: `${ending.failure.class}: ${ending.failure.message}`.slice(0, 700) };
      if (this.isTakenOver) return null;
      if (this.isOutOfTime || ending.kind === 'aborted') return { kind: 'slice_done' };
      return await this.task.result();
    } finally {
      clearTimeout(timer);
      judges.close();
    }
  }

  /** At least one case, so that every slice gets somewhere however slow the judge is. */
  private async *inTime(): AsyncGenerator<OpenCase> {
    let isLate = false;
    for await (const one of openCases(this.ctx, this.work, this.task.prepare)) {
      this.isOutOfTime = isLate;
      if (isLate) return;
      yield one;
      isLate = performance.now() - this.began > limits.sliceMs;
    }
  }

  private end(why: 'taken_over' | 'time'): void {
    if (why === 'taken_over') this.isTakenOver = true;
    this.controller.abort();
  }
}

const failed = ({ ordinal, one, human }: OpenCase, reason: string): NewVerdict => ({
  ...{ ordinal, caseId: one.id, human, verdict: null, reason, item: null, model: null },
});
