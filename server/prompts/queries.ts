import { and, asc, desc, eq, exists, getTableColumns, inArray, lt, type SQL, sql } from 'drizzle-orm';
import type { PgColumn } from 'drizzle-orm/pg-core';
import type { Reader } from '@/db/client';
import { promptLabels, prompts, promptVersions } from '@/db/schema/prompts';
import { containing, newestFirst, newestKey, olderThan } from '@/server/kernel/listing';
import { list, read } from '@/server/kernel/operation';
import { keyFrom, pageOf } from '@/server/kernel/paging';
import { isProtected } from './rules';
import {
  CountPrompts,
  type Label,
  LabelRef,
  ListPrompts,
  ListPromptVersions,
  type Prompt,
  PromptBody,
  PromptRef,
  type PromptVersion,
  PromptVersionRef,
} from './schema';

type VersionRow = typeof promptVersions.$inferSelect;

/** The parsed content of a version; the bytes that were hashed stay in the table. */
export const asPromptVersion = ({ body, ...row }: VersionRow, promptName: string): PromptVersion => ({
  ...row,
  promptName,
  ...PromptBody.parse(JSON.parse(body)),
});

async function versionWhere(db: Reader, where: SQL | undefined): Promise<PromptVersion | undefined> {
  const [found] = await db
    .select({ version: promptVersions, name: prompts.name })
    .from(promptVersions)
    .innerJoin(prompts, eq(prompts.id, promptVersions.promptId))
    .where(where)
    .orderBy(asc(promptVersions.createdAt))
    .limit(1);
  return found && asPromptVersion(found.version, found.name);
}

export const promptVersionById = (db: Reader, versionId: string) =>
  versionWhere(db, eq(promptVersions.id, versionId));

/** @param digest `sha256:…`; the oldest version with it when several prompts have the same content */
export const promptVersionByDigest = (db: Reader, digest: string) =>
  versionWhere(db, eq(promptVersions.digest, digest));

/** The version that `name@label` means in this transaction. */
export const promptVersionAtLabel = (db: Reader, name: string, label: string) =>
  versionWhere(
    db,
    and(eq(prompts.name, name), pointedAt(db, promptVersions.id, promptLabels.versionId, label)),
  );

const pointedAt = (db: Reader, column: PgColumn, pointer: PgColumn, label: string) =>
  exists(
    db
      .select({ one: sql`1` })
      .from(promptLabels)
      .where(and(eq(pointer, column), eq(promptLabels.label, label))),
  );

/** The version that `name@number` means. */
export const promptVersionByNumber = (db: Reader, name: string, number: number) =>
  versionWhere(db, and(eq(prompts.name, name), eq(promptVersions.number, number)));

/** Every label of the given prompts, with the version each points to. */
export async function labelsOf(db: Reader, promptIds: readonly string[]) {
  if (promptIds.length === 0) return [];
  const rows = await db
    .select({ label: promptLabels, number: promptVersions.number })
    .from(promptLabels)
    .innerJoin(promptVersions, eq(promptVersions.id, promptLabels.versionId))
    .where(inArray(promptLabels.promptId, [...promptIds]))
    .orderBy(asc(promptLabels.label));
  return rows.map(({ label: { orgId: _, ...label }, number }) => ({
    ...label,
    number,
    isProtected: isProtected(label.label),
  }));
}

/** The rows with their newest versions and labels: two more reads however many rows there are. */
async function described(db: Reader, rows: readonly (typeof prompts.$inferSelect)[]): Promise<Prompt[]> {
  const ids = rows.map(({ id }) => id);
  if (ids.length === 0) return [];
  const { id, promptId, number, digest, createdAt } = promptVersions;
  const newest = await db
    .selectDistinctOn([promptId], { id, promptId, number, digest, createdAt })
    .from(promptVersions)
    .where(inArray(promptId, ids))
    .orderBy(promptId, desc(number));
  const labels = await labelsOf(db, ids);
  return rows.map((row) => {
    const version = newest.find((one) => one.promptId === row.id);
    const { promptId: _, ...latest } = version ?? { promptId: '' };
    return {
      ...row,
      latest: version ? (latest as Prompt['latest']) : null,
      labels: labels
        .filter((one) => one.promptId === row.id)
        .map(({ promptId: __, ...label }): Label => label),
    };
  });
}

export async function promptById(db: Reader, promptId: string): Promise<Prompt | undefined> {
  const [prompt] = await described(db, await db.select().from(prompts).where(eq(prompts.id, promptId)));
  return prompt;
}

export const getPrompt = read({
  input: PromptRef,
  of: 'Prompt',
  run: ({ db, input }) => promptById(db, input.promptId),
});

export const getPromptVersion = read({
  input: PromptVersionRef,
  of: 'Prompt',
  run: ({ db, input }) => promptVersionById(db, input.versionId),
});

/** One statement reads the label and its version, so a label that moves meanwhile gives the old or the new one. */
export const getPromptAtLabel = read({
  input: LabelRef,
  of: 'Prompt',
  run: ({ db, input }) =>
    versionWhere(
      db,
      and(
        eq(promptVersions.promptId, input.promptId),
        pointedAt(db, promptVersions.id, promptLabels.versionId, input.label),
      ),
    ),
});

export const listPrompts = list({
  input: ListPrompts,
  of: 'Prompt',
  table: prompts,
  run: async ({ db, input, visible }) => {
    const rows = await db
      .select()
      .from(prompts)
      .where(
        and(
          visible,
          input.name ? eq(prompts.name, input.name) : undefined,
          containing(input.search, prompts.name, prompts.description),
          input.label ? pointedAt(db, prompts.id, promptLabels.promptId, input.label) : undefined,
          olderThan(input.cursor, prompts),
        ),
      )
      .orderBy(...newestFirst(prompts))
      .limit(input.limit + 1);
    const page = pageOf(rows, input.limit, newestKey);
    return { ...page, items: await described(db, page.items) };
  },
});

/** Newest first. */
export const listPromptVersions = list({
  input: ListPromptVersions,
  of: 'Prompt',
  table: promptVersions,
  run: async ({ db, input, visible }) => {
    const [last] = keyFrom(input.cursor, 1) ?? [];
    const { body: _, ...columns } = getTableColumns(promptVersions);
    const rows = await db
      .select(columns)
      .from(promptVersions)
      .where(
        and(
          visible,
          eq(promptVersions.promptId, input.promptId),
          last === undefined ? undefined : lt(promptVersions.number, Number(last)),
        ),
      )
      .orderBy(desc(promptVersions.number))
      .limit(input.limit + 1);
    return pageOf(rows, input.limit, (row) => [row.number]);
  },
});

export const countPrompts = list({
  input: CountPrompts,
  of: 'Prompt',
  table: prompts,
  run: async ({ db, visible }) => {
    const labelled = pointedAt(db, prompts.id, promptLabels.promptId, 'production');
    const [row] = await db
      .select({
        prompts: sql<number>`count(*)::int`,
        inProduction: sql<number>`count(*) filter (where ${labelled})::int`,
      })
      .from(prompts)
      .where(visible);
    const versions = await db.$count(promptVersions);
    return { prompts: row?.prompts ?? 0, inProduction: row?.inProduction ?? 0, versions };
  },
});
