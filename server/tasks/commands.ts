import { and, eq, inArray, isNull } from 'drizzle-orm';
import { notifications } from '@/db/schema/tasks';
import { audited } from '@/server/kernel/audit';
import { command } from '@/server/kernel/operation';
import { precondition } from '@/server/kernel/refusal';
import { dueReminders } from './queries/tasks';
import { NoInput, ReadNotifications } from './schema';

/** Makes the reminders that are due; by the job alone. The same reminder is never made twice. */
export const remind = command({
  event: 'tasks.reminded',
  input: NoInput,
  may: ['record', 'Organisation'],
  target: async ({ ctx }) => ({ orgId: ctx.actor.orgId }),
  run: async ({ db, ctx, nowUs }) => {
    const { orgId } = ctx.actor;
    const rows = (await dueReminders(db, nowUs)).map((reminder) => ({
      ...reminder,
      id: ctx.ports.newId('ntf'),
      orgId,
    }));
    for (let at = 0; at < rows.length; at += 500)
      await db
        .insert(notifications)
        .values(rows.slice(at, at + 500))
        .onConflictDoNothing();
    const escalated = rows.filter(({ level }) => level === 'escalated').length;
    const after = {
      reminders: rows.length,
      escalated,
      people: new Set(rows.map(({ personId }) => personId)).size,
    };
    return audited(after, { entity: { ref: `organisation/${orgId}` }, op: 'create', after });
  },
});

/** The caller has seen reminders; they no longer show. */
export const readNotifications = command({
  event: 'notifications.read',
  input: ReadNotifications,
  may: ['edit', 'Account'],
  target: async ({ ctx }) => ({ orgId: ctx.actor.orgId, personId: ctx.actor.personId ?? '' }),
  run: async ({ db, input: { notificationIds }, target, nowUs }) => {
    const rows = await db
      .update(notifications)
      .set({ readAt: new Date(nowUs / 1000) })
      .where(
        and(
          eq(notifications.personId, target.personId),
          isNull(notifications.readAt),
          notificationIds === undefined ? undefined : inArray(notifications.id, notificationIds),
        ),
      )
      .returning({ id: notifications.id });
    if (rows.length === 0) throw precondition('No reminder of yours is unread');
    const change = [{ path: '/read', from: null, to: rows.length }];
    return audited(
      { read: rows.length },
      { entity: { ref: `person/${target.personId}` }, op: 'update', change },
    );
  },
});
