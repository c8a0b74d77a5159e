import { audited } from '@/server/kernel/audit';
import { command } from '@/server/kernel/operation';
import { FrameworkRef } from '@/server/checklists/schema';
import { packsFor } from '@/server/checklists/queries/packs';
import { notFound } from '@/server/kernel/refusal';
import { makerOf } from '../queries/oscal-maker';
import { catalogOf } from '../rules/oscal-catalog';

/** A control pack as an OSCAL catalog, for whoever may read the pack. */
export const exportFramework = command({
  event: 'framework.exported',
  input: FrameworkRef,
  may: ['read', 'Framework'],
  target: async ({ ctx }) => ({ orgId: ctx.actor.orgId }),
  run: async ({ db, ctx, input: { framework }, nowUs }) => {
    const [pack] = await packsFor(db, [{ id: framework }]);
    if (!pack) throw notFound('Framework');
    const document = catalogOf(await makerOf(db, ctx.actor.orgId, nowUs), pack);
    return audited(
      { document, fileName: `catalog-${framework}.json` },
      {
        entity: { ref: `framework/${framework}`, name: pack.title },
        op: 'export',
        after: { format: 'oscal-catalog', version: pack.version },
      },
    );
  },
});
