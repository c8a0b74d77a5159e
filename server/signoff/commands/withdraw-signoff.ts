import { eq } from 'drizzle-orm';
import { signoffs, signoffWithdrawals } from '@/db/schema/signoff';
import { audited } from '@/server/kernel/audit';
import { command } from '@/server/kernel/operation';
import { conflict, notFound, Refusal } from '@/server/kernel/refusal';
import { WithdrawSignoff } from '../schema/inputs';
import { signerOf, signTarget } from './prepare-signoff';

/** The signer takes the signature back; it stays visible, and only a new dossier or digest can be signed again. */
export const withdrawSignoff = command({
  event: 'signoff.withdrawn',
  input: WithdrawSignoff,
  may: ['read', 'SignOff'],
  target: async ({ db, input }) => {
    const [row] = await db.select().from(signoffs).where(eq(signoffs.eventId, input.signoffEvent));
    if (!row) throw notFound('Sign-off');
    return { ...(await signTarget(db, row.releaseId, row.role)), row };
  },
  run: async ({ db, ctx, input, target, nowUs }) => {
    const { row } = target;
    if (row.personId !== signerOf(ctx))
      throw new Refusal('forbidden', 'Only the signer can withdraw a sign-off');
    const values = {
      signoffEvent: row.eventId,
      orgId: row.orgId,
      reason: input.reason,
      withdrawnAtUs: nowUs,
    };
    const stored = await db.insert(signoffWithdrawals).values(values).onConflictDoNothing().returning();
    if (stored.length === 0) throw conflict('This sign-off was withdrawn before');
    return audited(
      { signoffEvent: row.eventId },
      {
        entity: { ref: `release/${row.releaseId}`, name: `${target.system} ${target.version}` },
        op: 'sign',
        reason: input.reason,
        change: [
          {
            path: `/signoffs/${row.environment}/${row.personId}`,
            from: { signoff_event: row.eventId },
            to: null,
          },
        ],
        context: { release_digest: row.releaseDigest },
      },
    );
  },
  waitsForInclusion: true,
});
