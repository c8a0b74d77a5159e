import { eq, max } from 'drizzle-orm';
import type { Tx } from '@/db/client';
import { frameworkAdoptions, frameworkPacks } from '@/db/schema/checklists';
import { everyRole } from '@/policies/contract';
import { checkById, evidenceTypeById, frameworks } from '@/policies/frameworks/catalog';
import { factModel } from '@/policies/frameworks/facts';
import type { Evidence } from '@/server/kernel/audit';
import { authorOf, type Ctx } from '@/server/kernel/context';
import { conflict, invalid } from '@/server/kernel/refusal';
import { revisionInUse } from '../queries/adoption';
import { digestOfControls } from '../queries/digests';
import { allPacks } from '../queries/packs';
import type { Pack } from '../queries/shipped-packs';
import { type Adoption, adoptionsOf, revisionsOf } from '../queries/stored-packs';
import { factBase } from '../rules/derive';
import { asControl, type PackCatalogue, packProblems, refuseProblems } from '../rules/pack';
import { packDiff } from '../rules/pack-diff';
import { compareVersions } from '../rules/pack-version';
import type { ReadPack } from './read-pack';

/** Words that stand in addresses beside the names of frameworks. */
const reserved = ['new', 'coverage'];

interface Writing {
  readonly db: Tx;
  readonly ctx: Ctx;
}

/**
 * Keeps what somebody wrote as the next revision of an own pack. The first one comes into use at once; a later one
 * waits until it is adopted.
 * @throws Refusal invalid naming control and line, or the version; conflict for the same content again
 */
export async function storePack({ db, ctx }: Writing, { head, controls: written, source }: ReadPack) {
  if (reserved.includes(head.id) || frameworks.some(({ id }) => id === head.id))
    throw invalid('content', `The id ${head.id} is taken: choose one of your own`);
  const catalogue = catalogueOf(await allPacks(db));
  refuseProblems(packProblems(head, written, catalogue));
  const controls = written.map(({ control }) => asControl(head, control, catalogue));
  const digest = digestOfControls(controls);
  const before = await revisionInUse(db, head.id);
  await assertLater(db, { ...head, digest });
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
  const told = { revision: row.revision, version: row.version, digest, controls: controls.length };
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

/** A version is earlier or later than others by its name, so that a later revision has a higher one. */
async function assertLater(db: Tx, { id, version, digest }: Pick<Pack, 'id' | 'version' | 'digest'>) {
  const [last] = await revisionsOf(db, id);
  if (!last) return;
  if (last.digest === digest && last.version === version)
    throw conflict(`${id} ${version} has exactly these controls already`);
  const order = compareVersions(version, last.version);
  if (order < 0)
    throw invalid(
      'content',
      `version ${version} is earlier than ${last.version}; an earlier version comes back by a rollback`,
    );
  const wasUsed = (await adoptionsOf(db, id)).some((one) => compareVersions(one.version, version) === 0);
  if (order === 0 && wasUsed)
    throw invalid('content', `version ${version} is or was in use: give changed controls a higher version`);
}

/** Nothing to preview: a pack that nobody used yet. One from before there were adoptions goes on being used. */
async function adoptFirst(
  { db, ctx }: Writing,
  before: Awaited<ReturnType<typeof revisionInUse>>,
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

export function catalogueOf(packs: readonly Pack[]): PackCatalogue {
  const owners = new Map(
    packs.flatMap(({ id, controls }) => controls.map((control) => [control.id, id] as const)),
  );
  return {
    facts: factBase(factModel, {}),
    typeOf: evidenceTypeById,
    checkOf: checkById,
    ownerOf: (id) => owners.get(id),
    roles: everyRole,
  };
}
