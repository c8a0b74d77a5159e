import { and, desc, eq, sql, type SQL } from 'drizzle-orm';
import type { Reader } from '@/db/client';
import { coverageRecords, coverageRounds } from '@/db/schema/coverage';
import { systems } from '@/db/schema/systems';
import { controlById } from '@/policies/frameworks/catalog';
import { allPacks } from '@/server/checklists/queries/packs';
import { grouped } from '@/server/checklists/rules/checklist';
import { list } from '@/server/kernel/operation';
import { containing } from '@/server/kernel/listing';
import { daysUpTo, gapsOf, shareOf, summed, trendOf } from '../rules/coverage';
import { CoverageTrend, ListCoverage } from '../schema';

const mostGaps = 50;

const newestRecords = (db: Reader, where: SQL | undefined) =>
  db
    .selectDistinctOn([coverageRecords.systemId, coverageRecords.framework], {
      record: coverageRecords,
      system: systems.name,
    })
    .from(coverageRecords)
    .innerJoin(systems, eq(systems.id, coverageRecords.systemId))
    .where(where)
    .orderBy(coverageRecords.systemId, coverageRecords.framework, desc(coverageRecords.recordedAt));

/** The last look at all systems; null before the first. */
async function lastRound(db: Reader): Promise<Date | null> {
  const [row] = await db
    .select({ at: coverageRounds.recordedAt })
    .from(coverageRounds)
    .orderBy(desc(coverageRounds.recordedAt))
    .limit(1);
  return row?.at ?? null;
}

type Found = Awaited<ReturnType<typeof newestRecords>>;

/** Each system with its cells, the most blocked first. */
function rowsOf(bySystem: ReadonlyMap<string, Found>) {
  const rows = [...bySystem].map(([systemId, cells]) => {
    const total = summed(cells.map(({ record }) => record));
    return {
      systemId,
      system: cells[0]?.system ?? systemId,
      releaseId: cells[0]?.record.releaseId ?? null,
      environment: cells[0]?.record.environment ?? '',
      ...total,
      share: shareOf(total),
      cells: cells.map(({ record: { framework, applicable, met, blocking, byStatus, recordedAt } }) => ({
        framework,
        applicable,
        met,
        blocking,
        stale: byStatus['stale'] ?? 0,
        share: shareOf({ applicable, met }),
        recordedAt,
      })),
    };
  });
  rows.sort(
    (a, b) => b.blocking - a.blocking || (a.share ?? 1) - (b.share ?? 1) || (a.system < b.system ? -1 : 1),
  );
  return rows;
}

/** Frameworks by systems as the last round recorded them: the most blocked systems first, and the widest gaps. */
export const getCoverage = list({
  input: ListCoverage,
  of: 'Assessment',
  table: coverageRecords,
  run: async ({ db, ctx, input, visible }) => {
    const own = and(
      visible,
      input.framework === undefined ? undefined : eq(coverageRecords.framework, input.framework),
      containing(input.search, systems.name),
    );
    const found = (await newestRecords(db, own)).filter(({ record }) => record.applicable > 0);
    const names = new Map((await allPacks(db)).map(({ id, title }) => [id, title]));
    const bySystem = grouped(found, ({ record }) => record.systemId);
    const rows = rowsOf(bySystem);
    const frameworks = [...grouped(found, ({ record }) => record.framework)].map(([id, cells]) => {
      const total = summed(cells.map(({ record }) => record));
      return { id, title: names.get(id) ?? id, systems: cells.length, ...total, share: shareOf(total) };
    });
    const total = summed(found.map(({ record }) => record));
    const gaps = gapsOf(found.map(({ record }) => record));
    return {
      orgId: ctx.actor.orgId,
      /** When all systems were last looked at. */
      asOf: await lastRound(db),
      systems: rows.length,
      ...total,
      share: shareOf(total),
      frameworks: frameworks.sort((a, b) => (a.id < b.id ? -1 : 1)),
      rows: rows.slice(0, input.limit),
      gapCount: gaps.length,
      gaps: gaps
        .slice(0, mostGaps)
        .map((gap) => ({ ...gap, title: controlById(gap.controlId)?.title ?? gap.controlId })),
    };
  },
});

/** Controls met of those that apply at the end of each day, from what was recorded; nothing is guessed backwards. */
export const getCoverageTrend = list({
  input: CoverageTrend,
  of: 'Assessment',
  table: coverageRecords,
  run: async ({ db, input, visible, nowUs }) => {
    const framework =
      input.framework === undefined ? sql`true` : eq(coverageRecords.framework, input.framework);
    const series = sql`over (partition by ${coverageRecords.systemId}, ${coverageRecords.framework}
      order by ${coverageRecords.recordedAt}, ${coverageRecords.id})`;
    const changes = db
      .select({
        day: sql<string>`to_char(${coverageRecords.recordedAt} at time zone 'UTC', 'YYYY-MM-DD')`.as('day'),
        applicable:
          sql<number>`${coverageRecords.applicable} - coalesce(lag(${coverageRecords.applicable}) ${series}, 0)`.as(
            'applicable_change',
          ),
        met: sql<number>`${coverageRecords.met} - coalesce(lag(${coverageRecords.met}) ${series}, 0)`.as(
          'met_change',
        ),
      })
      .from(coverageRecords)
      .where(and(visible, framework))
      .as('changes');
    const days = await db
      .select({
        day: changes.day,
        applicable: sql<number>`sum(${changes.applicable})::int`,
        met: sql<number>`sum(${changes.met})::int`,
      })
      .from(changes)
      .groupBy(changes.day)
      .orderBy(changes.day);
    return trendOf(days, daysUpTo(nowUs, input.days));
  },
});
