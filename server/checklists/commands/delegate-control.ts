import { and, eq } from 'drizzle-orm';
import { controlPlans } from '@/db/schema/checklists';
import { personById } from '@/server/identity/queries/people';
import { audited } from '@/server/kernel/audit';
import { authorOf } from '@/server/kernel/context';
import { command } from '@/server/kernel/operation';
import { conflict, invalid, notFound } from '@/server/kernel/refusal';
import { controlIn } from '../queries/packs';
import { DelegateControl } from '../schema/many';

/** Hands a control on to another person; its day stays. By the one who sees to it, or who may plan it. */
export const delegateControl = command({
  event: 'control.delegated',
  input: DelegateControl,
  may: ['edit', 'Assessment'],
  target: async ({ db, input }) => {
    const key = and(
      eq(controlPlans.controlId, input.controlId),
      eq(controlPlans.systemId, input.systemId ?? ''),
    );
    const [plan] = await db.select().from(controlPlans).where(key).for('update');
    const control = await controlIn(db, input.controlId);
    if (!plan || !control) throw notFound('Plan of this control');
    const { orgId, systemId, ownerId: ownedBy } = plan;
    return { orgId, systemId, ownerRole: control.owner_role, ownedBy, plan, control };
  },
  run: async ({ db, ctx, input: { toId, reason }, target: { plan, control }, nowUs }) => {
    const to = await personById(db, toId);
    if (!to) throw invalid('toId', 'toId names nobody of this organisation');
    if (to.disabledAt) throw invalid('toId', 'toId names somebody who cannot sign in any more');
    if (plan.ownerId === toId) throw conflict('This person sees to the control already');
    const { orgId, systemId, controlId } = plan;
    await db
      .update(controlPlans)
      .set({ ownerId: toId, setBy: authorOf(ctx), setAt: new Date(nowUs / 1000) })
      .where(
        and(
          eq(controlPlans.orgId, orgId),
          eq(controlPlans.systemId, systemId),
          eq(controlPlans.controlId, controlId),
        ),
      );
    return audited(
      { controlId, ownerId: toId },
      {
        entity: { ref: `control/${controlId}`, name: control.title },
        op: 'update',
        before: { owner: plan.ownerId },
        after: { owner: toId, system: systemId || null },
        reason,
      },
    );
  },
});
