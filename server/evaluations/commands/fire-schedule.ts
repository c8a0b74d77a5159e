import { eq } from 'drizzle-orm';
import type { Tx } from '@/db/client';
import { runSchedules } from '@/db/schema/evaluations';
import { audited, type Evidence } from '@/server/kernel/audit';
import type { Ctx } from '@/server/kernel/context';
import type { FollowUp } from '@/server/kernel/jobs';
import { command } from '@/server/kernel/operation';
import { notFound, precondition, Refusal } from '@/server/kernel/refusal';
import { makerHindrance } from '../queries/schedule-owner';
import { estimateRun } from '../queries/estimate';
import { suiteById, suiteVersionById } from '../queries/suites';
import { suiteOf } from '../rules/suite-body';
import { FireSchedule } from '../schema/schedules';
import { checkJudges, checkModel, chosenTarget } from './check-target';
import { nextFire } from './next-fire';
import { resolvedSuite } from './resolve-suite';
import { frozenFrom, newRun } from './runs';
import { fireJobs, lockedSchedule, type ScheduleRow } from './schedules';
import { addVersion, lockedSuite } from './suites';

interface Fired {
  readonly runId: string | null;
  readonly problem: string | null;
  readonly evidence: readonly Evidence[];
  readonly then: readonly FollowUp[];
}

/**
 * One fire of a schedule: starts a run, or records why not, and plans the next fire. A fire that is no longer the
 * planned one (delivered again, paused, edited) changes nothing; fires missed while nothing ran are one fire. Once its
 * maker may no longer start runs it is paused, and says so.
 */
export const fireSchedule = command({
  event: 'schedule.fired',
  events: [
    'schedule.skipped',
    'schedule.ignored',
    'schedule.stopped',
    'run.started',
    'suite.version-added',
    'suite.version-unchanged',
  ],
  input: FireSchedule,
  may: ['record', 'Run'],
  target: ({ db, input }) => lockedSchedule(db, input.scheduleId),
  run: async ({ db, ctx, input: { scheduleId, cause, due }, target, nowUs }) => {
    const entity = { ref: `schedule/${scheduleId}`, name: target.name };
    const planned = cause !== 'cron' || (target.nextAt?.getTime() === due && (due ?? 0) * 1000 <= nowUs);
    if (target.state !== 'active' || !planned)
      return audited(null, { type: 'schedule.ignored', entity, op: 'read', reasonCode: 'not_planned' });
    const hindrance = await makerHindrance(db, target);
    if (hindrance !== null) return audited(...(await stopped(db, target, hindrance, nowUs)));
    const { runId, problem, evidence, then } = await started(db, ctx, target, cause, nowUs);
    const { cron } = target;
    const after = Math.max(nowUs / 1000, due ?? 0);
    const plan = cause === 'cron' && cron !== null;
    const nextAt = plan ? nextFire(scheduleId, { ...target, cron }, after) : target.nextAt;
    const changed = {
      lastAt: new Date(nowUs / 1000),
      lastRunId: runId ?? target.lastRunId,
      lastProblem: problem,
      nextAt,
    };
    await db.update(runSchedules).set(changed).where(eq(runSchedules.id, scheduleId));
    const { lastAt, lastRunId, lastProblem } = target;
    const before = { lastAt, lastRunId, lastProblem, nextAt: target.nextAt };
    const type = problem === null ? 'schedule.fired' : 'schedule.skipped';
    const own = { type, entity, before, after: changed, reasonCode: cause };
    return audited(
      { runId, problem },
      [own, ...evidence],
      [...then, ...(plan ? fireJobs({ id: scheduleId, nextAt }, nowUs) : [])],
    );
  },
});

