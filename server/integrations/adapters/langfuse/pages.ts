import { z } from 'zod';
import { langfuseLimits } from '@/evaluators/langfuse/source';
import { rowOf, type Row, textAt } from '@/evaluators/langfuse/rows';
import { Refusal } from '@/server/kernel/refusal';
import { type Langfuse, malformed } from './client';

type Query = NonNullable<Parameters<Langfuse['get']>[1]>;

const Numbered = z.looseObject({
  data: z.array(z.unknown()),
  meta: z.looseObject({
    page: z.int().optional(),
    totalItems: z.int().min(0).optional(),
    totalPages: z.int().min(0),
  }),
});
const WithCursor = z.looseObject({
  data: z.array(z.unknown()),
  meta: z.looseObject({ cursor: z.string().max(10_000).nullish() }).nullish(),
});

/** An answer of the form that was expected. */
export function formed<T>(schema: z.ZodType<T>, answer: unknown, what: string): T {
  const read = schema.safeParse(answer);
  if (read.success) return read.data;
  const [issue] = read.error.issues;
  throw malformed(`${what} came in an unknown form: ${issue?.path.join('.')}: ${issue?.message}`);
}

export const tooMany = (what: string, most: number) => {
  const message = `There are more than ${most} ${what}; choose a smaller part`;
  return new Refusal('limit', message, { fields: { source: [message] }, limit: most });
};

function rowIn(value: unknown, what: string): Row {
  const row = rowOf(value);
  if (!row || textAt(row, 'id') === null) throw malformed(`an entry of the ${what} has no id`);
  return row;
}

/** Lists with page numbers, to the end. An entry that comes twice says that the list turns in a circle or changed. */
export async function* numberedPages(
  { get }: Langfuse,
  path: readonly string[],
  query: Query,
  { what, most }: { readonly what: string; readonly most: number },
): AsyncGenerator<Row> {
  const seen = new Set<string>();
  for (let page = 1; ; page += 1) {
    const { data, meta } = formed(Numbered, await get(path, { ...query, page, limit: 100 }), what);
    if (meta.page !== undefined && meta.page !== page)
      throw malformed(`page ${meta.page} of the ${what} came instead of page ${page}`);
    for (const value of data) {
      const row = rowIn(value, what);
      const id = String(row['id']);
      if (seen.has(id)) throw malformed(`${what}: ${JSON.stringify(id)} came twice; they change or repeat`);
      if (seen.add(id).size > most) throw tooMany(what, most);
      yield row;
    }
    if (data.length > 0 && page < meta.totalPages) continue;
    if (meta.totalItems !== undefined && meta.totalItems !== seen.size)
      throw malformed(`${seen.size} of ${meta.totalItems} ${what} came; they changed meanwhile, try again`);
    return;
  }
}

/** Lists with a cursor, to the end; a cursor that comes again is refused. */
export async function* cursorPages(
  { get }: Langfuse,
  path: readonly string[],
  query: Query,
  { what, most, size = 100 }: { readonly what: string; readonly most: number; readonly size?: number },
): AsyncGenerator<Row> {
  const cursors = new Set<string>();
  let [count, cursor]: [number, string | undefined] = [0, undefined];
  for (;;) {
    const answer: unknown = await get(path, { ...query, cursor, limit: size });
    const { data, meta }: z.infer<typeof WithCursor> = formed(WithCursor, answer, what);
    for (const value of data) {
      if (++count > most) throw tooMany(what, most);
      yield rowIn(value, what);
    }
    const next = meta?.cursor;
    if (!next) return;
    if (cursors.has(next) || data.length === 0) throw malformed(`the pages of the ${what} turn in a circle`);
    cursors.add((cursor = next));
  }
}

export const mostTraces = { what: 'traces', most: langfuseLimits.traces };
