import { and, eq, sql } from 'drizzle-orm';
import type { Reader } from '@/db/client';
import { systems } from '@/db/schema/systems';
import { containing, newestFirst, newestKey, olderThan } from '@/server/kernel/listing';
import { list, read } from '@/server/kernel/operation';
import { pageOf } from '@/server/kernel/paging';
import { CountSystems, ListSystems, SystemRef } from './schema';

/** A row as the policies know it: they call the id of a system `systemId` on every subject. */
export const asSystem = (row: typeof systems.$inferSelect) => ({ ...row, systemId: row.id });

export async function systemById(db: Reader, systemId: string) {
  const [row] = await db.select().from(systems).where(eq(systems.id, systemId));
  return row && asSystem(row);
}

export const getSystem = read({
  input: SystemRef,
  of: 'System',
  run: ({ db, input }) => systemById(db, input.systemId),
});

export const listSystems = list({
  input: ListSystems,
  of: 'System',
  table: systems,
  alias: { systemId: systems.id },
  run: async ({ db, input, visible }) => {
    const rows = await db
      .select()
      .from(systems)
      .where(
        and(
          visible,
          input.name ? eq(systems.name, input.name) : undefined,
          input.stage ? eq(systems.stage, input.stage) : undefined,
          containing(input.search, systems.name, systems.purpose),
          olderThan(input.cursor, systems),
        ),
      )
      .orderBy(...newestFirst(systems))
      .limit(input.limit + 1);
    return pageOf(rows.map(asSystem), input.limit, newestKey);
  },
});

/** How many systems the caller sees, by stage; stages without any are left out. */
export const countSystems = list({
  input: CountSystems,
  of: 'System',
  table: systems,
  alias: { systemId: systems.id },
  run: ({ db, visible }) =>
    db
      .select({ stage: systems.stage, systems: sql<number>`count(*)::int` })
      .from(systems)
      .where(visible)
      .groupBy(systems.stage),
});
