import { and, desc, eq, ilike, lt, or, sql } from 'drizzle-orm';
import type { Reader } from '@/db/client';
import { systems } from '@/db/schema/systems';
import { list, read } from '@/server/kernel/operation';
import { keyFrom, pageOf } from '@/server/kernel/paging';
import { ListSystems, SystemRef } from './schema';

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
    const after = keyFrom(input.cursor, 2);
    const [time, lastId] = after ?? [];
    const rows = await db
      .select()
      .from(systems)
      .where(
        and(
          visible,
          input.stage && eq(systems.stage, input.stage),
          input.search
            ? or(ilike(systems.name, like(input.search)), ilike(systems.purpose, like(input.search)))
            : undefined,
          after
            ? lt(sql`(${systems.createdAt}, ${systems.id})`, sql`(${time}::timestamptz, ${lastId})`)
            : undefined,
        ),
      )
      .orderBy(desc(systems.createdAt), desc(systems.id))
      .limit(input.limit + 1);
    return pageOf(rows.map(asSystem), input.limit, (row) => [row.createdAt.toISOString(), row.id]);
  },
});

const like = (search: string) => `%${search.replace(/[\\%_]/g, '\\$&')}%`;
