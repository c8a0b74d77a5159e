import { and, asc, eq, getTableColumns, gt, gte, lt, or, sql } from 'drizzle-orm';
import { z } from 'zod';
import type { Reader } from '@/db/client';
import { judges, judgeVerdicts, judgings } from '@/db/schema/judges';
import { isOtherModel } from '@/evaluators/target';
import { judgeShortfalls } from '@/server/gates/rules/judges';
import { firstJudgeRequirement } from '@/server/gates/schema/policy';
import { newestFirst, newestKey, olderThan } from '@/server/kernel/listing';
import { list, read } from '@/server/kernel/operation';
import { keyFrom, pageOf } from '@/server/kernel/paging';
import { notFound } from '@/server/kernel/refusal';
import { datasetVersionById } from '@/server/registry/queries/datasets';
import { measuredOf } from '../rules/measured';
import { JudgeBody } from '../schema/judges';
import {
  type Calibration,
  CalibrationDocument,
  CalibrationPlan,
  JudgingRef,
  ListJudgings,
  ListVerdicts,
  type Verdict,
} from '../schema/judgings';

const shown = {
  ...getTableColumns(judgings),
  judgeName: judges.name,
  judgeNumber: judges.number,
  judgeKind: judges.kind,
  judgeBody: judges.body,
};
const judgingsWith = (db: Reader) =>
  db.select(shown).from(judgings).innerJoin(judges, eq(judges.id, judgings.judgeId));
type Row = Awaited<ReturnType<typeof judgingsWith>>[number];

function asCalibration({ slice: _, purpose: __, judgeBody, ...row }: Row, nowUs: number): Calibration {
  const asked = JudgeBody.parse(JSON.parse(judgeBody)).params.judge.model;
  const result = row.result && CalibrationDocument.parse(row.result);
  return {
    ...row,
    plan: CalibrationPlan.parse(row.plan),
    result,
    isExpired: row.expiresAt !== null && row.expiresAt.getTime() * 1000 <= nowUs,
    shortfalls: result && judgeShortfalls(measuredOf(result), firstJudgeRequirement),
    askedModel: asked,
    otherModels: (result?.models ?? []).filter((name) => isOtherModel(asked, name)),
  };
}

const isCalibration = eq(judgings.purpose, 'calibration');

export async function calibrationById(
  db: Reader,
  judgingId: string,
  nowUs: number,
): Promise<Calibration | undefined> {
  const [row] = await judgingsWith(db).where(and(isCalibration, eq(judgings.id, judgingId)));
  return row && asCalibration(row, nowUs);
}

export const getCalibration = read({
  input: JudgingRef,
  of: 'Judge',
  run: ({ db, input, nowUs }) => calibrationById(db, input.judgingId, nowUs),
});

/** Newest first. */
export const listCalibrations = list({
  input: ListJudgings,
  of: 'Judge',
  table: judgings,
  run: async ({ db, input, visible, nowUs }) => {
    const rows = await judgingsWith(db)
      .where(
        and(visible, isCalibration, eq(judgings.judgeId, input.judgeId), olderThan(input.cursor, judgings)),
      )
      .orderBy(...newestFirst(judgings))
      .limit(input.limit + 1);
    return pageOf(
      rows.map((row) => asCalibration(row, nowUs)),
      input.limit,
      newestKey,
    );
  },
});

const differs = or(
  sql`${judgeVerdicts.verdict} is null`,
  sql`${judgeVerdicts.human} is distinct from ${judgeVerdicts.verdict}`,
);
const { ordinal } = judgeVerdicts;

/** What the judge said, in the order of the dataset. A judging that the caller may not see has no verdicts. */
export const listVerdicts = list({
  input: ListVerdicts,
  of: 'Judge',
  table: judgings,
  run: async ({ db, input, visible }) => {
    const { judgingId } = input;
    const [seen] = await db
      .select({ id: judgings.id })
      .from(judgings)
      .where(and(visible, eq(judgings.id, judgingId)));
    if (!seen) throw notFound('Judging');
    const [last] = keyFrom(input.cursor, 1) ?? [];
    const onlyDifferent = input.disagreements === true || input.disagreements === 'true';
    const rows = await db
      .select()
      .from(judgeVerdicts)
      .where(
        and(
          eq(judgeVerdicts.judgingId, judgingId),
          last === undefined ? undefined : gt(ordinal, Number(last)),
          onlyDifferent ? differs : undefined,
        ),
      )
      .orderBy(asc(ordinal))
      .limit(input.limit + 1);
    const items = rows.map(({ orgId: _, judgingId: __, item: ___, ...row }): Verdict => row);
    return pageOf(items, input.limit, (row) => [row.ordinal]);
  },
});

/** Everything that a job needs to work on a judging. */
export const getJudgingWork = read({
  input: JudgingRef,
  of: 'Judge',
  run: async ({ db, input }) => {
    const [row] = await db
      .select({ judging: judgings, judge: judges })
      .from(judgings)
      .innerJoin(judges, eq(judges.id, judgings.judgeId))
      .where(eq(judgings.id, input.judgingId));
    const dataset = row && (await datasetVersionById(db, row.judging.datasetVersionId));
    if (!row || !dataset) return undefined;
    return {
      ...row.judging,
      judge: { ...row.judge, body: JudgeBody.parse(JSON.parse(row.judge.body)) },
      dataset,
    };
  },
});
export type JudgingWork = Awaited<ReturnType<typeof getJudgingWork>>;

/** Which cases from `from` to `to` (excluded) have a verdict. */
export const storedVerdicts = list({
  input: z.strictObject({ ...JudgingRef.shape, from: z.int(), to: z.int() }),
  of: 'Judge',
  table: judgings,
  run: async ({ db, input: { judgingId, from, to } }) => {
    const rows = await db
      .select({ ordinal })
      .from(judgeVerdicts)
      .where(and(eq(judgeVerdicts.judgingId, judgingId), gte(ordinal, from), lt(ordinal, to)));
    return new Set(rows.map((row) => row.ordinal));
  },
});

/** All verdicts without their reasons, for the summary. */
export const allVerdicts = list({
  input: JudgingRef,
  of: 'Judge',
  table: judgings,
  run: ({ db, input }) => {
    const { human, verdict, item, model } = judgeVerdicts;
    return db
      .select({ ordinal, human, verdict, item, model })
      .from(judgeVerdicts)
      .where(eq(judgeVerdicts.judgingId, input.judgingId))
      .orderBy(asc(ordinal));
  },
});
