import { and, desc, eq, sql } from 'drizzle-orm';
import type { Reader } from '@/db/client';
import { exports } from '@/db/schema/reports';
import { people } from '@/db/schema/identity';
import { newestFirst, newestKey, olderThan } from '@/server/kernel/listing';
import { list, read } from '@/server/kernel/operation';
import { pageOf, when } from '@/server/kernel/paging';
import { ExportRef, ListExports } from '../schema';

/** Whether other content about the same thing was sealed after this. */
const isSuperseded = sql<boolean>`exists (select 1 from exports later
  where later.org_id = exports.org_id and later.sealed_from is not null and later.state = 'ready'
    and later.kind = exports.kind and later.document is not distinct from exports.document
    and later.system_id = exports.system_id and later.release_id is not distinct from exports.release_id
    and later.environment is not distinct from exports.environment
    and later.incident_id is not distinct from exports.incident_id
    and later.content_sha256 <> exports.content_sha256 and later.created_at > exports.created_at)`;

const selected = (db: Reader) =>
  db
    .select({ row: exports, person: people.name, isSuperseded })
    .from(exports)
    .leftJoin(people, eq(people.id, exports.createdBy))
    .$dynamic();
type Selected = Awaited<ReturnType<typeof selected>>[number];

/** What kind of file it is to whoever relies on it; null where nothing can be sealed, as in a table of events. */
export type Standing = 'draft' | 'sealed' | 'superseded' | null;

const told = ({ row, person, isSuperseded: isOld }: Selected) => {
  const sealed: Standing = isOld ? 'superseded' : 'sealed';
  const standing: Standing =
    row.contentSha256 === null ? null : row.sealedFrom === null ? ('draft' as const) : sealed;
  return { ...row, createdByName: person, standing };
};

export const listExports = list({
  input: ListExports,
  of: 'Export',
  table: exports,
  run: async ({ db, input, visible }) => {
    const rows = await selected(db)
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
    return pageOf(rows.map(told), input.limit, newestKey);
  },
});

export const getExport = read({
  input: ExportRef,
  of: 'Export',
  run: async ({ db, input }) => {
    const [row] = await selected(db).where(eq(exports.id, input.exportId));
    return row && told(row);
  },
});

/** The export whose file has this digest; a sealed one before a draft. */
export async function exportOfFile(db: Reader, sha256: string) {
  const [row] = await selected(db)
    .where(eq(exports.sha256, sha256))
    .orderBy(sql`${exports.sealedFrom} is null`, desc(exports.createdAt))
    .limit(1);
  return row && told(row);
}
