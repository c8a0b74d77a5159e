import { eq } from 'drizzle-orm';
import { evidence, evidenceReviews } from '@/db/schema/checklists';
import { audited } from '@/server/kernel/audit';
import { command } from '@/server/kernel/operation';
import { conflict, notFound, precondition } from '@/server/kernel/refusal';
import { ReviewEvidence } from '../schema';

/** A second person accepts or rejects an item; what is rejected does not count. The last word of a reviewer holds. */
export const reviewEvidence = command({
  event: 'evidence.reviewed',
  input: ReviewEvidence,
  may: ['assess', 'Evidence'],
  target: async ({ db, input }) => {
    const [row] = await db.select().from(evidence).where(eq(evidence.id, input.evidenceId)).for('update');
    if (!row) throw notFound('Evidence');
    return row;
  },
  run: async ({ db, ctx, input: { evidenceId, decision, reason }, target }) => {
    const { actor } = ctx;
    if (actor.kind !== 'user' || actor.personId === null)
      throw precondition('Only a signed-in person can review evidence');
    if (target.state === 'revoked') throw conflict('This evidence is revoked; nothing is left to review');
    const id = ctx.ports.newId('evr');
    const { orgId, systemId, title } = target;
    const row = { id, orgId, evidenceId, systemId, decision, reason, byPerson: actor.personId };
    await db.insert(evidenceReviews).values(row);
    return audited(
      { id, evidenceId, decision },
      {
        entity: { ref: `evidence/${evidenceId}`, name: title },
        op: 'create',
        after: { review: id, decision },
        reason,
      },
    );
  },
});
