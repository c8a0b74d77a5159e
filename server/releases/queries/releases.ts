import { and, count, desc, eq, inArray, ne, sql, type SQL } from 'drizzle-orm';
import { z } from 'zod';
import type { Reader, Tx } from '@/db/client';
import { releaseManifests, releases } from '@/db/schema/releases';
import { systems } from '@/db/schema/systems';
import { list, read } from '@/server/kernel/operation';
import { olderThan } from '@/server/kernel/listing';
import { pageOf, when } from '@/server/kernel/paging';
import type { ReleaseManifest } from '../schema/manifest';
import { ListReleases, ReleaseByDigest, ReleaseRef } from '../schema/inputs';

const columns = {
  id: releases.id,
  orgId: releases.orgId,
  systemId: releases.systemId,
  system: systems.name,
  version: releases.version,
  summary: releases.summary,
  state: releases.state,
  digest: releases.digest,
  parts: releases.parts,
  authors: releases.authors,
  submittedAtUs: releases.submittedAtUs,
  requestedBy: releases.requestedBy,
  createdBy: releases.createdBy,
  createdAt: releases.createdAt,
  updatedAt: releases.updatedAt,
};
const selectReleases = (db: Reader) =>
  db.select(columns).from(releases).innerJoin(systems, eq(systems.id, releases.systemId));

export async function releaseById(db: Reader, releaseId: string) {
  const [row] = await selectReleases(db).where(eq(releases.id, releaseId));
  return row;
}

/** The release whose manifest in force has this digest. */
export async function releaseByDigest(db: Reader, digest: string) {
  const [row] = await selectReleases(db).where(eq(releases.digest, digest));
  return row;
}

/** The release, held still until the transaction of the caller ends. */
export async function heldRelease(db: Tx, releaseId: string) {
  const [row] = await db.select().from(releases).where(eq(releases.id, releaseId)).for('share');
  return row;
}

export async function manifestBytes(db: Reader, digest: string): Promise<Uint8Array | undefined> {
  const [row] = await db.select().from(releaseManifests).where(eq(releaseManifests.digest, digest));
  return row?.body;
}

export async function manifestByDigest(db: Reader, digest: string): Promise<ReleaseManifest | undefined> {
  const body = await manifestBytes(db, digest);
  return body && (JSON.parse(Buffer.from(body).toString()) as ReleaseManifest);
}

/** The newest other submitted release of the same system: what a new one is compared with. */
export async function previousRelease(db: Reader, systemId: string, exceptId: string) {
  const [row] = await selectReleases(db)
    .where(and(eq(releases.systemId, systemId), eq(releases.state, 'submitted'), ne(releases.id, exceptId)))
    .orderBy(desc(releases.submittedAtUs))
    .limit(1);
  return row;
}

export const getRelease = read({
  input: ReleaseRef,
  of: 'Release',
  run: async ({ db, input }) => {
    const row = await releaseById(db, input.releaseId);
    if (!row) return undefined;
    const manifest = row.digest === null ? null : ((await manifestByDigest(db, row.digest)) ?? null);
    const previous = await previousRelease(db, row.systemId, row.id);
    const before = previous?.digest ? ((await manifestByDigest(db, previous.digest)) ?? null) : null;
    return {
      ...row,
      manifest,
      previous: previous ? { id: previous.id, version: previous.version, manifest: before } : null,
    };
  },
});

export const getReleaseByDigest = read({
  input: ReleaseByDigest,
  of: 'Release',
  run: ({ db, input }) => releaseByDigest(db, input.digest),
});

/** The exact bytes of the manifest in force, for `sha256sum` and cosign. */
export const getManifest = read({
  input: ReleaseRef,
  of: 'Release',
  run: async ({ db, input }) => {
    const row = await releaseById(db, input.releaseId);
    const body = row?.digest ? await manifestBytes(db, row.digest) : undefined;
    return row && body && { ...row, body };
  },
});

/** Versions are ASCII: in the C collation this takes a third of the time of ILIKE, and the index is enough. */
const versionContains = (text: string): SQL => {
  const pattern = `%${text.toLowerCase().replace(/[\\%_]/g, '\\$&')}%`;
  return sql`lower(${releases.version} collate "C") like ${pattern}`;
};

export const listReleases = list({
  input: ListReleases,
  of: 'Release',
  table: releases,
  run: async ({ db, input, visible }) => {
    const newestFirst = [desc(releases.createdAt), desc(releases.id)];
    const page = db
      .select({ id: releases.id })
      .from(releases)
      .where(
        and(
          visible,
          when(input.systemId, (wanted) => eq(releases.systemId, wanted)),
          when(input.state, (wanted) => eq(releases.state, wanted)),
          when(input.search, versionContains),
          olderThan(input.cursor, releases),
        ),
      )
      .orderBy(...newestFirst)
      .limit(input.limit + 1);
    const rows = await selectReleases(db)
      .where(inArray(releases.id, page))
      .orderBy(...newestFirst);
    return pageOf(rows, input.limit, (row) => [row.createdAt.toISOString(), row.id]);
  },
});

/** How many releases stand in each state. */
export const countReleases = list({
  input: z.strictObject({}),
  of: 'Release',
  table: releases,
  run: ({ db, visible }) =>
    db
      .select({ state: releases.state, count: count() })
      .from(releases)
      .where(visible)
      .groupBy(releases.state),
});
