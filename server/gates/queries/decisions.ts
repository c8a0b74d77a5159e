import { and, asc, desc, eq, lt, sql } from 'drizzle-orm';
import type { Reader } from '@/db/client';
import { gateDecisions } from '@/db/schema/gates';
import { releaseManifests, releases } from '@/db/schema/releases';
import { systems } from '@/db/schema/systems';
import { list, read } from '@/server/kernel/operation';
import { tokenNameOf } from '@/server/identity/queries/tokens';
import { datedKeyFrom, pageOf, when } from '@/server/kernel/paging';
import { DecisionRef, ListDecisions } from '../schema/inputs';

export async function systemByName(db: Reader, name: string) {
  const [row] = await db.select().from(systems).where(eq(systems.name, name));
  return row ?? null;
}

/** The newest submitted release whose manifest holds every one of these artifacts; null when none does. */
export async function digestOfArtifacts(
  db: Reader,
  artifacts: readonly { readonly digest: { readonly sha256: string } }[],
): Promise<string | null> {
  const wanted = JSON.stringify(artifacts.map(({ digest }) => ({ digest })));
  const held = sql`convert_from(${releaseManifests.body}, 'UTF8')::jsonb -> 'artifacts' @> ${wanted}::text::jsonb`;
  const [row] = await db
    .select({ digest: releaseManifests.digest })
    .from(releaseManifests)
    .innerJoin(releases, eq(releases.digest, releaseManifests.digest))
    .where(and(eq(releases.state, 'submitted'), held))
    .orderBy(desc(releases.submittedAtUs))
    .limit(1);
  return row?.digest ?? null;
}

/** The recorded decisions about one release digest, the oldest first. */
export const decisionsOn = (db: Reader, digest: string) =>
  db
    .select()
    .from(gateDecisions)
    .where(eq(gateDecisions.releaseDigest, digest))
    .orderBy(asc(gateDecisions.evaluatedAt), asc(gateDecisions.id));

export const listDecisions = list({
  input: ListDecisions,
  of: 'GateDecision',
  table: gateDecisions,
  run: async ({ db, input, visible }) => {
    const [time, lastId] = datedKeyFrom(input.cursor) ?? [];
    const rows = await db
      .select()
      .from(gateDecisions)
      .where(
        and(
          visible,
          when(input.environment, (wanted) => eq(gateDecisions.environment, wanted)),
          when(input.decision, (wanted) => eq(gateDecisions.decision, wanted)),
          when(input.systemId, (wanted) => eq(gateDecisions.systemId, wanted)),
          time === undefined
            ? undefined
            : lt(
                sql`(${gateDecisions.evaluatedAt}, ${gateDecisions.id})`,
                sql`(${time}::timestamptz, ${lastId})`,
              ),
        ),
      )
      .orderBy(desc(gateDecisions.evaluatedAt), desc(gateDecisions.id))
      .limit(input.limit + 1);
    return pageOf(rows, input.limit, (row) => [row.evaluatedAt.toISOString(), row.id]);
  },
});

export const getDecision = read({
  input: DecisionRef,
  of: 'GateDecision',
  run: async ({ db, input }) => {
    const [row] = await db.select().from(gateDecisions).where(eq(gateDecisions.id, input.decisionId));
    return row && { ...row, tokenName: await tokenNameOf(db, row.createdBy) };
  },
});
