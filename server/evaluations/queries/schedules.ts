import { and, eq, getTableColumns } from 'drizzle-orm';
import { z } from 'zod';
import type { Reader } from '@/db/client';
import { runSchedules, suites } from '@/db/schema/evaluations';
import { newestFirst, newestKey, olderThan } from '@/server/kernel/listing';
import { list, read } from '@/server/kernel/operation';
import { pageOf } from '@/server/kernel/paging';
import { promptVersionById } from '@/server/prompts/queries';
import { fireNow } from '../rules/schedule-jobs';
import { ListSchedules, type Schedule, ScheduleRef } from '../schema/schedules';
import { suiteById, suiteVersionById } from './suites';

const columns = { ...getTableColumns(runSchedules), suiteName: suites.name };
const schedulesWith = (db: Reader) =>
  db.select(columns).from(runSchedules).innerJoin(suites, eq(suites.id, runSchedules.suiteId));

export async function scheduleById(db: Reader, scheduleId: string): Promise<Schedule | undefined> {
  const [row] = await schedulesWith(db).where(eq(runSchedules.id, scheduleId));
  return row;
}

export const getSchedule = read({
  input: ScheduleRef,
  of: 'Run',
  run: ({ db, input }) => scheduleById(db, input.scheduleId),
});

export const listSchedules = list({
  input: ListSchedules,
  of: 'Run',
  table: runSchedules,
  run: async ({ db, input, visible }) => {
    const rows = await schedulesWith(db)
      .where(
        and(
          visible,
          input.suiteId ? eq(runSchedules.suiteId, input.suiteId) : undefined,
          input.canary ? eq(runSchedules.canary, input.canary === 'true') : undefined,
          olderThan(input.cursor, runSchedules),
        ),
      )
      .orderBy(...newestFirst(runSchedules))
      .limit(input.limit + 1);
    return pageOf(rows, input.limit, newestKey);
  },
});

/** The jobs that a new version of a suite starts. */
export async function firesOnNewVersion(db: Reader, suiteId: string) {
  const { id, suiteId: ofSuite, onNewVersion, state } = runSchedules;
  const rows = await db
    .select({ id })
    .from(runSchedules)
    .where(and(eq(ofSuite, suiteId), eq(onNewVersion, true), eq(state, 'active')));
  return rows.map((row) => fireNow(row.id, 'new_version'));
}

/** The jobs that the alarm of a canary starts. */
export async function firesOnAlarm(db: Reader, canaryId: string) {
  const { id, onAlarmOf, state } = runSchedules;
  const rows = await db
    .select({ id })
    .from(runSchedules)
    .where(and(eq(onAlarmOf, canaryId), eq(state, 'active')));
  return rows.map((row) => fireNow(row.id, 'canary_alarmed'));
}

/** Active schedules that follow a label of a prompt, whose suites ask with that prompt now. */
export const schedulesOfLabel = list({
  input: z.strictObject({ promptId: z.string(), label: z.string() }),
  of: 'Run',
  table: runSchedules,
  run: async ({ db, input: { promptId, label }, visible }) => {
    const { promptLabel, state } = runSchedules;
    const rows = await db
      .select({ id: runSchedules.id, suiteId: runSchedules.suiteId })
      .from(runSchedules)
      .where(and(visible, eq(promptLabel, label), eq(state, 'active')));
    const following: string[] = [];
    for (const row of rows) if ((await promptOfSuite(db, row.suiteId)) === promptId) following.push(row.id);
    return following;
  },
});

async function promptOfSuite(db: Reader, suiteId: string): Promise<string | null> {
  const latest = (await suiteById(db, suiteId))?.latest;
  const version = latest && (await suiteVersionById(db, latest.id));
  if (!version?.promptVersionId) return null;
  return (await promptVersionById(db, version.promptVersionId))?.promptId ?? null;
}
