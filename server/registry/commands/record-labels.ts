import { desc, eq } from 'drizzle-orm';
import { z } from 'zod';
import type { Tx } from '@/db/client';
import { datasets, datasetVersions } from '@/db/schema/registry';
import { audited } from '@/server/kernel/audit';
import { command } from '@/server/kernel/operation';
import { Slug } from '@/server/kernel/contract';
import { StoredUpload } from '../schema/datasets';

/** Labels that people gave, as the next version of a dataset of that name. Delivered again it changes nothing. */
export const recordLabels = command({
  event: 'dataset.labels-recorded',
  input: z.strictObject({
    name: Slug,
    upload: StoredUpload,
    message: z.string().max(500),
    description: z.string().max(2000),
    createdBy: z.string(),
  }),
  may: ['record', 'Dataset'],
  target: async ({ ctx, input }) => ({ orgId: ctx.actor.orgId, createdBy: input.createdBy }),
  run: async ({ db, ctx, input: { name, upload, message, description }, target }) => {
    const datasetId = (await datasetOf(db, name)) ?? ctx.ports.newId('dat');
    const entity = { ref: `dataset/${datasetId}`, name };
    const facts = { personalData: 'unknown', isSynthetic: false, ownerId: target.createdBy } as const;
    const empty = { licence: '', legalBasis: '', description };
    await db
      .insert(datasets)
      .values({ id: datasetId, ...target, name, kind: 'cases', ...facts, ...empty })
      .onConflictDoNothing();
    const versions = await db
      .select()
      .from(datasetVersions)
      .where(eq(datasetVersions.datasetId, datasetId))
      .orderBy(desc(datasetVersions.number));
    if (versions.some(({ digest }) => digest === upload.digest))
      return audited(null, { entity, op: 'read', reasonCode: 'same_digest' });
    const number = (versions[0]?.number ?? 0) + 1;
    const id = ctx.ports.newId('dsv');
    await db.insert(datasetVersions).values({ id, ...target, datasetId, number, ...upload, message });
    const to = { id, digest: upload.digest, rowCount: upload.rowCount };
    return audited(null, { entity, op: 'update', change: [{ path: `/versions/${number}`, from: null, to }] });
  },
});

async function datasetOf(db: Tx, name: string): Promise<string | undefined> {
  const [found] = await db.select().from(datasets).where(eq(datasets.name, name)).for('update');
  return found?.id;
}