async function stopped(db: Tx, { id, ...target }: ScheduleRow, lastProblem: string, nowUs: number) {
  const changed = { state: 'paused' as const, nextAt: null, lastAt: new Date(nowUs / 1000), lastProblem };
  await db.update(runSchedules).set(changed).where(eq(runSchedules.id, id));
  const { state, nextAt, lastAt } = target;
  const before = { state, nextAt, lastAt, lastProblem: target.lastProblem };
  const entity = { ref: `schedule/${id}`, name: target.name };
  const evidence = { type: 'schedule.stopped', entity, before, after: changed, reasonCode: 'maker_may_not' };
  return [{ runId: null, problem: lastProblem }, evidence] as const;
}

/** What cannot run is refused before anything is written, so that the refusal can be recorded instead. */
async function started(
  db: Tx,
  ctx: Ctx,
  schedule: ScheduleRow,
  cause: FireSchedule['cause'],
  nowUs: number,
): Promise<Fired> {
  try {
    const version = await versionFor(db, ctx, schedule, cause);
    const made = await runOf(db, ctx, schedule, version.id, nowUs);
    return {
      runId: made.run.id,
      problem: null,
      evidence: [...version.evidence, made.evidence],
      then: made.then,
    };
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    return { runId: null, problem: error.message, evidence: [], then: [] };
  }
}

/** The newest version; when a label moved, the same suite with the prompt version that the label names now. */
async function versionFor(db: Tx, ctx: Ctx, schedule: ScheduleRow, cause: FireSchedule['cause']) {
  const latest = (await suiteById(db, schedule.suiteId))?.latest;
  const version = latest && (await suiteVersionById(db, latest.id));
  if (!version) throw notFound('Suite version');
  const { prompt } = version.body;
  if (cause !== 'label_moved' || prompt === null || schedule.promptLabel === null)
    return { id: version.id, evidence: [] };
  const followed = { ...suiteOf(version.body), prompt: `${prompt.name}@${schedule.promptLabel}` };
  const resolved = await resolvedSuite(db, followed);
  const row = await lockedSuite(db, schedule.suiteId);
  const added = await addVersion(db, ctx, row, resolved, schedule.createdBy);
  return { id: added.version.id, evidence: [added.evidence] };
}

async function runOf(db: Tx, ctx: Ctx, schedule: ScheduleRow, suiteVersionId: string, nowUs: number) {
  const { modelVersionId, apiKeyRef, judgeKeyRef, budget } = schedule;
  const frozen = await frozenFrom(db, { suiteVersionId, modelVersionId: modelVersionId ?? undefined });
  const answers = frozen.caseCount * frozen.suite.body.repeats;
  if (schedule.canary && answers > mostCanaryAnswers)
    throw precondition(`A canary asks at most ${mostCanaryAnswers} times; this suite asks ${answers} times`);
  const keys = { apiKeyRef: apiKeyRef ?? undefined, judgeKeyRef: judgeKeyRef ?? undefined };
  const { target, ...told } = chosenTarget(frozen.suite.body, keys, frozen.parameters);
  checkJudges(frozen.suite.body, keys.judgeKeyRef);
  if (frozen.model) checkModel(frozen.model, target);
  if (budget !== null) await assertWithin(db, ctx, suiteVersionId, budget, nowUs);
  const usesCache = frozen.suite.body.cache === true && !schedule.canary;
  const how = { source: 'live', target, budget, scheduleId: schedule.id, usesCache, ...told } as const;
  return newRun(db, ctx, frozen, how, { createdBy: schedule.createdBy, nowUs });
}

/** 50 to 200 fixed prompts with a few repeats are enough to see a change; all are compared in memory. */
const mostCanaryAnswers = 1000;

/** A budget that cannot be kept is not given: the model needs a price, and the questions alone must fit. */
async function assertWithin(db: Tx, ctx: Ctx, suiteVersionId: string, budget: string, nowUs: number) {
  const { lowest, model } = await estimateRun.inside({ db, ctx, nowUs }, { suiteVersionId });
  if (lowest === null) throw precondition(`${model} has no price, so a budget cannot be kept`);
  if (Number(lowest) > Number(budget))
    throw precondition(`The questions alone cost about $${lowest}, more than the budget of $${budget}`);
}
