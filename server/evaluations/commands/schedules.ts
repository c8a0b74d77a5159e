import { and, eq } from 'drizzle-orm';
import type { Tx } from '@/db/client';
import { runSchedules } from '@/db/schema/evaluations';
import { audited } from '@/server/kernel/audit';
import { command } from '@/server/kernel/operation';
import { conflict, invalid, notFound, precondition } from '@/server/kernel/refusal';
import { suiteById } from '../queries/suites';
import { makerHindrance } from '../queries/schedule-owner';
import { scheduleById } from '../queries/schedules';
import { fireLater } from '../rules/schedule-jobs';
import { CreateSchedule, EditSchedule, ScheduleRef } from '../schema/schedules';
import { nextFire } from './next-fire';
import { authorOf } from '@/server/kernel/context';

export type ScheduleRow = typeof runSchedules.$inferSelect;

/** Runs a suite by itself: at times, for each new version, when a label of its prompt moves or a canary alarms. */
export const createSchedule = command({
  event: 'schedule.created',
  input: CreateSchedule,
  may: ['create', 'Run'],
  target: async ({ ctx }) => ({ orgId: ctx.actor.orgId, createdBy: authorOf(ctx) }),
  run: async ({ db, ctx, input, target, nowUs }) => {
    const { cron = null, promptLabel = null, budget = null, onNewVersion } = input;
    const { modelVersionId = null, apiKeyRef = null, judgeKeyRef = null, onAlarmOf = null } = input;
    if (cron === null && promptLabel === null && !onNewVersion && onAlarmOf === null)
      throw invalid(
        'cron',
        'cron is missing, and neither new versions, a prompt label nor an alarm start it',
      );
    if (onAlarmOf !== null && !(await scheduleById(db, onAlarmOf))?.canary)
      throw invalid('onAlarmOf', 'onAlarmOf is no canary');
    if (input.canary && cron === null) throw invalid('cron', 'cron is missing; a canary runs at times');
    const suite = await suiteById(db, input.suiteId);
    if (!suite) throw notFound('Suite');
    await assertNewName(db, input.suiteId, input.name);
    const id = ctx.ports.newId('sch');
    const row = {
      ...{
        ...input,
        ...target,
        id,
        cron,
        promptLabel,
        onAlarmOf,
        budget,
        modelVersionId,
        apiKeyRef,
        judgeKeyRef,
      },
      state: 'active' as const,
      nextAt: cron === null ? null : nextFire(id, { ...input, cron }, nowUs / 1000),
    };
    await db.insert(runSchedules).values(row);
    const entity = { ref: `schedule/${id}`, name: row.name };
    return audited(await shown(db, id), { entity, after: row }, fireJobs(row, nowUs));
  },
});

/** Pauses a schedule or lets it go on, as long as its maker may start runs; what it missed is not made up for. */
export const editSchedule = command({
  event: 'schedule.edited',
  input: EditSchedule,
  may: ['run', 'Run'],
  target: ({ db, input }) => lockedSchedule(db, input.scheduleId),
  run: async ({ db, input: { scheduleId, state }, target, nowUs }) => {
    const { cron } = target;
    const hindrance = state === 'active' ? await makerHindrance(db, target) : null;
    if (hindrance !== null) throw precondition(hindrance);
    const runs = state === 'active' && cron !== null;
    const nextAt = runs ? nextFire(scheduleId, { ...target, cron }, nowUs / 1000) : null;
    await db.update(runSchedules).set({ state, nextAt }).where(eq(runSchedules.id, scheduleId));
    const entity = { ref: `schedule/${scheduleId}`, name: target.name };
    const before = { state: target.state, nextAt: target.nextAt };
    const then = fireJobs({ id: scheduleId, nextAt }, nowUs);
    return audited(await shown(db, scheduleId), { entity, before, after: { state, nextAt } }, then);
  },
});

export const deleteSchedule = command({
  event: 'schedule.deleted',
  input: ScheduleRef,
  may: ['run', 'Run'],
  target: ({ db, input }) => lockedSchedule(db, input.scheduleId),
  run: async ({ db, input: { scheduleId }, target }) => {
    const [waiting] = await db
      .select()
      .from(runSchedules)
      .where(eq(runSchedules.onAlarmOf, scheduleId))
      .limit(1);
    if (waiting)
      throw precondition(
        `The schedule ${waiting.name} starts on the alarm of this canary: delete that one first`,
      );
    await db.delete(runSchedules).where(eq(runSchedules.id, scheduleId));
    const entity = { ref: `schedule/${scheduleId}`, name: target.name };
    return audited({ id: scheduleId }, { entity, before: target });
  },
});

/** The job of the next fire; it is delivered when the database's clock has passed it. */
export const fireJobs = ({ id, nextAt }: Pick<ScheduleRow, 'id' | 'nextAt'>, nowUs: number) =>
  nextAt === null
    ? []
    : [fireLater(id, nextAt.getTime(), Math.max(1, Math.ceil((nextAt.getTime() * 1000 - nowUs) / 1e6)))];

export async function lockedSchedule(db: Tx, scheduleId: string): Promise<ScheduleRow> {
  const [row] = await db.select().from(runSchedules).where(eq(runSchedules.id, scheduleId)).for('update');
  if (!row) throw notFound('Schedule');
  return row;
}

async function shown(db: Tx, scheduleId: string) {
  const schedule = await scheduleById(db, scheduleId);
  if (!schedule) throw notFound('Schedule');
  return schedule;
}

async function assertNewName(db: Tx, suiteId: string, name: string): Promise<void> {
  const same = and(eq(runSchedules.suiteId, suiteId), eq(runSchedules.name, name));
  if ((await db.$count(runSchedules, same)) > 0)
    throw conflict(`The suite has a schedule called ${name} already`);
}
