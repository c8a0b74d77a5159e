import { and, asc, eq, getTableColumns, inArray } from 'drizzle-orm';
import type { Reader } from '@/db/client';
import { incidentNotices, incidents } from '@/db/schema/findings';
import { systems } from '@/db/schema/systems';
import { containing, newestFirst, newestKey, olderThan } from '@/server/kernel/listing';
import { list, read } from '@/server/kernel/operation';
import { pageOf, when } from '@/server/kernel/paging';
import { clockState, dutiesOf } from '../rules/clocks';
import { Circumstances, type Clock, type Incident, IncidentRef, ListIncidents } from '../schema/incidents';

const rowsOf = (db: Reader) =>
  db
    .select({ ...getTableColumns(incidents), systemName: systems.name })
    .from(incidents)
    .innerJoin(systems, eq(systems.id, incidents.systemId));
type Row = Awaited<ReturnType<typeof rowsOf>>[number];
type Notice = typeof incidentNotices.$inferSelect;

/** The clocks of the incident, each with the last notice that was recorded for it. */
export function clocksOf(
  { awareAt, circumstances }: Pick<Row, 'awareAt' | 'circumstances'>,
  notices: readonly Notice[],
  nowUs: number,
): Clock[] {
  const yearEndMs = Date.UTC(awareAt.getUTCFullYear() + 1, 0, 1);
  return dutiesOf(Circumstances.parse(circumstances), awareAt.getTime(), yearEndMs).map(
    ({ dueMs, ...duty }) => {
      const notice = notices.findLast(({ clock }) => clock === duty.name) ?? null;
      return {
        ...duty,
        dueAt: dueMs === null ? null : new Date(dueMs),
        state: clockState(dueMs, notice && { madeMs: notice.madeAt?.getTime() ?? null }, nowUs / 1000),
        madeAt: notice?.madeAt ?? null,
        note: notice?.note ?? null,
        by: notice?.createdBy ?? null,
      };
    },
  );
}

async function withClocks(db: Reader, rows: readonly Row[], nowUs: number): Promise<Incident[]> {
  const ids = rows.map(({ id }) => id);
  const notices =
    ids.length === 0
      ? []
      : await db
          .select()
          .from(incidentNotices)
          .where(inArray(incidentNotices.incidentId, ids))
          .orderBy(asc(incidentNotices.createdAt), asc(incidentNotices.id));
  return rows.map((row) => {
    const own = notices.filter(({ incidentId }) => incidentId === row.id);
    return {
      ...row,
      circumstances: Circumstances.parse(row.circumstances),
      clocks: clocksOf(row, own, nowUs),
    };
  });
}

export async function incidentById(
  db: Reader,
  incidentId: string,
  nowUs: number,
): Promise<Incident | undefined> {
  return (await withClocks(db, await rowsOf(db).where(eq(incidents.id, incidentId)), nowUs))[0];
}

/** The notices of open incidents whose legal time has passed. */
export async function lateNotices(db: Reader, nowUs: number) {
  const open = await withClocks(db, await rowsOf(db).where(eq(incidents.state, 'open')), nowUs);
  return open.flatMap(({ id, title, clocks }) =>
    clocks.filter(({ state }) => state === 'late').map(({ law }) => ({ incidentId: id, title, law })),
  );
}

/** The open incidents that stop every release of a system. */
export const stoppingIncidents = (db: Reader, systemId: string): Promise<{ id: string; title: string }[]> =>
  db
    .select({ id: incidents.id, title: incidents.title })
    .from(incidents)
    .where(
      and(eq(incidents.systemId, systemId), eq(incidents.state, 'open'), eq(incidents.stopsReleases, true)),
    )
    .orderBy(incidents.id);

export const getIncident = read({
  input: IncidentRef,
  of: 'Incident',
  run: ({ db, input, nowUs }) => incidentById(db, input.incidentId, nowUs),
});

/** Newest first. */
export const listIncidents = list({
  input: ListIncidents,
  of: 'Incident',
  table: incidents,
  run: async ({ db, input, visible, nowUs }) => {
    const rows = await rowsOf(db)
      .where(
        and(
          visible,
          when(input.systemId, (value) => eq(incidents.systemId, value)),
          when(input.state, (value) => eq(incidents.state, value)),
          containing(input.search, incidents.title, incidents.description),
          olderThan(input.cursor, incidents),
        ),
      )
      .orderBy(...newestFirst(incidents))
      .limit(input.limit + 1);
    return pageOf(await withClocks(db, rows, nowUs), input.limit, newestKey);
  },
});
