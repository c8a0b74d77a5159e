import { z } from 'zod';
import { inconclusive, type Outcome, type Sample } from '../contract';
import { listAt, place, valueAt } from '../places';

/** One retrieved piece: what it says and the id it goes by. */
export interface Chunk {
  readonly id: string | null;
  readonly text: string;
}

const own = (value: object, keys: readonly string[]): string | null => {
  for (const key of keys) {
    const found: unknown = Object.hasOwn(value, key) ? Reflect.get(value, key) : undefined;
    if (typeof found === 'string' || typeof found === 'number') return String(found);
  }
  return null;
};

/** Texts, ids, or objects with id and text (also content, page_content); null for anything else. */
export function chunkOf(value: unknown): Chunk | null {
  if (typeof value === 'string' || typeof value === 'number')
    return { id: String(value), text: String(value) };
  if (typeof value !== 'object' || value === null) return null;
  const [id, text] = [
    own(value, ['id', 'document_id', 'doc_id', 'source']),
    own(value, ['text', 'content', 'page_content', 'snippet']),
  ];
  return id === null && text === null ? null : { id, text: text ?? '' };
}

/** The retrieved pieces of a case in their order; null when it has none at all. */
export const chunksAt = (sample: Sample, at: string): Chunk[] | null =>
  listAt(sample, at)?.flatMap((one) => chunkOf(one) ?? []) ?? null;

export const contextPlace = place('context', 'what was retrieved (texts, ids, or objects with id and text)');

export const retrievalParams = {
  context: contextPlace,
  relevant: place('metadata.relevant', 'what is relevant (ids or texts; for nDCG also a map of id to grade)'),
  match: z
    .enum(['id', 'text'])
    .default('id')
    .describe('id: equal ids; text: a relevant text stands in the retrieved text, case and spacing aside'),
  k: z.int().min(1).max(1000).optional().describe('only the first k retrieved pieces count'),
};
type RetrievalParams = z.output<z.ZodObject<typeof retrievalParams>>;

export interface Ranking {
  /** grade of each retrieved piece in its order, 0 = not relevant; a relevant one counts once */
  readonly grades: readonly number[];
  /** grades of everything relevant */
  readonly ideal: readonly number[];
}

export const plain = (text: string): string => text.toLowerCase().replace(/\s+/g, ' ').trim();

/** Grades of what was retrieved. Inconclusive when nobody said what is relevant. */
export function rankingOf(
  sample: Sample,
  { context, relevant, match, k }: RetrievalParams,
): Ranking | Outcome {
  const wanted = relevantAt(sample, relevant);
  if (wanted.size === 0) return inconclusive(`the case does not say at ${relevant} what is relevant`);
  const chunks = chunksAt(sample, context);
  if (!chunks) return inconclusive(`the case has no ${context}`);
  const left = new Map(wanted);
  const grades = chunks.map(({ id, text }) => {
    const said = match === 'text' ? plain(text) : id;
    const key = [...left.keys()].find((one) =>
      match === 'text' ? said?.includes(plain(one)) : said === one,
    );
    if (key === undefined) return 0;
    const grade = left.get(key) ?? 0;
    left.delete(key);
    return grade;
  });
  return { grades: grades.slice(0, k), ideal: [...wanted.values()] };
}

function relevantAt(sample: Sample, at: string): Map<string, number> {
  const value = valueAt(sample, at);
  if (typeof value === 'object' && value !== null && !Array.isArray(value))
    return new Map(
      Object.entries(value).flatMap(([key, grade]) =>
        typeof grade === 'number' && grade > 0 ? [[key, grade] as const] : [],
      ),
    );
  const list = listAt(sample, at) ?? [];
  return new Map(list.flatMap((one) => (chunkOf(one) ? [[chunkOf(one)?.id ?? '', 1] as const] : [])));
}
