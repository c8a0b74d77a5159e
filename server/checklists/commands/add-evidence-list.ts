import { audited } from '@/server/kernel/audit';
import { authorOf } from '@/server/kernel/context';
import { command } from '@/server/kernel/operation';
import { invalid, Refusal } from '@/server/kernel/refusal';
import { systemOf } from '../queries/bindings';
import { AddEvidenceList } from '../schema/many';
import { contentOf, stored } from './evidence';

/** Many items at once, all or none; what refuses one names it by its place. */
export const addEvidenceList = command({
  event: 'evidence.added',
  input: AddEvidenceList,
  may: ['create', 'Evidence'],
  target: async ({ db, ctx, input }) => {
    const { orgId } = ctx.actor;
    const reached = new Set<string | null>();
    for (const { binding } of input.items) reached.add(await systemOf(db, orgId, binding));
    const systems = [...reached].filter((id) => id !== null);
    if (systems.length > 1) throw invalid('items', 'items must belong to one system at a time');
    // What is wider than a system asks for more: whoever may give that may give the rest.
    return { orgId, systemId: reached.has(null) ? null : (systems[0] ?? null), createdBy: authorOf(ctx) };
  },
  run: async ({ db, ctx, input, target, nowUs }) => {
    const made = [];
    for (const [index, item] of input.items.entries()) {
      const systemId = await systemOf(db, target.orgId, item.binding);
      try {
        const given = { ...item, ...target, systemId };
        made.push(await stored(db, ctx, given, contentOf(item.type, item.content), nowUs));
      } catch (error) {
        if (!(error instanceof Refusal)) throw error;
        throw new Refusal(error.code, `${item.title} (item ${index + 1}): ${error.message}`);
      }
    }
    return audited(
      { added: made.map(({ row: { id, type } }) => ({ id, type })) },
      made.map(({ told }) => told),
    );
  },
});
