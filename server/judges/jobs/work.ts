import { createHash } from 'node:crypto';
import { calibrationFigures } from '@/evaluators/judge/calibration';
import { judgeKinds } from '@/evaluators/judge/definition';
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
import { allVerdicts, getJudgingWork, type JudgingWork } from '../queries/judgings';
import { type CalibrationDocument, CalibrationPlan } from '../schema/judgings';
import { labelledCase, measureOf, type OpenCase, openCases, verdictOn } from './judge-case';

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

  constructor(
    private readonly ctx: Ctx,
    private readonly work: JudgingWork,
  ) {}

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
      return { kind: 'calibrated', result: await calibrationOf(ctx, work) };
    } finally {
      clearTimeout(timer);
      judges.close();
    }
  }

  /** At least one case, so that every slice gets somewhere however slow the judge is. */
  private async *inTime(): AsyncGenerator<OpenCase> {
    const { kind } = this.work.judge;
    const plan = CalibrationPlan.parse(this.work.plan);
    let isLate = false;
    for await (const one of openCases(this.ctx, this.work, (each) =>
      labelledCase(each, plan, judgeKinds[kind].labels),
    )) {
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

/** The whole record, over every case. */
async function calibrationOf(
  ctx: Ctx,
  { id, judge, dataset, plan }: JudgingWork,
): Promise<CalibrationDocument> {
  const rows = await allVerdicts(ctx, { judgingId: id });
  const labelled = rows.flatMap(({ human, verdict }) => (human === null ? [] : [{ human, verdict }]));
  const { labels, failing } = judgeKinds[judge.kind];
  const { labels: perLabel, ...figures } = calibrationFigures(labelled, labels);
  const { labelPolicy } = CalibrationPlan.parse(plan);
  return {
    v: 1,
    judge: { name: judge.name, number: judge.number, digest: judge.digest },
    dataset: { name: dataset.datasetName, number: dataset.number, digest: dataset.digest },
    labelPolicySha256: labelPolicy === '' ? null : sha256(labelPolicy),
    labels: [...labels],
    failing,
    unlabelled: rows.length - labelled.length,
    ...figures,
    perLabel: [...perLabel],
    confusion: figures.confusion.map((row) => [...row]),
    models: [...new Set(rows.flatMap(({ model }) => model ?? []))].sort(),
  };
}

const sha256 = (text: string) => createHash('sha256').update(text).digest('hex');
