import { desc, ilike, lt, or, type SQL, sql } from 'drizzle-orm';
import type { PgColumn } from 'drizzle-orm/pg-core';
import { datedKeyFrom } from './paging';

interface Dated {
  readonly createdAt: PgColumn;
  readonly id: PgColumn;
}

/** Newest first, by keyset. `created_at` must be timestamptz(3): a Date holds milliseconds and the cursor no more. */
export const newestFirst = (table: Dated) => [desc(table.createdAt), desc(table.id)];
export const newestKey = (row: { readonly createdAt: Date; readonly id: string }) => [
  row.createdAt.toISOString(),
  row.id,
];
export function olderThan(cursor: string | undefined, table: Dated): SQL | undefined {
  const key = datedKeyFrom(cursor);
  return key
    ? lt(sql`(${table.createdAt}, ${table.id})`, sql`(${key[0]}::timestamptz, ${key[1]})`)
    : undefined;
}

/** Rows in which one of the columns contains the text, whatever its case; no text, no condition. */
export const containing = (search: string | undefined, ...columns: readonly PgColumn[]): SQL | undefined =>
  search
    ? or(...columns.map((column) => ilike(column, `%${search.replace(/[\\%_]/g, '\\$&')}%`)))
    : undefined;
