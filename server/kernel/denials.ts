import type { Tx } from '@/db/client';
import { append } from './audit';
import type { Ctx } from './context';
import type { Refusal } from './refusal';

type Open = (work: (opened: { db: Tx; nowUs: number }) => Promise<unknown>) => Promise<unknown>;

const minuteMs = 60_000;
const seen = new Map<string, { readonly minute: number; suppressed: number }>();

/** Records a refused attempt in a transaction of its own; repeats within the minute are counted, not written. */
export async function recordDenial(ctx: Ctx, attempted: string, refusal: Refusal, open: Open): Promise<void> {
  const key = `${ctx.actor.orgId} ${ctx.actor.id} ${attempted}`;
  const minute = Math.floor(ctx.ports.now() / minuteMs);
  const earlier = seen.get(key);
  if (earlier?.minute === minute) return void (earlier.suppressed += 1);
  if (seen.size > 10_000) seen.clear();
  seen.set(key, { minute, suppressed: 0 });
  const repeats = earlier?.suppressed ?? 0;
  await open(({ db, nowUs }) =>
    append(db, ctx, nowUs, 'access.denied', {
      entity: { ref: `operation/${attempted}` },
      op: 'deny',
      outcome: 'denied',
      reasonCode: refusal.code,
      reason: refusal.message,
      change: repeats > 0 ? [{ path: '/repeats_before', from: null, to: repeats }] : [],
    }),
  );
}
