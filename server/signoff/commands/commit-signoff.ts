import { createHash } from 'node:crypto';
import { and, eq, gt, isNull, sql } from 'drizzle-orm';
import type { Tx } from '@/db/client';
import { releases } from '@/db/schema/releases';
import { dossiers, esignNonces, signoffs } from '@/db/schema/signoff';
import type { Actor } from '@/policies/contract';
import { audited, newEventId } from '@/server/kernel/audit';
import { command } from '@/server/kernel/operation';
import { conflict, notFound, precondition, Refusal } from '@/server/kernel/refusal';
import { digestOf } from '@/server/releases/rules/manifest';
import { completeStatement, statementBytes, statementDigest } from '../rules/statement';
import { CommitSignoff } from '../schema/inputs';
import type { Statement, StatementDraft } from '../schema/statement';
import { signerOf, signTarget } from './prepare-signoff';

const sha256 = (bytes: Uint8Array): Uint8Array => createHash('sha256').update(bytes).digest();
const parsed = <T>(bytes: Uint8Array) => JSON.parse(Buffer.from(bytes).toString()) as T;

/** Signs the prepared statement, once, for a person who authenticated again after it was prepared. */
export const commitSignoff = command({
  event: 'signoff.recorded',
  input: CommitSignoff,
  may: ['sign', 'SignOff'],
  target: async ({ db, ctx, input, nowUs }) => {
    const [prepared] = await db
      .update(esignNonces)
      .set({ usedAt: new Date(nowUs / 1000) })
      .where(
        and(
          eq(esignNonces.nonce, input.nonce),
          eq(esignNonces.personId, signerOf(ctx)),
          isNull(esignNonces.usedAt),
          gt(esignNonces.expiresAt, new Date(nowUs / 1000)),
        ),
      )
      .returning();
    if (!prepared)
      throw notFound('Prepared statement (it was used, it expired after five minutes, or it is not yours)');
    const draft = parsed<StatementDraft>(prepared.draft);
    return { ...(await signTarget(db, prepared.releaseId, draft.role)), prepared, draft };
  },
  run: async ({ db, ctx, target, nowUs }) => {
    const { prepared, draft } = target;
    const person = signerOf(ctx);
    await assertStillInForce(db, prepared.releaseId, draft.release_digest);
    const auth = await freshAuthentication(db, ctx.actor, person, draft.issued_at_us);
    const statement = completeStatement(draft, auth);
    const bytes = statementBytes(statement);
    const eventId = newEventId(nowUs);
    const digest = statementDigest(statement, sha256).replace('sha256:', '');
    const {
      release_digest: releaseDigest,
      dossier_digest: dossierDigest,
      environment,
      role,
      meaning,
    } = draft;
    const { orgId } = ctx.actor;
    if (digestOf(parsed(prepared.dossier), sha256) !== dossierDigest)
      throw new Error('a stored dossier changed');
    await db
      .insert(dossiers)
      .values({ orgId, digest: dossierDigest, releaseDigest, environment, body: prepared.dossier })
      .onConflictDoNothing();
    const signature = ctx.ports.signer.sign('esign', bytes);
    const row = {
      orgId,
      releaseDigest,
      dossierDigest,
      environment,
      personId: person,
      releaseId: prepared.releaseId,
      role,
      meaning,
      reason: prepared.reason ?? '',
      conditions: prepared.conditions,
      statement: bytes,
      method: statement.auth.method,
      signature,
      keyId: ctx.ports.signer.keyId('esign'),
      signedAtUs: nowUs,
      validUntilUs: draft.valid_until_us,
      eventId,
    };
    const stored = await db.insert(signoffs).values(row).onConflictDoNothing().returning();
    if (stored.length === 0) throw conflict('You signed this release with exactly these results already');
    return audited(
      {
        signoffEvent: eventId,
        releaseDigest,
        environment,
        role,
        meaning,
        method: row.method,
        signedAtUs: nowUs,
      },
      {
        eventId,
        entity: { ref: `release/${prepared.releaseId}`, name: `${target.system} ${target.version}` },
        op: 'sign',
        reason: row.reason,
        change: [
          {
            path: `/signoffs/${environment}/${person}`,
            from: null,
            to: { statement_sha256: digest, role, meaning, environment },
          },
        ],
        context: { release_digest: releaseDigest, policy_digest: draft.policy_digest },
      },
    );
  },
  waitsForInclusion: true,
});

/** Holds the release still until the signature is committed, and refuses when it is not what was shown. */
async function assertStillInForce(db: Tx, releaseId: string, digest: string): Promise<void> {
  const [release] = await db
    .select({ digest: releases.digest, state: releases.state })
    .from(releases)
    .where(eq(releases.id, releaseId))
    .for('share');
  if (release?.digest !== digest || release.state !== 'submitted') {
    throw conflict('This release changed after you opened it; look at it again');
  }
}

/** One re-authentication carries one signature: it must be younger than the statement and not have signed before. */
async function freshAuthentication(
  db: Tx,
  { session }: Actor,
  person: string,
  issuedAtUs: number,
): Promise<Statement['auth']> {
  if (!session) throw precondition('Only a signed-in person can sign');
  const again = new Refusal('forbidden', 'Authenticate again to sign: give your password, or sign in afresh');
  if (session.authTime < Math.floor(issuedAtUs / 1e6)) throw again;
  const [used] = await db
    .select({ event: signoffs.eventId })
    .from(signoffs)
    .where(
      and(
        eq(signoffs.personId, person),
        sql`${signoffs.signedAtUs} >= ${session.authTime + 1}::bigint * 1000000`,
      ),
    )
    .limit(1);
  if (used) throw again;
  const isPassword = session.method === 'password';
  return {
    method: isPassword ? 'password' : 'oidc-stepup',
    amr: [isPassword ? 'pwd' : 'oidc'],
    acr: null,
    auth_time: session.authTime,
  };
}
