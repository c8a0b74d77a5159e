import { and, eq, type SQL } from 'drizzle-orm';
import { stringify } from 'yaml';
import type { Reader } from '@/db/client';
import { judges } from '@/db/schema/judges';
import { evaluatorById } from '@/evaluators/catalog';
import { judgeShortfalls } from '@/server/gates/rules/judges';
import { firstJudgeRequirement } from '@/server/gates/schema/policy';
import { containing, newestFirst, newestKey, olderThan } from '@/server/kernel/listing';
import { list, read } from '@/server/kernel/operation';
import { pageOf } from '@/server/kernel/paging';
import { type Judge, JudgeBody, JudgeRef, type JudgeStanding, ListJudges } from '../schema/judges';
import { newestCalibrations } from './facts';

type Row = typeof judges.$inferSelect;
type Calibration = NonNullable<ReturnType<Awaited<ReturnType<typeof newestCalibrations>>['get']>>;

/** The rows with their calibrations: one more read however many rows there are. */
async function described(db: Reader, rows: readonly Row[], nowUs: number): Promise<Judge[]> {
  const known = await newestCalibrations(
    db,
    rows.map(({ digest }) => digest),
  );
  return rows.map(({ body: text, ...row }) => {
    const body = JudgeBody.parse(JSON.parse(text));
    const found = known.get(row.digest);
    return {
      ...row,
      body,
      yaml: stringify([{ id: body.evaluator, as: row.name, params: body.params }], { lineWidth: 100 }),
      isOutdated: evaluatorById(body.evaluator)?.version !== body.version,
      standing: standingOf(found, nowUs),
      calibration: found ? shown(found) : null,
    };
  });
}

function standingOf(found: Calibration | undefined, nowUs: number): JudgeStanding {
  if (!found) return 'none';
  if (found.stale_at_us <= nowUs) return 'expired';
  return judgeShortfalls(found, firstJudgeRequirement).length === 0 ? 'calibrated' : 'too_weak';
}

const shown = ({ id, n, document: { kappa }, finished_at_us: from, stale_at_us: to }: Calibration) => ({
  id,
  n,
  kappa: kappa.value,
  kappaLow: kappa.low,
  kappaHigh: kappa.high,
  finishedAt: new Date(from / 1000),
  expiresAt: new Date(to / 1000),
});

async function judgeWhere(db: Reader, nowUs: number, where: SQL | undefined): Promise<Judge | undefined> {
  const [found] = await described(db, await db.select().from(judges).where(where).limit(1), nowUs);
  return found;
}

export const judgeById = (db: Reader, judgeId: string, nowUs: number) =>
  judgeWhere(db, nowUs, eq(judges.id, judgeId));

export const getJudge = read({
  input: JudgeRef,
  of: 'Judge',
  run: ({ db, input, nowUs }) => judgeById(db, input.judgeId, nowUs),
});

/** Newest first. */
export const listJudges = list({
  input: ListJudges,
  of: 'Judge',
  table: judges,
  run: async ({ db, input, visible, nowUs }) => {
    const rows = await db
      .select()
      .from(judges)
      .where(
        and(
          visible,
          input.name ? eq(judges.name, input.name) : undefined,
          input.kind ? eq(judges.kind, input.kind) : undefined,
          containing(input.search, judges.name),
          olderThan(input.cursor, judges),
        ),
      )
      .orderBy(...newestFirst(judges))
      .limit(input.limit + 1);
    const page = pageOf(rows, input.limit, newestKey);
    return { ...page, items: await described(db, page.items, nowUs) };
  },
});
