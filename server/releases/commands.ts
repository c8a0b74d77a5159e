import { createHash } from 'node:crypto';
import { eq } from 'drizzle-orm';
import type { Tx } from '@/db/client';
import { releaseManifests, releases, type ReleaseParts } from '@/db/schema/releases';
import { askFactsJobName } from '@/server/checklists/rules/job-names';
import { audited } from '@/server/kernel/audit';
import { canonicalBytes } from '@/server/kernel/canonical';
import type { Ctx } from '@/server/kernel/context';
import { command } from '@/server/kernel/operation';
import { conflict, notFound } from '@/server/kernel/refusal';
import { systemById } from '@/server/systems/queries';
import { assertPartsExist, manifestPartsOf } from './queries/components';
import { assertFreezable, assertMoves } from './rules/lifecycle';
import { releaseDigest, releaseManifest } from './rules/manifest';
import { CreateRelease, EditRelease, ReleaseRef, WithdrawRelease } from './schema/inputs';

type Row = typeof releases.$inferSelect;
const sha256 = (bytes: Uint8Array): Uint8Array => createHash('sha256').update(bytes).digest();
const entityOf = (row: Row, system: string) => ({
  ref: `release/${row.id}`,
  name: `${system} ${row.version}`,
});
const personOf = ({ actor }: Ctx) => actor.personId ?? actor.id;

export const createRelease = command({
  event: 'release.created',
  input: CreateRelease,
  may: ['create', 'Release'],
  target: async ({ db, ctx, input }) => {
    const system = await systemById(db, input.systemId);
    if (!system) throw notFound('System');
    return { orgId: system.orgId, systemId: system.id, createdBy: personOf(ctx), system: system.name };
  },
  run: async ({ db, ctx, input, target }) => {
    const { systemId, version, summary, ...parts } = input;
    await assertPartsExist(db, parts);
    const row = {
      id: ctx.ports.newId('rel'),
      orgId: target.orgId,
      systemId,
      version,
      summary,
      state: 'draft' as const,
      parts,
      createdBy: target.createdBy,
    };
    const [created] = await db.insert(releases).values(row).returning();
    if (!created) throw notFound('Release');
    return audited(created, {
      entity: entityOf(created, target.system),
      after: { systemId, version, ...parts },
    });
  },
});

export const editRelease = command({
  event: 'release.edited',
  input: EditRelease,
  may: ['edit', 'Release'],
  target: ({ db, input }) => lockedRelease(db, input.releaseId),
  run: async ({ db, input: { releaseId, summary, ...wanted }, target, nowUs }) => {
    if (target.state !== 'draft') assertMoves(target.state, 'draft');
    const parts: ReleaseParts = { ...target.parts, ...withoutAbsent(wanted) };
    await assertPartsExist(db, parts);
    const [after] = await db
      .update(releases)
      .set({ parts, summary: summary ?? target.summary, state: 'draft', digest: null, updatedAt: at(nowUs) })
      .where(eq(releases.id, releaseId))
      .returning();
    if (!after) throw notFound('Release');
    const told = (row: Row) => ({ state: row.state, digest: row.digest, summary: row.summary, ...row.parts });
    return audited(after, {
      entity: entityOf(after, target.system),
      before: told(target),
      after: told(after),
    });
  },
});

/** Builds the manifest from the parts as they are now; its digest is what people sign and the gate is asked about. */
export const freezeRelease = command({
  event: 'release.frozen',
  input: ReleaseRef,
  may: ['edit', 'Release'],
  target: ({ db, input }) => lockedRelease(db, input.releaseId),
  run: async ({ db, ctx, input, target, nowUs }) => {
    assertMoves(target.state, 'frozen');
    const manifest = releaseManifest(await manifestPartsOf(db, target, personOf(ctx)));
    assertFreezable(manifest);
    const digest = releaseDigest(manifest, sha256);
    const body = canonicalBytes(manifest);
    const { orgId, systemId } = target;
    const stored = { orgId, digest, releaseId: input.releaseId, systemId, body };
    const [mine] = await db.insert(releaseManifests).values(stored).onConflictDoNothing().returning();
    if (!mine) await assertOwnManifest(db, digest, input.releaseId);
    const [after] = await db
      .update(releases)
      .set({ digest, state: 'frozen', authors: manifest.authors, updatedAt: at(nowUs) })
      .where(eq(releases.id, input.releaseId))
      .returning();
    if (!after) throw notFound('Release');
    const evidence = {
      entity: entityOf(after, target.system),
      before: { state: target.state, digest: target.digest },
      after: { state: after.state, digest },
      context: { release_digest: digest },
    };
    return audited(after, evidence, [{ name: askFactsJobName, payload: { systemId } }]);
  },
});

export const submitRelease = command({
  event: 'release.submitted',
  input: ReleaseRef,
  may: ['submit', 'Release'],
  target: ({ db, input }) => lockedRelease(db, input.releaseId),
  run: async ({ db, ctx, input, target, nowUs }) => {
    assertMoves(target.state, 'submitted');
    const [after] = await db
      .update(releases)
      .set({ state: 'submitted', submittedAtUs: nowUs, requestedBy: personOf(ctx), updatedAt: at(nowUs) })
      .where(eq(releases.id, input.releaseId))
      .returning();
    if (!after?.digest) throw conflict('This release has no frozen manifest; freeze it first');
    return audited(after, {
      entity: entityOf(after, target.system),
      before: { state: target.state },
      after: { state: after.state },
      context: { release_digest: after.digest },
    });
  },
  waitsForInclusion: true,
});

/** Takes a submitted release back: the gate denies its digest from now on, and it may be changed again. */
export const withdrawRelease = command({
  event: 'release.withdrawn',
  input: WithdrawRelease,
  may: ['withdraw', 'Release'],
  target: ({ db, input }) => lockedRelease(db, input.releaseId),
  run: async ({ db, input, target, nowUs }) => {
    assertMoves(target.state, 'withdrawn');
    const [after] = await db
      .update(releases)
      .set({ state: 'withdrawn', updatedAt: at(nowUs) })
      .where(eq(releases.id, input.releaseId))
      .returning();
    if (!after) throw notFound('Release');
    return audited(after, {
      entity: entityOf(after, target.system),
      before: { state: target.state },
      after: { state: after.state },
      reason: input.reason,
      ...(target.digest ? { context: { release_digest: target.digest } } : {}),
    });
  },
  waitsForInclusion: true,
});

const at = (us: number) => new Date(us / 1000);
const withoutAbsent = <T extends object>(value: T): Partial<T> =>
  Object.fromEntries(Object.entries(value).filter(([, one]) => one !== undefined)) as Partial<T>;

async function lockedRelease(db: Tx, releaseId: string) {
  const [row] = await db.select().from(releases).where(eq(releases.id, releaseId)).for('update');
  if (!row) throw notFound('Release');
  const system = await systemById(db, row.systemId);
  return { ...row, system: system?.name ?? row.systemId };
}

/** Two releases cannot share a digest, because the version stands in the manifest; the same one frozen twice does. */
async function assertOwnManifest(db: Tx, digest: string, releaseId: string): Promise<void> {
  const [row] = await db.select().from(releaseManifests).where(eq(releaseManifests.digest, digest));
  if (row?.releaseId !== releaseId) throw conflict('Another release has the same manifest');
}
