import { eq } from 'drizzle-orm';
import { factConfirmations, facts, factsToConfirm } from '@/db/schema/checklists';
import { factModel } from '@/policies/frameworks/facts';
import { audited } from '@/server/kernel/audit';
import { command } from '@/server/kernel/operation';
import { notFound, precondition } from '@/server/kernel/refusal';
import { answersOf, heldSystem } from '../queries/known';
import { classified, factBase } from '../rules/derive';
import { ConfirmFacts } from '../schema';

/** Says that the answers about a system still hold, and with them the classes that follow. */
export const confirmFacts = command({
  event: 'facts.confirmed',
  input: ConfirmFacts,
  may: ['answer', 'Facts'],
  target: async ({ db, input }) => {
    const system = await heldSystem(db, input.systemId);
    if (!system) throw notFound('System');
    return system;
  },
  run: async ({ db, ctx, input: { systemId, reason }, target, nowUs }) => {
    const { actor } = ctx;
    if (actor.kind !== 'user' || actor.personId === null)
      throw precondition('Only a signed-in person can confirm answers');
    const { rows, answers } = await answersOf(db, systemId);
    if (rows.length === 0) throw precondition('No question is answered yet; there is nothing to confirm');
    const base = factBase(factModel, answers);
    const row = {
      id: ctx.ports.newId('fcf'),
      orgId: target.orgId,
      systemId,
      aiActClass: classified(factModel.aiActClass, base).outcome,
      hipaaStatus: classified(factModel.hipaaStatus, base).outcome,
      reason,
      byPerson: actor.personId,
    };
    await db.insert(factConfirmations).values(row);
    await db
      .update(facts)
      .set({ confirmedAt: new Date(nowUs / 1000), confirmedBy: actor.personId })
      .where(eq(facts.systemId, systemId));
    await db.delete(factsToConfirm).where(eq(factsToConfirm.systemId, systemId));
    const { id, aiActClass, hipaaStatus } = row;
    return audited(
      { id, systemId, aiActClass, hipaaStatus },
      {
        entity: { ref: `system/${systemId}`, name: target.name },
        op: 'create',
        after: { confirmation: id, ai_act_class: aiActClass, hipaa_status: hipaaStatus },
        reason,
      },
    );
  },
});
