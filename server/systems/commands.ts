import { eq } from 'drizzle-orm';
import type { Tx } from '@/db/client';
import { systems } from '@/db/schema/systems';
import { askFactsJobName } from '@/server/checklists/rules/job-names';
import { audited } from '@/server/kernel/audit';
import { command } from '@/server/kernel/operation';
import { invalid, notFound } from '@/server/kernel/refusal';
import { CreateSystem, EditSystem } from './schema';
import { asSystem } from './queries';

export const createSystem = command({
  event: 'system.created',
  input: CreateSystem,
  may: ['create', 'System'],
  target: async ({ ctx }) => ({
    orgId: ctx.actor.orgId,
    systemId: '',
    createdBy: ctx.actor.personId ?? ctx.actor.id,
  }),
  run: async ({ db, ctx, input, target }) => {
    const ownerId = input.ownerId ?? ctx.actor.personId;
    if (ownerId === null) throw invalid('ownerId', 'ownerId must name the person who answers for the system');
    const row = {
      ...input,
      id: ctx.ports.newId('sys'),
      orgId: target.orgId,
      ownerId,
      createdBy: target.createdBy,
    };
    const [created] = await db.insert(systems).values(row).returning();
    if (!created) throw notFound('System');
    return audited(asSystem(created), { entity: { ref: `system/${row.id}`, name: row.name }, after: row });
  },
});

export const editSystem = command({
  event: 'system.edited',
  input: EditSystem,
  may: ['edit', 'System'],
  target: ({ db, input }) => lockedSystem(db, input.systemId),
  run: async ({ db, input: { systemId, ...wanted }, target, nowUs }) => {
    const [after] = await db
      .update(systems)
      .set({ ...wanted, updatedAt: new Date(nowUs / 1000) })
      .where(eq(systems.id, systemId))
      .returning();
    if (!after) throw notFound('System');
    const facts = ({ purpose, ownerId, stage }: typeof after) => ({ purpose, ownerId, stage });
    const evidence = {
      entity: { ref: `system/${systemId}`, name: after.name },
      before: facts(target),
      after: facts(after),
    };
    const asks = after.purpose === target.purpose ? [] : [{ name: askFactsJobName, payload: { systemId } }];
    return audited(asSystem(after), evidence, asks);
  },
});

async function lockedSystem(db: Tx, systemId: string) {
  const [row] = await db.select().from(systems).where(eq(systems.id, systemId)).for('update');
  if (!row) throw notFound('System');
  return asSystem(row);
}
