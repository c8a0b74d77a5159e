import { and, eq, gt, isNull } from 'drizzle-orm';
import { esignNonces } from '@/db/schema/signoff';
import { read } from '@/server/kernel/operation';
import { releaseById } from '@/server/releases/queries/releases';
import { CommitSignoff } from '../schema/inputs';
import type { StatementDraft } from '../schema/statement';

/** A statement that the caller prepared and has not signed, for five minutes; `isAuthenticated` when the session has
 *  authenticated since. Somebody else's, a used or an expired one is not found. */
export const getPrepared = read({
  input: CommitSignoff,
  of: 'SignOff',
  run: async ({ db, ctx, input, nowUs }) => {
    const { personId, session } = ctx.actor;
    const [prepared] = await db
      .select()
      .from(esignNonces)
      .where(
        and(
          eq(esignNonces.nonce, input.nonce),
          eq(esignNonces.personId, personId ?? ''),
          isNull(esignNonces.usedAt),
          gt(esignNonces.expiresAt, new Date(nowUs / 1000)),
        ),
      );
    const release = prepared && (await releaseById(db, prepared.releaseId));
    if (!prepared || !release) return undefined;
    const { nonce, releaseId, shown, expiresAt } = prepared;
    const draft = JSON.parse(Buffer.from(prepared.draft).toString()) as StatementDraft;
    const { orgId, systemId, authors } = release;
    return {
      orgId,
      systemId,
      authors,
      role: draft.role,
      nonce,
      releaseId,
      environment: draft.environment,
      text: shown,
      expiresAt,
      isAuthenticated: session !== undefined && session.authTime >= Math.floor(draft.issued_at_us / 1e6),
    };
  },
});
