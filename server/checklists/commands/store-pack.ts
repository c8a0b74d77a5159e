import { eq, max } from 'drizzle-orm';
import type { Tx } from '@/db/client';
import { frameworkAdoptions, frameworkPacks } from '@/db/schema/checklists';
import type { Evidence } from '@/server/kernel/audit';
import { authorOf, type Ctx } from '@/server/kernel/context';
import { conflict } from '@/server/kernel/refusal';
import type { InUse } from '../queries/adoption';
import type { Adoption } from '../queries/stored-packs';
import { packDiff } from '../rules/pack-diff';
import { preparedPack } from './prepare-pack';
import type { ReadPack } from './read-pack';

interface Writing {
  readonly db: Tx;
  readonly ctx: Ctx;
}

/**
 * Keeps what somebody wrote as the next revision of an own pack. The first one comes into use at once; a later one
 * waits until it is adopted.
 * @throws Refusal invalid naming control and line, or the version; conflict for the same content again
 */
export async function storePack({ db, ctx }: Writing, read: ReadPack) {
  const { head, source } = read;
  const { controls, digest, before } = await preparedPack(db, read);
  const row = {
    id: ctx.ports.newId('fwp'),
    orgId: ctx.actor.orgId,
    framework: head.id,
    revision: await nextRevision(db, head.id),
    title: head.title,
    nature: head.nature,
    version: head.version,
    asOf: head.asOf,
    lawStatus: head.status,
    digest,
    createdBy: authorOf(ctx),
  };
  await db
    .insert(frameworkPacks)
    .values({ ...row, controls: controls.map((control) => ({ ...control })), source });
  const adopted = await adoptFirst({ db, ctx }, before, row);
  const { added, removed, changed } = packDiff(before?.pack.controls ?? [], controls);
  const told = {
    revision: row.revision,
    format: read.kind,
    version: row.version,
    digest,
    controls: controls.length,
  };
  const entity = { ref: `framework/${head.id}`, name: head.title };
  const kept: Evidence = {
    entity,
    op: before ? 'update' : 'create',
    ...(before ? { before: { version: before.pack.version, digest: before.pack.digest } } : {}),
    after: { ...told, added: added.length, removed: removed.length, changed: changed.length },
  };
  return {
    result: {
      framework: head.id,
      ...told,
      added: added.length,
      removed: removed.map(({ controlId }) => controlId),
      changed: changed.map(({ controlId }) => controlId),
      isInUse: before === undefined,
    },
    evidence: [kept, ...adopted.map((adoption) => adoptionEvidence(adoption, entity.name, null))],
  };
}

/** Nothing to preview: a pack that nobody used yet. One from before there were adoptions goes on being used. */
async function adoptFirst(
  { db, ctx }: Writing,
  before: InUse | undefined,
  row: Pick<typeof frameworkPacks.$inferSelect, 'framework' | 'revision' | 'version' | 'digest'>,
): Promise<Adoption[]> {
  if (before && before.number > 0) return [];
  const { revision, pack } = before ?? { revision: row.revision, pack: row };
  const { version, digest } = pack;
  const values = { framework: row.framework, revision, version, digest };
  return [
    await insertAdoption({ db, ctx }, { ...values, number: 1, kind: 'first', reason: 'The first version' }),
  ];
}

type NewAdoption = Omit<Adoption, 'id' | 'orgId' | 'createdBy' | 'createdAt'>;

/** @throws Refusal conflict when somebody adopted another at the same moment: each has a number of its own */
export async function insertAdoption({ db, ctx }: Writing, values: NewAdoption): Promise<Adoption> {
  const [made] = await db
    .insert(frameworkAdoptions)
    .values({
      ...values,
      id: ctx.ports.newId('fwa'),
      orgId: ctx.actor.orgId,
      createdBy: authorOf(ctx),
    })
    .returning();
  if (!made) throw conflict('Somebody changed this at the same moment; try again');
  return made;
}

/** What the trail keeps of an adoption. */
export const adoptionEvidence = (
  { framework, revision, version, digest, kind, reason }: Adoption,
  name: string,
  before: Readonly<Record<string, unknown>> | null,
): Evidence => ({
  type: kind === 'rolled_back' ? 'framework.rolled_back' : 'framework.adopted',
  entity: { ref: `framework/${framework}`, name },
  op: 'update',
  before: before ?? { revision: null, version: null, digest: null },
  after: { revision, version, digest },
  reason,
});

export async function nextRevision(db: Tx, framework: string): Promise<number> {
  const [row] = await db
    .select({ last: max(frameworkPacks.revision) })
    .from(frameworkPacks)
    .where(eq(frameworkPacks.framework, framework));
  return (row?.last ?? 0) + 1;
}
