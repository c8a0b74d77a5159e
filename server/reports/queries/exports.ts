import { and, eq } from 'drizzle-orm';
import { exports } from '@/db/schema/reports';
import { people } from '@/db/schema/identity';
import { newestFirst, newestKey, olderThan } from '@/server/kernel/listing';
import { list, read } from '@/server/kernel/operation';
import { pageOf, when } from '@/server/kernel/paging';
import { ExportRef, ListExports } from '../schema';

export const listExports = list({
  input: ListExports,
  of: 'Export',
  table: exports,
  run: async ({ db, input, visible }) => {
    const rows = await db
      .select({ row: exports, person: people.name })
      .from(exports)
      .leftJoin(people, eq(people.id, exports.createdBy))
      .where(
        and(
          visible,
          when(input.kind, (kind) => eq(exports.kind, kind)),
          when(input.state, (state) => eq(exports.state, state)),
          when(input.releaseId, (releaseId) => eq(exports.releaseId, releaseId)),
          olderThan(input.cursor, exports),
        ),
      )
      .orderBy(...newestFirst(exports))
      .limit(input.limit + 1);
    return pageOf(
      rows.map(({ row, person }) => ({ ...row, createdByName: person })),
      input.limit,
      newestKey,
    );
  },
});

export const getExport = read({
  input: ExportRef,
  of: 'Export',
  run: async ({ db, input }) => {
    const [row] = await db.select().from(exports).where(eq(exports.id, input.exportId));
    return row;
  },
});
