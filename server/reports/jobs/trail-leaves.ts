import { setTimeout as pause } from 'node:timers/promises';
import { getTrailHealth, pullEvents } from '@/server/audit/queries';
import type { AuditEvent } from '@/server/audit/schema/event';
import type { Ctx } from '@/server/kernel/context';
import { Refusal } from '@/server/kernel/refusal';

const waitMs = 30_000;
const stepMs = 100;
const pageLeaves = 5000;
const mostLeaves = 500_000;

/** A signed checkpoint over everything that was committed when it was asked for.
 *  @throws Refusal unavailable after 30 s */
export async function coveringCheckpoint(ctx: Ctx): Promise<{ note: string; size: number }> {
  const { committed } = await getTrailHealth(ctx, {});
  const deadline = ctx.ports.now() + waitMs;
  for (;;) {
    const { note, size } = await getTrailHealth(ctx, {});
    if (note !== null && size >= committed) return { note, size };
    if (ctx.ports.now() > deadline)
      throw new Refusal('unavailable', 'The newest events are not under a signed checkpoint yet; try again');
    await pause(stepMs);
  }
}

export interface TrailLeaf {
  readonly id: string;
  readonly at_us: number;
  readonly body: Uint8Array;
  readonly event: AuditEvent;
}

/** The first `size` leaves in the order of the log, at most 500,000 (they are held in memory). */
export async function leavesUnder(ctx: Ctx, size: number): Promise<TrailLeaf[]> {
  if (size > mostLeaves)
    throw new Refusal('limit', `The trail has ${size} events; one bundle holds at most ${mostLeaves}`);
  const leaves: TrailLeaf[] = [];
  while (leaves.length < size) {
    const limit = Math.min(pageLeaves, size - leaves.length);
    const { rows } = await pullEvents(ctx, { after: leaves.length - 1, limit });
    if (rows.length === 0) throw new Error(`the log has no leaf ${leaves.length} of ${size}`);
    for (const { body } of rows) {
      const event = JSON.parse(Buffer.from(body).toString()) as AuditEvent;
      leaves.push({ id: event.id, at_us: event.at_us, body, event });
    }
  }
  return leaves;
}
