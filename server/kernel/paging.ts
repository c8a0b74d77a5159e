import type { SQL } from 'drizzle-orm';
import { z } from 'zod';
import { invalid } from './refusal';

/** The paging fields of every list: `limit` 1 to 200, `cursor` as the last page gave it. */
export const Paging = {
  limit: z.coerce.number().int().min(1).max(200).default(50),
  cursor: z.string().max(500).optional(),
};

export interface Page<R> {
  readonly items: R[];
  readonly nextCursor: string | null;
}

/** Cuts the row too many that the query read to learn whether there is a next page.
 *  @param rows at most `limit + 1` rows @param keyOf the row's sort key, as the next query compares it */
export function pageOf<R>(
  rows: readonly R[],
  limit: number,
  keyOf: (row: R) => readonly (string | number)[],
): Page<R> {
  const items = rows.slice(0, limit);
  const last = items.at(-1);
  const more = rows.length > limit && last !== undefined;
  return { items, nextCursor: more ? Buffer.from(JSON.stringify(keyOf(last))).toString('base64url') : null };
}

const strange = () => invalid('cursor', 'cursor is not one that a page of this list gave');

/** The sort key inside a cursor; a cursor that no page gave is a refusal. */
export function keyFrom(cursor: string | undefined, parts: number): (string | number)[] | null {
  if (cursor === undefined) return null;
  try {
    const key: unknown = JSON.parse(Buffer.from(cursor, 'base64url').toString());
    const known = (part: unknown) =>
      typeof part === 'number' || (typeof part === 'string' && !part.includes('\u0000'));
    if (Array.isArray(key) && key.length === parts && key.every(known)) return key as (string | number)[];
  } catch {
    // falls through to the same answer
  }
  throw strange();
}

/** The same for a list in the order of an instant and an id. */
export function datedKeyFrom(cursor: string | undefined): readonly string[] | null {
  const key = keyFrom(cursor, 2);
  if (key === null) return null;
  const [at, id] = key.map(String);
  if (at === undefined || id === undefined || !/^\d{4}-\d\d-\d\dT[\d:.]+Z$/.test(at)) throw strange();
  if (Number.isNaN(Date.parse(at))) throw strange();
  return [at, id];
}

/** The condition of a filter that was given; an absent or empty one filters nothing. */
export const when = <T>(value: T | undefined, condition: (value: T) => SQL | undefined): SQL | undefined =>
  value === undefined || value === '' ? undefined : condition(value);
