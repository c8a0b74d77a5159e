import { controlPlans } from '@/db/schema/checklists';
import type { Tx } from '@/db/client';
import type { Control } from '@/policies/frameworks/contract';
import { personById } from '@/server/identity/queries/people';
import { audited } from '@/server/kernel/audit';
import { authorOf } from '@/server/kernel/context';
import { ahead } from '@/server/kernel/due';
import { command } from '@/server/kernel/operation';
import { invalid, notFound } from '@/server/kernel/refusal';
import { systemById } from '@/server/systems/queries';
import { allPacks, controlIn } from '../queries/packs';
import { lockedPlans, planKey } from '../queries/plans';
import { PlanControls } from '../schema/many';

const farthestDays = 3660;

/** Says who sees to controls, and by when. It changes no status: a control that is late shows, and reminds. */
export const planControls = command({
  event: 'control.planned',
  input: PlanControls,
  may: ['edit', 'Assessment'],
  target: async ({ db, ctx, input }) => {
    if (!(await systemById(db, input.systemId))) throw notFound('System');
    const controls = await controlsOf(db, input.controlIds);
    const keys = new Set(controls.map((control) => planKey(control, input.systemId)));
    const owners = [...new Set(controls.map(({ owner_role: role }) => role))];
    return {
      orgId: ctx.actor.orgId,
      systemId: keys.has('') ? '' : input.systemId,
      ownerRole: owners.length === 1 ? (owners[0] ?? '') : '',
    };
  },
  run: async ({ db, ctx, input, nowUs }) => {
    const { systemId, ownerId, reason } = input;
    if (ownerId && !(await personById(db, ownerId)))
      throw invalid('ownerId', 'ownerId names nobody of this organisation');
    const dueAt = input.dueAt == null ? input.dueAt : ahead('dueAt', input.dueAt, nowUs, farthestDays);
    const plans = await lockedPlans(db, systemId, input.controlIds);
    const rows = (await controlsOf(db, input.controlIds)).map((control) => {
      const key = { systemId: planKey(control, systemId), controlId: control.id };
      const before = plans.find((plan) => plan.controlId === key.controlId && plan.systemId === key.systemId);
      const row = {
        ...key,
        orgId: ctx.actor.orgId,
        ownerId: ownerId === undefined ? (before?.ownerId ?? null) : ownerId,
        dueAt: dueAt === undefined ? (before?.dueAt ?? null) : dueAt,
        setBy: authorOf(ctx),
        setAt: new Date(nowUs / 1000),
      };
      return { control, before, row };
    });
    for (const { row } of rows)
      await db
        .insert(controlPlans)
        .values(row)
        .onConflictDoUpdate({
          target: [controlPlans.orgId, controlPlans.systemId, controlPlans.controlId],
          set: row,
        });
    const told = (plan: { ownerId: string | null; dueAt: Date | null } | undefined) => ({
      owner: plan?.ownerId ?? null,
      due: plan?.dueAt ?? null,
    });
    return audited(
      { planned: rows.length },
      rows.map(({ control, before, row }) => ({
        entity: { ref: `control/${control.id}`, name: control.title },
        op: 'update' as const,
        before: told(before),
        after: { ...told(row), system: row.systemId || null },
        reason,
      })),
    );
  },
});

/** @throws Refusal invalid naming the first that does not exist */
async function controlsOf(db: Tx, ids: readonly string[]): Promise<Control[]> {
  const known = new Map(
    (await allPacks(db)).flatMap(({ controls }) => controls.map((control) => [control.id, control] as const)),
  );
  const found: Control[] = [];
  for (const id of ids) {
    // A release may name a version with a control that the one in use has no more.
    const control = known.get(id) ?? (await controlIn(db, id));
    if (!control) throw invalid('controlIds', `controlIds: there is no control ${id}`);
    found.push(control);
  }
  return found;
}
