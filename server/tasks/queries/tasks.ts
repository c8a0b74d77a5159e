import { and, desc, eq, inArray, isNull } from 'drizzle-orm';
import type { Reader } from '@/db/client';
import { roleGrants } from '@/db/schema/identity';
import { notifications } from '@/db/schema/tasks';
import { systems } from '@/db/schema/systems';
import { read } from '@/server/kernel/operation';
import { levelOf, type Reminder, remindersOf } from '../rules/reminders';
import { NoInput } from '../schema';
import { collectTasks } from './collect';

const newestNotifications = 50;

/** The caller's tasks that are near or late, the soonest first, and the reminders that were not read. */
export const getMyTasks = read({
  input: NoInput,
  of: 'Account',
  run: async ({ db, ctx, nowUs }) => {
    const { personId, orgId } = ctx.actor;
    if (personId === null) return undefined;
    const tasks = await collectTasks(db, personId, nowUs);
    const names = await systemNames(db, [...new Set(tasks.map(({ part }) => part))]);
    const unread = await db
      .select()
      .from(notifications)
      .where(and(eq(notifications.personId, personId), isNull(notifications.readAt)))
      .orderBy(desc(notifications.createdAt), desc(notifications.id))
      .limit(newestNotifications);
    return {
      orgId,
      personId,
      tasks: tasks.map((task) => ({
        ...task,
        system: names.get(task.part) ?? null,
        level: levelOf(task.dueAt.getTime(), nowUs / 1000),
      })),
      notifications: unread,
    };
  },
});

async function systemNames(db: Reader, ids: readonly string[]): Promise<ReadonlyMap<string, string>> {
  const wanted = ids.filter((id) => id.startsWith('sys_'));
  if (wanted.length === 0) return new Map();
  const rows = await db
    .select({ id: systems.id, name: systems.name })
    .from(systems)
    .where(inArray(systems.id, wanted));
  return new Map(rows.map(({ id, name }) => [id, name]));
}

/** Reminders that are due and were not made yet. Late tasks go to every compliance officer of the organisation too. */
export async function dueReminders(db: Reader, nowUs: number): Promise<Reminder[]> {
  const overseers = await db
    .selectDistinct({ personId: roleGrants.personId })
    .from(roleGrants)
    .where(
      and(eq(roleGrants.role, 'compliance_officer'), isNull(roleGrants.systemId), isNull(roleGrants.toAt)),
    );
  const tasks = await collectTasks(db, null, nowUs);
  const wanted = remindersOf(
    tasks,
    overseers.map(({ personId }) => personId),
    nowUs / 1000,
  );
  if (wanted.length === 0) return [];
  const made = await db
    .select({ personId: notifications.personId, task: notifications.task, level: notifications.level })
    .from(notifications)
    .where(
      inArray(
        notifications.task,
        wanted.map(({ task }) => task),
      ),
    );
  const known = new Set(made.map(({ personId, task, level }) => `${personId} ${task} ${level}`));
  return wanted.filter(({ personId, task, level }) => !known.has(`${personId} ${task} ${level}`));
}

/** For the job: whether there is anything to make. */
export const countDueReminders = read({
  input: NoInput,
  of: 'Organisation',
  run: async ({ db, ctx, nowUs }) => ({
    orgId: ctx.actor.orgId,
    due: (await dueReminders(db, nowUs)).length,
  }),
});
