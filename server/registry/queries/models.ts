import { and, eq, exists, getTableColumns, inArray, or, type SQL, sql } from 'drizzle-orm';
import type { Reader } from '@/db/client';
import { models, modelVersions } from '@/db/schema/registry';
import { containing, newestFirst, newestKey, olderThan } from '@/server/kernel/listing';
import { list, read } from '@/server/kernel/operation';
import { pageOf } from '@/server/kernel/paging';
import { identityWarning } from '../rules/model-identity';
import {
  CountModels,
  KeptSource,
  ListModels,
  ListModelVersions,
  type Model,
  ModelRef,
  type ModelVersion,
  ModelVersionRef,
} from '../schema/models';

type VersionRow = typeof modelVersions.$inferSelect;

export function asModelVersion(row: VersionRow, modelName: string): ModelVersion {
  const source = KeptSource.parse(row.source);
  return {
    ...row,
    modelName,
    source,
    isProviderAsserted: row.digest === null,
    warning: identityWarning(source),
  };
}

async function versionWhere(db: Reader, where: SQL | undefined): Promise<ModelVersion | undefined> {
  const [found] = await db
    .select({ version: modelVersions, name: models.name })
    .from(modelVersions)
    .innerJoin(models, eq(models.id, modelVersions.modelId))
    .where(where)
    .orderBy(modelVersions.createdAt)
    .limit(1);
  return found && asModelVersion(found.version, found.name);
}

export const modelVersionById = (db: Reader, versionId: string) =>
  versionWhere(db, eq(modelVersions.id, versionId));

/** @param digest `sha256:…` of the bytes or of the identity; the oldest version when several have it */
export const modelVersionByDigest = (db: Reader, digest: string) =>
  versionWhere(db, or(eq(modelVersions.digest, digest), eq(modelVersions.identityDigest, digest)));

/** The version that `name@version` means. */
export const modelVersionByName = (db: Reader, name: string, version: string) =>
  versionWhere(db, and(eq(models.name, name), eq(modelVersions.version, version)));

/** The rows with their newest versions: one more read however many rows there are. */
async function described(db: Reader, rows: readonly (typeof models.$inferSelect)[]): Promise<Model[]> {
  if (rows.length === 0) return [];
  const ids = rows.map(({ id }) => id);
  const newest = await db
    .selectDistinctOn([modelVersions.modelId], { ...getTableColumns(modelVersions), card: sql<string>`''` })
    .from(modelVersions)
    .where(inArray(modelVersions.modelId, ids))
    .orderBy(modelVersions.modelId, ...newestFirst(modelVersions));
  return rows.map((row) => {
    const version = newest.find(({ modelId }) => modelId === row.id);
    return { ...row, latest: version ? summary(asModelVersion(version, row.name)) : null };
  });
}

/** A version as lists show it: without the card. */
const summary = ({ card: _, modelName: __, orgId: ___, modelId: ____, ...version }: ModelVersion) => version;

export async function modelById(db: Reader, modelId: string): Promise<Model | undefined> {
  const [model] = await described(db, await db.select().from(models).where(eq(models.id, modelId)));
  return model;
}

export const getModel = read({
  input: ModelRef,
  of: 'Model',
  run: ({ db, input }) => modelById(db, input.modelId),
});

export const getModelVersion = read({
  input: ModelVersionRef,
  of: 'Model',
  run: ({ db, input }) => modelVersionById(db, input.versionId),
});

export const listModels = list({
  input: ListModels,
  of: 'Model',
  table: models,
  run: async ({ db, input, visible }) => {
    const rows = await db
      .select()
      .from(models)
      .where(
        and(
          visible,
          input.name ? eq(models.name, input.name) : undefined,
          input.kind ? hasVersion(db, sql`${modelVersions.source} ->> 'kind' = ${input.kind}`) : undefined,
          containing(input.search, models.name, models.intendedUse),
          olderThan(input.cursor, models),
        ),
      )
      .orderBy(...newestFirst(models))
      .limit(input.limit + 1);
    const page = pageOf(rows, input.limit, newestKey);
    return { ...page, items: await described(db, page.items) };
  },
});

const hasVersion = (db: Reader, where: SQL) =>
  exists(
    db
      .select({ one: sql`1` })
      .from(modelVersions)
      .where(and(eq(modelVersions.modelId, models.id), where)),
  );

/** Newest first, without the cards. */
export const listModelVersions = list({
  input: ListModelVersions,
  of: 'Model',
  table: modelVersions,
  run: async ({ db, input, visible }) => {
    const rows = await db
      .select({ ...getTableColumns(modelVersions), card: sql<string>`''` })
      .from(modelVersions)
      .where(and(visible, eq(modelVersions.modelId, input.modelId), olderThan(input.cursor, modelVersions)))
      .orderBy(...newestFirst(modelVersions))
      .limit(input.limit + 1);
    const page = pageOf(rows, input.limit, newestKey);
    return { ...page, items: page.items.map((row) => summary(asModelVersion(row, ''))) };
  },
});

export const countModels = list({
  input: CountModels,
  of: 'Model',
  table: models,
  run: async ({ db, visible }) => {
    const [row] = await db
      .select({
        versions: sql<number>`count(*)::int`,
        hosted: sql<number>`count(*) filter (where digest is null)::int`,
      })
      .from(modelVersions);
    const total = await db.$count(models, visible);
    return { models: total, versions: row?.versions ?? 0, providerAsserted: row?.hosted ?? 0 };
  },
});
