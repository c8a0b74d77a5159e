import { and, desc, eq, getTableColumns, inArray, type SQL, sql } from 'drizzle-orm';
import { z } from 'zod';
import type { Reader } from '@/db/client';
import { studies, studyResults } from '@/db/schema/bias';
import { containing, newestFirst, newestKey, olderThan } from '@/server/kernel/listing';
import { list, read } from '@/server/kernel/operation';
import { pageOf } from '@/server/kernel/paging';
import { datasetVersionById } from '@/server/registry/queries/datasets';
import {
  BiasDocument,
  ListStudies,
  ListStudyResults,
  type Study,
  StudyBody,
  StudyRef,
  type StudyResult,
  StudyResultRef,
} from '../schema';

type StudyRow = typeof studies.$inferSelect;

/** The rows with their newest results: one more read however many rows there are. */
async function described(db: Reader, rows: readonly StudyRow[]): Promise<Study[]> {
  const ids = rows.map(({ id }) => id);
  if (ids.length === 0) return [];
  const { id, studyId, state, verdict, createdAt } = studyResults;
  const newest = await db
    .selectDistinctOn([studyId], { id, studyId, state, verdict, createdAt })
    .from(studyResults)
    .where(inArray(studyId, ids))
    .orderBy(studyId, desc(createdAt), desc(id));
  return rows.map(({ body, ...row }) => {
    const found = newest.find((one) => one.studyId === row.id);
    const { studyId: _, ...lastResult } = found ?? { studyId: '' };
    return {
      ...row,
      body: StudyBody.parse(JSON.parse(body)),
      lastResult: found ? (lastResult as Study['lastResult']) : null,
    };
  });
}

export async function studyById(db: Reader, studyId: string): Promise<Study | undefined> {
  const [study] = await described(db, await db.select().from(studies).where(eq(studies.id, studyId)));
  return study;
}

export const getStudy = read({
  input: StudyRef,
  of: 'Study',
  run: ({ db, input }) => studyById(db, input.studyId),
});

export const listStudies = list({
  input: ListStudies,
  of: 'Study',
  table: studies,
  run: async ({ db, input, visible }) => {
    const rows = await db
      .select()
      .from(studies)
      .where(
        and(
          visible,
          input.name ? eq(studies.name, input.name) : undefined,
          containing(input.search, studies.name),
          olderThan(input.cursor, studies),
        ),
      )
      .orderBy(...newestFirst(studies))
      .limit(input.limit + 1);
    const page = pageOf(rows, input.limit, newestKey);
    return { ...page, items: await described(db, page.items) };
  },
});

type Row = typeof studyResults.$inferSelect & { readonly studyName: string; readonly studyNumber: number };
const asResult = ({ result, ...row }: Row): StudyResult => ({
  ...row,
  result: result && BiasDocument.parse(result),
});
const resultsWith = (db: Reader) =>
  db
    .select({ ...getTableColumns(studyResults), studyName: studies.name, studyNumber: studies.number })
    .from(studyResults)
    .innerJoin(studies, eq(studies.id, studyResults.studyId));

export async function studyResultById(db: Reader, resultId: string): Promise<StudyResult | undefined> {
  const [row] = await resultsWith(db).where(eq(studyResults.id, resultId));
  return row && asResult(row);
}

export const getStudyResult = read({
  input: StudyResultRef,
  of: 'Study',
  run: ({ db, input }) => studyResultById(db, input.resultId),
});

/** Newest first. */
export const listStudyResults = list({
  input: ListStudyResults,
  of: 'Study',
  table: studyResults,
  run: async ({ db, input, visible }) => {
    const rows = await resultsWith(db)
      .where(and(visible, eq(studyResults.studyId, input.studyId), olderThan(input.cursor, studyResults)))
      .orderBy(...newestFirst(studyResults))
      .limit(input.limit + 1);
    return pageOf(rows.map(asResult), input.limit, newestKey);
  },
});

export const countStudies = list({
  input: z.strictObject({}),
  of: 'Study',
  table: studies,
  run: async ({ db, visible }) => {
    const among = (where: SQL) => sql<number>`(select count(*)::int from ${studyResults} where ${where})`;
    const [row] = await db
      .select({
        studies: sql<number>`count(*)::int`,
        passed: among(sql`${studyResults.verdict} = 'pass'`),
        failed: among(sql`${studyResults.verdict} = 'fail'`),
        undecided: among(sql`${studyResults.verdict} = 'not_enough_evidence'`),
      })
      .from(studies)
      .where(visible);
    return row ?? { studies: 0, passed: 0, failed: 0, undecided: 0 };
  },
});

/** Everything that the job needs to compute a result. */
export const getStudyWork = read({
  input: StudyResultRef,
  of: 'Study',
  run: async ({ db, input }) => {
    const result = await studyResultById(db, input.resultId);
    const study = result && (await studyById(db, result.studyId));
    const dataset = study && (await datasetVersionById(db, study.datasetVersionId));
    return result && study && dataset ? { ...result, body: study.body, dataset } : undefined;
  },
});
export type StudyWork = Awaited<ReturnType<typeof getStudyWork>>;
