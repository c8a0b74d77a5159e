import { eq } from 'drizzle-orm';
import { z } from 'zod';
import { datasets, datasetScans, datasetVersions } from '@/db/schema/registry';
import type { Tx } from '@/db/client';
import { audited } from '@/server/kernel/audit';
import { id } from '@/server/kernel/contract';
import { command } from '@/server/kernel/operation';
import { notFound } from '@/server/kernel/refusal';
import { DatasetVersionRef } from '../schema/datasets';

/** The job that reads the rows; declared by name, because it needs the commands of this file. */
export const scanJobName = 'registry.scan-dataset';

async function versionOf(db: Tx, versionId: string) {
  const [row] = await db
    .select({
      versionId: datasetVersions.id,
      orgId: datasets.orgId,
      createdBy: datasets.createdBy,
      name: datasets.name,
    })
    .from(datasetVersions)
    .innerJoin(datasets, eq(datasets.id, datasetVersions.datasetId))
    .where(eq(datasetVersions.id, versionId));
  if (!row) throw notFound('Dataset version');
  return row;
}

/** Asks for the rows of a version to be searched for personal data and secrets. */
export const scanDataset = command({
  event: 'dataset.scan-requested',
  input: DatasetVersionRef,
  may: ['edit', 'Dataset'],
  target: ({ db, input }) => versionOf(db, input.versionId),
  run: async ({ input, target: { name } }) =>
    audited(
      { versionId: input.versionId },
      { entity: { ref: `dataset-version/${input.versionId}`, name }, op: 'create', after: { scan: 'asked' } },
      [{ name: scanJobName, payload: input }],
    ),
});

/** Keeps how often each class was found: numbers only. */
export const recordDatasetScan = command({
  event: 'dataset.scanned',
  input: z.strictObject({
    versionId: id('dsv'),
    rowCount: z.int().min(0),
    findings: z.record(z.string().max(40), z.int().min(1)),
  }),
  may: ['record', 'Dataset'],
  target: ({ db, input }) => versionOf(db, input.versionId),
  run: async ({ db, ctx, input: { versionId, rowCount, findings }, target: { orgId, name } }) => {
    const row = {
      id: ctx.ports.newId('dss'),
      orgId,
      datasetVersionId: versionId,
      rowCount,
      findings,
      createdBy: ctx.actor.id,
    };
    await db.insert(datasetScans).values(row);
    const entity = { ref: `dataset-version/${versionId}`, name };
    return audited({ id: row.id }, { entity, op: 'create', after: { scan: row.id, rowCount, findings } });
  },
});
