import { and, eq } from 'drizzle-orm';
import { auditEvents } from '@/db/schema/kernel';
import { organisations } from '@/db/schema/identity';
import { read } from '@/server/kernel/operation';
import type { AuditEvent } from '@/server/audit/schema/event';
import { NoInput, stepKeys } from './schema';

/** How far loading has come; steps in their order. */
export const getProgress = read({
  input: NoInput,
  of: 'Organisation',
  run: async ({ db, ctx: { actor } }) => {
    const [organisation] = await db.select().from(organisations).where(eq(organisations.id, actor.orgId));
    if (!organisation) return undefined;
    const rows = await db
      .select({ body: auditEvents.body })
      .from(auditEvents)
      .where(and(eq(auditEvents.orgId, actor.orgId), eq(auditEvents.type, 'demonstration.step-finished')));
    const done = new Set(rows.map(({ body }) => changedPath(body)));
    const steps = stepKeys.map((key) => ({ key, done: done.has(`/demonstration/${key}`) }));
    return {
      orgId: actor.orgId,
      demonstration: organisation.demonstration,
      steps,
      finished: steps.every((step) => step.done),
    };
  },
});

const changedPath = (body: Uint8Array) =>
  (JSON.parse(Buffer.from(body).toString()) as AuditEvent).change[0]?.path;
