import { and, desc, eq, inArray, lt } from 'drizzle-orm';
import { stringify } from 'yaml';
import type { Reader } from '@/db/client';
import { runs, suites, suiteVersions } from '@/db/schema/evaluations';
import { containing, newestFirst, newestKey, olderThan } from '@/server/kernel/listing';
import { list, read } from '@/server/kernel/operation';
import { keyFrom, pageOf } from '@/server/kernel/paging';
import { fileOf } from '../rules/suite-body';
import {
  ListSuites,
  ListSuiteVersions,
  type Suite,
  SuiteBody,
  SuiteRef,
  type SuiteVersion,
  SuiteVersionRef,
} from '../schema/suites';

type VersionRow = typeof suiteVersions.$inferSelect;

export function asSuiteVersion({ body: text, ...row }: VersionRow, suiteName: string): SuiteVersion {
  const body = SuiteBody.parse(JSON.parse(text));
  return {
    ...row,
    suiteName,
    body,
    yaml: stringify(fileOf(body), { lineWidth: 100, aliasDuplicateObjects: false }),
  };
}

export async function suiteVersionById(db: Reader, versionId: string): Promise<SuiteVersion | undefined> {
  const [found] = await db
    .select({ version: suiteVersions, name: suites.name })
    .from(suiteVersions)
    .innerJoin(suites, eq(suites.id, suiteVersions.suiteId))
    .where(eq(suiteVersions.id, versionId));
  return found && asSuiteVersion(found.version, found.name);
}

/** The rows with their newest versions and runs: two more reads however many rows there are. */
async function described(db: Reader, rows: readonly (typeof suites.$inferSelect)[]): Promise<Suite[]> {
  const ids = rows.map(({ id }) => id);
  if (ids.length === 0) return [];
  const { id, suiteId, number, digest, createdAt } = suiteVersions;
  const newest = await db
    .selectDistinctOn([suiteId], { id, suiteId, number, digest, createdAt })
    .from(suiteVersions)
    .where(inArray(suiteId, ids))
    .orderBy(suiteId, desc(number));
  const latestRuns = await db
    .selectDistinctOn([runs.suiteId], {
      suiteId: runs.suiteId,
      id: runs.id,
      state: runs.state,
      verdict: runs.verdict,
      createdAt: runs.createdAt,
    })
    .from(runs)
    .where(inArray(runs.suiteId, ids))
    .orderBy(runs.suiteId, desc(runs.createdAt), desc(runs.id));
  const without = <T extends { suiteId: string }>(found: T | undefined): Omit<T, 'suiteId'> | null => {
    if (!found) return null;
    const { suiteId: _, ...rest } = found;
    return rest;
  };
  return rows.map((row) => ({
    ...row,
    latest: without(newest.find((one) => one.suiteId === row.id)),
    lastRun: without(latestRuns.find((one) => one.suiteId === row.id)),
  }));
}

export async function suiteById(db: Reader, suiteId: string): Promise<Suite | undefined> {
  const [suite] = await described(db, await db.select().from(suites).where(eq(suites.id, suiteId)));
  return suite;
}

export const getSuite = read({
  input: SuiteRef,
  of: 'Suite',
  run: ({ db, input }) => suiteById(db, input.suiteId),
});

export const getSuiteVersion = read({
  input: SuiteVersionRef,
  of: 'Suite',
  run: ({ db, input }) => suiteVersionById(db, input.versionId),
});

export const listSuites = list({
  input: ListSuites,
  of: 'Suite',
  table: suites,
  run: async ({ db, input, visible }) => {
    const rows = await db
      .select()
      .from(suites)
      .where(
        and(
          visible,
          input.name ? eq(suites.name, input.name) : undefined,
          containing(input.search, suites.name, suites.description),
          olderThan(input.cursor, suites),
        ),
      )
      .orderBy(...newestFirst(suites))
      .limit(input.limit + 1);
    const page = pageOf(rows, input.limit, newestKey);
    return { ...page, items: await described(db, page.items) };
  },
});

/** Newest first. */
export const listSuiteVersions = list({
  input: ListSuiteVersions,
  of: 'Suite',
  table: suiteVersions,
  run: async ({ db, input, visible }) => {
    const [last] = keyFrom(input.cursor, 1) ?? [];
    const older = last === undefined ? undefined : lt(suiteVersions.number, Number(last));
    const rows = await db
      .select({ version: suiteVersions, name: suites.name })
      .from(suiteVersions)
      .innerJoin(suites, eq(suites.id, suiteVersions.suiteId))
      .where(and(visible, eq(suiteVersions.suiteId, input.suiteId), older))
      .orderBy(desc(suiteVersions.number))
      .limit(input.limit + 1);
    const versions = rows.map(({ version, name }) => asSuiteVersion(version, name));
    return pageOf(versions, input.limit, (row) => [row.number]);
  },
});
