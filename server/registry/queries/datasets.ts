import { and, desc, eq, getTableColumns, inArray, lt, type SQL, sql } from 'drizzle-orm';
import type { Reader } from '@/db/client';
import { CaseOrigin } from '@/evaluators/langfuse/source';
import { datasets, datasetVersions, datasetScans } from '@/db/schema/registry';
import { containing, newestFirst, newestKey, olderThan } from '@/server/kernel/listing';
import { list, read } from '@/server/kernel/operation';
import { keyFrom, pageOf } from '@/server/kernel/paging';
import {
  CountDatasets,
  type Dataset,
  DatasetRef,
  type DatasetVersion,
  DatasetVersionRef,
  ListDatasets,
  ListDatasetVersions,
} from '../schema/datasets';

const versionColumns = {
  ...getTableColumns(datasetVersions),
  datasetName: datasets.name,
  kind: datasets.kind,
};

const versionsWith = (db: Reader) =>
  db
    .select(versionColumns)
    .from(datasetVersions)
    .innerJoin(datasets, eq(datasets.id, datasetVersions.datasetId));

async function versionWhere(db: Reader, where: SQL | undefined): Promise<DatasetVersion | undefined> {
  const [found] = await versionsWith(db).where(where).orderBy(datasetVersions.createdAt).limit(1);
  return found && withOrigin(found);
}

export const withOrigin = <T extends { readonly origin: unknown }>(row: T) => ({
  ...row,
  origin: row.origin === null ? null : CaseOrigin.parse(row.origin),
});

export const datasetVersionById = (db: Reader, versionId: string) =>
  versionWhere(db, eq(datasetVersions.id, versionId));

/** @param digest `sha256:…`; the oldest version when several datasets have the same content */
export const datasetVersionByDigest = (db: Reader, digest: string) =>
  versionWhere(db, eq(datasetVersions.digest, digest));

/** The version that `name@number` means. */
export const datasetVersionByNumber = (db: Reader, name: string, number: number) =>
  versionWhere(db, and(eq(datasets.name, name), eq(datasetVersions.number, number)));

/** The rows with their newest versions: one more read however many rows there are. */
async function described(db: Reader, rows: readonly (typeof datasets.$inferSelect)[]): Promise<Dataset[]> {
  if (rows.length === 0) return [];
  const ids = rows.map(({ id }) => id);
  const { id, datasetId, number, digest, rowCount, fileBytes, createdAt } = datasetVersions;
  const newest = await db
    .selectDistinctOn([datasetId], { id, datasetId, number, digest, rowCount, fileBytes, createdAt })
    .from(datasetVersions)
    .where(inArray(datasetId, ids))
    .orderBy(datasetId, desc(number));
  return rows.map((row) => {
    const found = newest.find((version) => version.datasetId === row.id);
    if (!found) return { ...row, latest: null };
    const { datasetId: _, ...latest } = found;
    return { ...row, latest };
  });
}

export async function datasetById(db: Reader, datasetId: string): Promise<Dataset | undefined> {
  const [dataset] = await described(db, await db.select().from(datasets).where(eq(datasets.id, datasetId)));
  return dataset;
}

export const getDataset = read({
  input: DatasetRef,
  of: 'Dataset',
  run: ({ db, input }) => datasetById(db, input.datasetId),
});

export const getDatasetVersion = read({
  input: DatasetVersionRef,
  of: 'Dataset',
  run: ({ db, input }) => datasetVersionById(db, input.versionId),
});

/** The newest scan of a version; `scan` is null when there was none. */
export const getDatasetScan = read({
  input: DatasetVersionRef,
  of: 'Dataset',
  run: async ({ db, input }) => {
    const version = await datasetVersionById(db, input.versionId);
    if (!version) return undefined;
    const [scan] = await db
      .select()
      .from(datasetScans)
      .where(eq(datasetScans.datasetVersionId, version.id))
      .orderBy(desc(datasetScans.createdAt), desc(datasetScans.id))
      .limit(1);
    const { orgId, createdBy } = version;
    return { orgId, createdBy, scan: scan ?? null };
  },
});

export const listDatasets = list({
  input: ListDatasets,
  of: 'Dataset',
  table: datasets,
  run: async ({ db, input, visible }) => {
    const rows = await db
      .select()
      .from(datasets)
      .where(
        and(
          visible,
          input.name ? eq(datasets.name, input.name) : undefined,
          input.kind ? eq(datasets.kind, input.kind) : undefined,
          input.personalData ? eq(datasets.personalData, input.personalData) : undefined,
          containing(input.search, datasets.name, datasets.description),
          olderThan(input.cursor, datasets),
        ),
      )
      .orderBy(...newestFirst(datasets))
      .limit(input.limit + 1);
    const page = pageOf(rows, input.limit, newestKey);
    return { ...page, items: await described(db, page.items) };
  },
});

/** Newest first. */
export const listDatasetVersions = list({
  input: ListDatasetVersions,
  of: 'Dataset',
  table: datasetVersions,
  run: async ({ db, input, visible }) => {
    const [last] = keyFrom(input.cursor, 1) ?? [];
    const older = last === undefined ? undefined : lt(datasetVersions.number, Number(last));
    const rows = await versionsWith(db)
      .where(and(visible, eq(datasetVersions.datasetId, input.datasetId), older))
      .orderBy(desc(datasetVersions.number))
      .limit(input.limit + 1);
    return pageOf(rows.map(withOrigin), input.limit, (row) => [row.number]);
  },
});

export const countDatasets = list({
  input: CountDatasets,
  of: 'Dataset',
  table: datasets,
  run: async ({ db, visible }) => {
    const among = (where: SQL) => sql<number>`count(*) filter (where ${where})::int`;
    const [row] = await db
      .select({
        datasets: sql<number>`count(*)::int`,
        personal: among(inArray(datasets.personalData, ['personal', 'special_category'])),
        unclassified: among(eq(datasets.personalData, 'unknown')),
      })
      .from(datasets)
      .where(visible);
    const versions = await db.$count(datasetVersions);
    return { ...(row ?? { datasets: 0, personal: 0, unclassified: 0 }), versions };
  },
});
