import { and, eq, getTableColumns, inArray, isNull, ne, or, sql } from 'drizzle-orm';
import { z } from 'zod';
import type { Reader } from '@/db/client';
import { findings } from '@/db/schema/findings';
import { releases } from '@/db/schema/releases';
import { systems } from '@/db/schema/systems';
import { containing, newestFirst, newestKey, olderThan } from '@/server/kernel/listing';
import { list, read } from '@/server/kernel/operation';
import { pageOf, when } from '@/server/kernel/paging';
import { precondition } from '@/server/kernel/refusal';
import type { FindingFact } from '@/server/releases/schema/dossier';
import { type Finding, FindingRef, ListFindings } from '../schema/findings';

const shown = {
  ...getTableColumns(findings),
  systemName: systems.name,
  releaseVersion: releases.version,
};
const rowsOf = (db: Reader) =>
  db
    .select(shown)
    .from(findings)
    .innerJoin(systems, eq(systems.id, findings.systemId))
    .leftJoin(releases, eq(releases.id, findings.releaseId));
type Row = Awaited<ReturnType<typeof rowsOf>>[number];

/** When it starts to block, in milliseconds: an accepted risk at the end of its acceptance, any other when it is due. */
const blocksFrom = ({ state, dueAt, acceptedUntil }: Pick<Row, 'state' | 'dueAt' | 'acceptedUntil'>) =>
  (state === 'accepted' ? acceptedUntil : dueAt)?.getTime() ?? null;

function asFinding(row: Row, nowUs: number): Finding {
  const from = blocksFrom(row);
  return { ...row, isOverdue: row.state !== 'closed' && from !== null && from * 1000 <= nowUs };
}

export async function findingById(
  db: Reader,
  findingId: string,
  nowUs: number,
): Promise<Finding | undefined> {
  const [row] = await rowsOf(db).where(eq(findings.id, findingId));
  return row && asFinding(row, nowUs);
}

interface AnsweringFor {
  readonly systemId: string;
  /** null: the system with all its releases. */
  readonly releaseId: string | null;
}

/** What a release answers for, its own findings and its system's, without the closed ones. */
const unsettled = ({ systemId, releaseId }: AnsweringFor) =>
  and(
    eq(findings.systemId, systemId),
    ne(findings.state, 'closed'),
    releaseId === null ? undefined : or(isNull(findings.releaseId), eq(findings.releaseId, releaseId)),
  );

const mostUnsettled = 5000;

/**
 * Every finding that is not closed, the soonest due first.
 * @throws Refusal precondition for more than 5000
 */
export async function unsettledFindings(db: Reader, about: AnsweringFor, nowUs: number): Promise<Finding[]> {
  const rows = await rowsOf(db)
    .where(unsettled(about))
    .orderBy(sql`${findings.dueAt} asc nulls last`, findings.id)
    .limit(mostUnsettled + 1);
  if (rows.length > mostUnsettled)
    throw precondition(`A file holds at most ${mostUnsettled} open findings: close some first`);
  return rows.map((row) => asFinding(row, nowUs));
}

/** The findings that a release answers for, as the gate reads them. */
export async function findingFacts(
  db: Reader,
  { id, systemId }: { id: string; systemId: string },
): Promise<FindingFact[]> {
  const rows = await db
    .select()
    .from(findings)
    .where(unsettled({ systemId, releaseId: id }));
  return rows.map((row) => {
    const from = blocksFrom(row);
    return {
      id: row.id,
      title: row.title,
      severity: row.severity,
      due_at_us: from === null ? null : from * 1000,
    };
  });
}

const answeredBy = (db: Reader, releaseId: string) =>
  or(
    eq(findings.releaseId, releaseId),
    and(
      isNull(findings.releaseId),
      inArray(
        findings.systemId,
        db.select({ id: releases.systemId }).from(releases).where(eq(releases.id, releaseId)),
      ),
    ),
  );

export const getFinding = read({
  input: FindingRef,
  of: 'Finding',
  run: ({ db, input, nowUs }) => findingById(db, input.findingId, nowUs),
});

/** Newest first. */
export const listFindings = list({
  input: ListFindings,
  of: 'Finding',
  table: findings,
  run: async ({ db, input, visible, nowUs }) => {
    const rows = await rowsOf(db)
      .where(
        and(
          visible,
          when(input.systemId, (value) => eq(findings.systemId, value)),
          when(input.releaseId, (value) => answeredBy(db, value)),
          when(input.ownerId, (value) => eq(findings.ownerId, value)),
          when(input.state, (value) => eq(findings.state, value)),
          when(input.severity, (value) => eq(findings.severity, value)),
          containing(input.search, findings.title, findings.description),
          olderThan(input.cursor, findings),
        ),
      )
      .orderBy(...newestFirst(findings))
      .limit(input.limit + 1);
    return pageOf(
      rows.map((row) => asFinding(row, nowUs)),
      input.limit,
      newestKey,
    );
  },
});

const mostMine = 50;

/** The caller's own findings that are not done, the soonest due first. */
export const listMyFindings = list({
  input: z.strictObject({}),
  of: 'Finding',
  table: findings,
  run: async ({ db, ctx, visible, nowUs }) => {
    const rows = await rowsOf(db)
      .where(
        and(
          visible,
          eq(findings.ownerId, ctx.actor.personId ?? ''),
          or(eq(findings.state, 'open'), eq(findings.state, 'accepted')),
        ),
      )
      .orderBy(sql`${findings.dueAt} asc nulls last`, findings.id)
      .limit(mostMine);
    return rows.map((row) => asFinding(row, nowUs));
  },
});
