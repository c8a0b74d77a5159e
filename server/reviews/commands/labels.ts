import { createHash } from 'node:crypto';
import { and, eq } from 'drizzle-orm';
import type { Tx } from '@/db/client';
import { reviewDecisions, reviewLabels } from '@/db/schema/reviews';
import { audited } from '@/server/kernel/audit';
import { command } from '@/server/kernel/operation';
import { conflict, invalid, notFound, precondition } from '@/server/kernel/refusal';
import { isDisputed } from '../rules/settled';
import { DecideCase, GiveLabel } from '../schema/reviews';
import { assertOpen, lockedQueue } from './queues';

type Queue = Awaited<ReturnType<typeof lockedQueue>>;

function assertFits(
  { ordinals, labels }: Queue,
  { ordinal, label }: { ordinal: number; label: string },
): void {
  if (!ordinals.includes(ordinal)) throw notFound('Case of this review queue');
  if (!labels.includes(label)) throw invalid('label', `label must be one of ${labels.join(', ')}`);
}

const labelsAt = (db: Tx, queueId: string, ordinal: number) =>
  db
    .select()
    .from(reviewLabels)
    .where(and(eq(reviewLabels.queueId, queueId), eq(reviewLabels.ordinal, ordinal)));

/** One person's label of one case. It stays; the trail keeps that it was given, not what it says. */
export const giveLabel = command({
  event: 'review.labelled',
  input: GiveLabel,
  may: ['answer', 'Review'],
  target: ({ db, input }) => lockedQueue(db, input.queueId),
  run: async ({ db, ctx, input, target }) => {
    const { queueId, ordinal, label, note } = input;
    assertOpen(target);
    assertFits(target, input);
    const personId = ctx.actor.personId;
    if (personId === null) throw precondition('Only a person labels');
    const given = await labelsAt(db, queueId, ordinal);
    if (given.some((one) => one.personId === personId)) throw conflict('You have labelled this case already');
    if (given.length >= target.overlap) throw conflict('Others were faster: this case has all its labels');
    await db
      .insert(reviewLabels)
      .values({ orgId: target.orgId, queueId, ordinal, personId, label, note: note || null });
    const sha256 = createHash('sha256')
      .update(JSON.stringify([ordinal, label, note ?? null]))
      .digest('hex');
    const change = { path: `/labels/${ordinal}`, from: null, to: { sha256 } };
    return audited(
      { queueId, ordinal },
      { entity: { ref: `review/${queueId}`, name: target.name }, op: 'update', change: [change] },
    );
  },
});

/** Decides a case on which people differ; not by one of them. */
export const decideCase = command({
  event: 'review.decided',
  input: DecideCase,
  may: ['assess', 'Review'],
  target: ({ db, input }) => lockedQueue(db, input.queueId),
  run: async ({ db, ctx, input, target }) => {
    const { queueId, ordinal, label, reason } = input;
    assertOpen(target);
    assertFits(target, input);
    const personId = ctx.actor.personId;
    if (personId === null) throw precondition('Only a person decides');
    const given = await labelsAt(db, queueId, ordinal);
    const labels = new Map(given.map((one) => [one.personId, one.label]));
    if (!isDisputed({ labels }, target.overlap))
      throw precondition('People do not differ on this case, or are still at it');
    if (labels.has(personId))
      throw precondition('Four eyes: you labelled this case, so someone else must decide it');
    const [stored] = await db
      .insert(reviewDecisions)
      .values({ orgId: target.orgId, queueId, ordinal, personId, label, reason })
      .onConflictDoNothing()
      .returning();
    if (!stored) throw conflict('Somebody has decided this case already');
    const sha256 = createHash('sha256')
      .update(JSON.stringify([ordinal, label]))
      .digest('hex');
    const change = { path: `/decisions/${ordinal}`, from: null, to: { sha256 } };
    const entity = { ref: `review/${queueId}`, name: target.name };
    return audited({ queueId, ordinal }, { entity, op: 'update', change: [change] });
  },
});
