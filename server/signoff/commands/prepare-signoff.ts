import { createHash, randomBytes } from 'node:crypto';
import { and, eq } from 'drizzle-orm';
import type { z } from 'zod';
import type { Tx } from '@/db/client';
import { esignNonces, signoffs } from '@/db/schema/signoff';
import { headOf } from '@/server/audit/queries';
import { toBase64 } from '@/server/audit/rules/encoding';
import { caseOf } from '@/server/gates/queries/case';
import type { PolicyInForce } from '@/server/gates/queries/policies';
import { audited } from '@/server/kernel/audit';
import { canonicalBytes } from '@/server/kernel/canonical';
import type { Ctx } from '@/server/kernel/context';
import { command } from '@/server/kernel/operation';
import { conflict, notFound, precondition } from '@/server/kernel/refusal';
import { dossier, dossierDigest } from '@/server/releases/rules/dossier';
import { releaseById } from '@/server/releases/queries/releases';
import type { Facts } from '@/server/releases/schema/dossier';
import { draftStatement, statementDigest, statementText } from '../rules/statement';
import { changesSince, personName } from '../queries/signoffs';
import { PrepareSignoff } from '../schema/inputs';

const sha256 = (bytes: Uint8Array): Uint8Array => createHash('sha256').update(bytes).digest();
const preparedForUs = 300e6;

/** What `sign` is authorised on: the release with its authors and the role to sign in. */
export async function signTarget(db: Tx, releaseId: string, role: string) {
  const release = await releaseById(db, releaseId);
  if (!release) throw notFound('Release');
  return { ...release, role };
}

/** Builds the statement that the person is about to sign and the exact text to show; valid for five minutes. */
export const prepareSignoff = command({
  event: 'signoff.prepared',
  input: PrepareSignoff,
  may: ['sign', 'SignOff'],
  target: ({ db, input }) => signTarget(db, input.releaseId, input.role),
  run: async ({ db, ctx, input, target, nowUs }) => {
    if (target.state !== 'submitted')
      throw precondition(`This release is ${target.state}; it must be submitted first`);
    if (target.digest !== input.digest)
      throw conflict('This release changed after you opened it; look at it again');
    const person = signerOf(ctx);
    const { question, inForce } = await caseOf(db, input.digest, input.environment, nowUs);
    if (!inForce || !question.manifest)
      throw precondition(`The environment "${input.environment}" has no gate policy`);
    const seen = seenBy(ctx, input, inForce.digest, question.facts);
    await assertNotSigned(db, input.digest, dossierDigest(seen, sha256), input.environment, person);
    const signing = { meaning: input.meaning, reason: input.reason, conditions: input.conditions || null };
    const parts = await statementParts(db, ctx, input, inForce, nowUs);
    const draft = draftStatement({ ...parts, dossier_digest: dossierDigest(seen, sha256) }, signing, sha256);
    const expiresAt = new Date((nowUs + preparedForUs) / 1000);
    const text = statementText(draft, {
      system: target.system,
      version: target.version,
      signer: (await personName(db, person)) ?? person,
      signing,
      changes: await changesSince(db, target, question.manifest),
      openFindings: question.facts.findings.map(({ title }) => title),
    });
    await db.insert(esignNonces).values({
      nonce: draft.nonce,
      orgId: ctx.actor.orgId,
      personId: person,
      releaseId: input.releaseId,
      draft: canonicalBytes(draft),
      dossier: canonicalBytes(seen),
      reason: signing.reason,
      conditions: signing.conditions,
      shown: text,
      expiresAt,
    });
    return audited(
      { nonce: draft.nonce, statement: draft, text, expiresAt },
      {
        entity: { ref: `release/${input.releaseId}`, name: `${target.system} ${target.version}` },
        op: 'read',
        change: [{ path: '/statement', from: null, to: statementDigest(draft, sha256) }],
        context: { release_digest: input.digest, policy_digest: inForce.digest },
      },
    );
  },
});

type Input = z.output<typeof PrepareSignoff>;

const seenBy = ({ actor }: Ctx, { digest, environment }: Input, policyDigest: string, facts: Facts) =>
  dossier({ org: actor.orgId, release_digest: digest, environment, policy_digest: policyDigest }, facts);

async function statementParts(db: Tx, ctx: Ctx, input: Input, inForce: PolicyInForce, nowUs: number) {
  const head = await headOf(db, ctx.actor.orgId);
  return {
    org: ctx.actor.orgId,
    release_digest: input.digest,
    policy_digest: inForce.digest,
    environment: input.environment,
    role: input.role,
    signer: { person: signerOf(ctx) },
    seen: head ? { log_size: head.size, root: toBase64(head.root) } : null,
    nonce: randomBytes(16).toString('hex'),
    issued_at_us: nowUs,
    approval_ttl_days: inForce.policy.approval_ttl_days,
  };
}

export function signerOf({ actor }: Ctx): string {
  if (actor.kind !== 'user' || actor.personId === null)
    throw precondition('Only a signed-in person can sign');
  return actor.personId;
}

async function assertNotSigned(db: Tx, digest: string, seen: string, environment: string, person: string) {
  const [signed] = await db
    .select({ meaning: signoffs.meaning })
    .from(signoffs)
    .where(
      and(
        eq(signoffs.releaseDigest, digest),
        eq(signoffs.dossierDigest, seen),
        eq(signoffs.environment, environment),
        eq(signoffs.personId, person),
      ),
    );
  if (!signed) return;
  throw conflict(
    'You signed this release with exactly these results already; you can sign again when they change',
  );
}
