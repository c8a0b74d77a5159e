import { and, desc, eq } from 'drizzle-orm';
import type { Tx } from '@/db/client';
import { datasets, datasetVersions } from '@/db/schema/registry';
import { audited } from '@/server/kernel/audit';
import { command } from '@/server/kernel/operation';
import { invalid, notFound } from '@/server/kernel/refusal';
import { datasetById, withOrigin } from '../queries/datasets';
import { AddDatasetVersion, CreateDataset, EditDataset } from '../schema/datasets';

export const createDataset = command({
  event: 'dataset.created',
  input: CreateDataset,
  may: ['create', 'Dataset'],
  target: async ({ ctx: { actor } }) => ({ orgId: actor.orgId, createdBy: actor.personId ?? actor.id }),
  run: async ({ db, ctx, input, target }) => {
    const ownerId = input.ownerId ?? ctx.actor.personId;
    if (ownerId === null)
      throw invalid('ownerId', 'ownerId must name the person who answers for the dataset');
    const {
      description = '',
      licence = '',
      legalBasis = '',
      personalData = 'unknown',
      isSynthetic = false,
    } = input;
    const facts = { description, licence, legalBasis, personalData, isSynthetic, ownerId };
    const row = { id: ctx.ports.newId('dat'), ...target, name: input.name, kind: input.kind, ...facts };
    await db.insert(datasets).values(row);
    const created = await datasetById(db, row.id);
    if (!created) throw notFound('Dataset');
    return audited(created, { entity: { ref: `dataset/${row.id}`, name: row.name }, after: row });
  },
});

export const editDataset = command({
  event: 'dataset.edited',
  input: EditDataset,
  may: ['edit', 'Dataset'],
  target: ({ db, input }) => lockedDataset(db, input.datasetId),
  run: async ({ db, input: { datasetId, ...wanted }, target, nowUs }) => {
    const updatedAt = new Date(nowUs / 1000);
    await db
      .update(datasets)
      .set({ ...wanted, updatedAt })
      .where(eq(datasets.id, datasetId));
    const after = await datasetById(db, datasetId);
    if (!after) throw notFound('Dataset');
    const entity = { ref: `dataset/${datasetId}`, name: after.name };
    return audited(after, { entity, before: factsOf(target), after: factsOf(after) });
  },
});

type Facts = Omit<typeof datasets.$inferSelect, 'latest'>;
const factsOf = ({ description, licence, legalBasis, personalData, isSynthetic, ownerId }: Facts) => ({
  description,
  licence,
  legalBasis,
  personalData,
  isSynthetic,
  ownerId,
});

/** Takes an upload that `receiveUpload` has put on disk; never a caller's own digests. */
export const addDatasetVersion = command({
  event: 'dataset.version-added',
  events: ['dataset.version-unchanged'],
  input: AddDatasetVersion,
  may: ['edit', 'Dataset'],
  target: ({ db, input }) => lockedDataset(db, input.datasetId),
  run: async ({ db, ctx, input: { datasetId, message = '', upload, origin = null }, target }) => {
    if (!upload) throw invalid('file', 'file is missing');
    const entity = { ref: `dataset/${datasetId}`, name: target.name };
    const named = { datasetName: target.name, kind: target.kind };
    const ofDataset = eq(datasetVersions.datasetId, datasetId);
    const [same] = await db
      .select()
      .from(datasetVersions)
      .where(and(ofDataset, eq(datasetVersions.digest, upload.digest)));
    if (same) {
      const evidence = {
        type: 'dataset.version-unchanged',
        op: 'read',
        entity,
        reasonCode: 'same_digest',
      } as const;
      return audited({ ...withOrigin(same), ...named, unchanged: true }, evidence);
    }
    const [last] = await db
      .select({ number: datasetVersions.number })
      .from(datasetVersions)
      .where(ofDataset)
      .orderBy(desc(datasetVersions.number))
      .limit(1);
    const number = (last?.number ?? 0) + 1;
    const id = ctx.ports.newId('dsv');
    const createdBy = ctx.actor.personId ?? ctx.actor.id;
    const row = { id, orgId: target.orgId, datasetId, number, ...upload, message, origin, createdBy };
    const [added] = await db.insert(datasetVersions).values(row).returning();
    if (!added) throw notFound('Dataset version');
    const { digest, rowCount, fileSha256, fileBytes } = upload;
    const to = { id, digest, rowCount, fileSha256, fileBytes, ...(origin && { origin }) };
    const change = { path: `/versions/${number}`, from: null, to };
    return audited(
      { ...withOrigin(added), ...named, unchanged: false },
      { entity, op: 'update', change: [change] },
    );
  },
});

async function lockedDataset(db: Tx, datasetId: string) {
  const [row] = await db.select().from(datasets).where(eq(datasets.id, datasetId)).for('update');
  if (!row) throw notFound('Dataset');
  return row;
}
