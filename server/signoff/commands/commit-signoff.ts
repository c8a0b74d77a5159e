import { createHash } from 'node:crypto';
import { and, eq, gt, isNull, sql } from 'drizzle-orm';
import type { Tx } from '@/db/client';
import { esignNonces, signoffs } from '@/db/schema/signoff';
import type { Actor } from '@/policies/contract';
import { answersDigest } from '@/server/checklists/queries/answers';
import { heldSystem } from '@/server/checklists/queries/known';
import { audited, newEventId } from '@/server/kernel/audit';
import type { Ctx } from '@/server/kernel/context';
import { command } from '@/server/kernel/operation';
import { conflict, notFound, precondition, Refusal } from '@/server/kernel/refusal';
import { heldRelease } from '@/server/releases/queries/releases';
import { digestOf } from '@/server/releases/rules/manifest';
import type { Dossier } from '@/server/releases/schema/dossier';
import { completeStatement, statementBytes } from '../rules/statement';
import { CommitSignoff } from '../schema/inputs';
import type { Statement, StatementDraft } from '../schema/statement';
import { keepDossier } from './keep-dossier';
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
    await assertStillInForce(db, prepared.releaseId, draft.release_digest);
    const answers = await assertSameAnswers(db, target.systemId, prepared.dossier);
    const auth = await freshAuthentication(db, ctx.actor, signerOf(ctx), draft.issued_at_us);
    const row = signedRow(ctx, { ...prepared, answers }, completeStatement(draft, auth), nowUs);
    await keepShown(db, row, prepared.dossier);
    const stored = await db.insert(signoffs).values(row).onConflictDoNothing().returning();
    if (stored.length === 0) throw conflict('You signed this release with exactly these results already');
    const { eventId, releaseDigest, environment, role, meaning, method } = row;
    const digest = createHash('sha256').update(row.statement).digest('hex');
    return audited(
      { signoffEvent: eventId, releaseDigest, environment, role, meaning, method, signedAtUs: nowUs },
      {
        eventId,
        entity: { ref: `release/${prepared.releaseId}`, name: `${target.system} ${target.version}` },
        op: 'sign',
        reason: row.reason,
        change: [
          {
            path: `/signoffs/${environment}/${row.personId}`,
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

type Prepared = typeof esignNonces.$inferSelect & { readonly answers: string | null };

/** The signature over the statement's exact bytes, by the portal's key for what people sign. */
function signedRow({ actor, ports }: Ctx, prepared: Prepared, statement: Statement, nowUs: number) {
  const bytes = statementBytes(statement);
  return {
    orgId: actor.orgId,
    releaseDigest: statement.release_digest,
    dossierDigest: statement.dossier_digest,
    environment: statement.environment,
    personId: statement.signer.person,
    releaseId: prepared.releaseId,
    role: statement.role,
    meaning: statement.meaning,
    reason: prepared.reason ?? '',
    conditions: prepared.conditions,
    statement: bytes,
    method: statement.auth.method,
    signature: ports.signer.sign('esign', bytes),
    keyId: ports.signer.keyId('esign'),
    signedAtUs: nowUs,
    validUntilUs: statement.valid_until_us,
    answers: prepared.answers,
    eventId: newEventId(nowUs),
  };
}

async function keepShown(db: Tx, row: ReturnType<typeof signedRow>, body: Uint8Array): Promise<void> {
  const { orgId, releaseDigest, dossierDigest: digest, environment } = row;
  if (digestOf(parsed(body), sha256) !== digest) throw new Error('a stored dossier changed');
  await keepDossier(db, { orgId, digest, releaseDigest, environment, body });
}

/** Refuses when the release is not what was shown; it cannot change until the signature is committed. */
async function assertStillInForce(db: Tx, releaseId: string, digest: string): Promise<void> {
  const release = await heldRelease(db, releaseId);
  if (release?.digest !== digest || release.state !== 'submitted') {
    throw conflict('This release changed after you opened it; look at it again');
  }
}

/** Refuses when the answers about the system are not those that were shown; gives their digest. No answer changes until
 *  the signature is committed. */
async function assertSameAnswers(db: Tx, systemId: string, shown: Uint8Array): Promise<string | null> {
  const { answers } = parsed<Dossier>(shown);
  if (answers === undefined) return null;
  await heldSystem(db, systemId);
  if ((await answersDigest(db, systemId)) !== answers)
    throw conflict('The answers about the system changed after you opened it; look at it again');
  return answers;
}

/** One re-authentication carries one signature: it must be younger than the statement and not have signed before.
 *  Its time is in whole seconds: a signature within that very second counts as made with it. */
async function freshAuthentication(
  db: Tx,
  { session }: Actor,
  person: string,
  issuedAtUs: number,
): Promise<Statement['auth']> {
  if (!session) throw precondition('Only a signed-in person can sign');
  const again = new Refusal('forbidden', 'Authenticate again to sign: give your password, or sign in afresh');
  if (session.authTime < Math.floor(issuedAtUs / 1e6)) throw again;
  await db.execute(sql`select pg_advisory_xact_lock(hashtextextended(${`signer ${person}`}, 0))`);
  const [used] = await db
    .select({ event: signoffs.eventId })
    .from(signoffs)
    .where(
      and(
        eq(signoffs.personId, person),
        sql`${signoffs.signedAtUs} >= ${session.authTime}::bigint * 1000000`,
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
