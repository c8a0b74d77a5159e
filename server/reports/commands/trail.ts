import { z } from 'zod';
import { countEvents, listEvents } from '@/server/audit/queries';
import { ListEvents } from '@/server/audit/schema/queries';
import { audited } from '@/server/kernel/audit';
import { canonical } from '@/server/kernel/canonical';
import type { Ctx } from '@/server/kernel/context';
import { command } from '@/server/kernel/operation';
import { Refusal } from '@/server/kernel/refusal';
import { csv, csvCell } from '../rules/csv';
import { trailHeader, trailRow } from '../rules/trail-row';

export const TrailFilters = ListEvents.omit({ limit: true, cursor: true });
export type TrailFilters = z.output<typeof TrailFilters>;
export type TrailFormat = 'csv' | 'jsonl';

const mostEvents = 100_000;
const pageEvents = 2000;

/** Throws Refusal('limit') before anything is written when the filters match too much for one table. */
export async function assertWritable(ctx: Ctx, filters: TrailFilters): Promise<void> {
  if ((await countEvents(ctx, { ...filters, atMost: mostEvents + 1 })) <= mostEvents) return;
  const words = mostEvents.toLocaleString('en');
  throw new Refusal('limit', `The filters match more than ${words} events; narrow them, for example by time`);
}

/** The matching events, newest first, page by page as the reader takes them. JSON lines are the exact leaf bytes. */
export async function* trailText(
  ctx: Ctx,
  filters: TrailFilters,
  format: TrailFormat,
): AsyncGenerator<Uint8Array> {
  const utf8 = new TextEncoder();
  if (format === 'csv') yield utf8.encode(csv(trailHeader, []));
  let cursor: string | undefined;
  do {
    const { items, nextCursor } = await listEvents(ctx, { ...filters, limit: pageEvents, cursor });
    const line = (item: (typeof items)[number]) =>
      format === 'csv' ? `${trailRow(item).map(csvCell).join(',')}\r\n` : `${canonical(item.event)}\n`;
    yield utf8.encode(items.map(line).join(''));
    cursor = nextCursor ?? undefined;
  } while (cursor !== undefined);
}

const recordTrailExport = command({
  event: 'trail.exported',
  input: z.strictObject({ filters: TrailFilters, format: z.enum(['csv', 'jsonl']) }),
  may: ['export', 'Log'],
  target: async ({ ctx }) => ({ orgId: ctx.actor.orgId }),
  run: async ({ ctx, input: { filters, format } }) =>
    audited({}, { entity: { ref: `log/${ctx.actor.orgId}` }, op: 'export', after: { ...filters, format } }),
});

/** The filtered trail as a file made while it is sent; that somebody took it is in the trail. */
export const exportTrail = (format: TrailFormat) =>
  Object.assign(
    async (ctx: Ctx, filters: TrailFilters) => {
      await assertWritable(ctx, filters);
      await recordTrailExport(ctx, { filters, format });
      return { body: trailText(ctx, filters, format), format };
    },
    { input: TrailFilters },
  );
