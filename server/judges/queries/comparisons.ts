import { and, eq, getTableColumns, or, sql } from 'drizzle-orm';
import type { Reader } from '@/db/client';
import { judges, judgings } from '@/db/schema/judges';
import { newestFirst, newestKey, olderThan } from '@/server/kernel/listing';
import { list, read } from '@/server/kernel/operation';
import { pageOf } from '@/server/kernel/paging';
import {
  ComparisonDocument,
  ComparisonPlan,
  ListComparisons,
  type PairwiseComparison,
} from '../schema/comparisons';
import { JudgingRef } from '../schema/judgings';

const { purpose, slice: _, expiresAt: __, ...columns } = getTableColumns(judgings);
const comparisonsWith = (db: Reader) =>
  db
    .select({ ...columns, judgeName: judges.name, judgeNumber: judges.number })
    .from(judgings)
    .innerJoin(judges, eq(judges.id, judgings.judgeId));
const isComparison = eq(purpose, 'comparison');

type Row = Awaited<ReturnType<typeof comparisonsWith>>[number];
const asComparison = (row: Row): PairwiseComparison => ({
  ...row,
  plan: ComparisonPlan.parse(row.plan),
  result: row.result && ComparisonDocument.parse(row.result),
});

export async function comparisonById(db: Reader, judgingId: string): Promise<PairwiseComparison | undefined> {
  const [row] = await comparisonsWith(db).where(and(isComparison, eq(judgings.id, judgingId)));
  return row && asComparison(row);
}

export const getPairwiseComparison = read({
  input: JudgingRef,
  of: 'Judge',
  run: ({ db, input }) => comparisonById(db, input.judgingId),
});

const of = (side: string, runId: string) => sql`${judgings.plan} ->> ${side} = ${runId}`;

/** Newest first. */
export const listPairwiseComparisons = list({
  input: ListComparisons,
  of: 'Judge',
  table: judgings,
  run: async ({ db, input, visible }) => {
    const { runId } = input;
    const rows = await comparisonsWith(db)
      .where(
        and(
          visible,
          isComparison,
          or(of('runId', runId), of('baselineId', runId)),
          olderThan(input.cursor, judgings),
        ),
      )
      .orderBy(...newestFirst(judgings))
      .limit(input.limit + 1);
    return pageOf(rows.map(asComparison), input.limit, newestKey);
  },
});
