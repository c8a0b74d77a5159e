import { openCsv } from '../input/csv';
import { readJsonl } from '../input/jsonl';
import { problem } from '../input/problem';
import { type Bytes, textChunks } from '../input/text-chunks';
import { isRow, type Row, rowOf, rowOfCells } from './rows';

export const langfuseFormats = ['json', 'jsonl', 'csv'] as const;
export type LangfuseFormat = (typeof langfuseFormats)[number];

/** A JSON document is read whole; JSON Lines and CSV stream. */
export const langfuseFileLimits = {
  documentChars: 64_000_000,
  lineLength: 4_000_000,
  bytes: 250_000_000,
  rows: 200_000,
  columns: 1000,
} as const;

/** The rows of a file that Langfuse exported: a list, an answer of its API with `data`, a downloaded trace, or a table. */
export async function* langfuseRows(given: Bytes, format: LangfuseFormat): AsyncGenerator<Row> {
  const { rows: maxRows, lineLength: maxLength, columns: maxColumns } = langfuseFileLimits;
  let at = 0;
  const bytes = bounded(given);
  if (format === 'csv') {
    const { columns, batches } = await openCsv(bytes, { maxRows, maxColumns, maxLength });
    for await (const batch of batches)
      for (const { values } of batch) yield merged(rowOfCells(columns, values), (at += 1));
  } else if (format === 'jsonl') {
    for await (const { value } of readJsonl(bytes, { maxRows, maxLength })) yield merged(value, (at += 1));
  } else {
    const list = listIn(await document(bytes));
    if (list.length > maxRows) throw problem(`the file has more than ${maxRows} entries`, over(maxRows));
    for (const value of list) yield merged(value, (at += 1));
  }
  if (at === 0) throw problem('the file has no entries');
}

async function* bounded(bytes: Bytes): AsyncGenerator<Uint8Array> {
  const limit = langfuseFileLimits.bytes;
  let size = 0;
  for await (const chunk of bytes) {
    size += chunk.byteLength;
    if (size > limit)
      throw problem(
        `the file is larger than the limit of ${limit / 1e6} MB for exports of Langfuse`,
        over(limit),
      );
    yield chunk;
  }
}

const over = (limit: number) => ({ line: null, limit });

async function document(bytes: Bytes): Promise<unknown> {
  const limit = langfuseFileLimits.documentChars;
  const parts: string[] = [];
  let length = 0;
  for await (const part of textChunks(bytes)) {
    length += part.length;
    if (length > limit)
      throw problem(
        `the file has more than ${limit} characters; export it as JSON Lines or CSV`,
        over(limit),
      );
    parts.push(part);
  }
  try {
    return JSON.parse(parts.join('')) as unknown;
  } catch (error) {
    throw problem(`the file is not JSON: ${error instanceof Error ? error.message.slice(0, 200) : ''}`);
  }
}

function listIn(value: unknown): readonly unknown[] {
  if (Array.isArray(value)) return value as unknown[];
  if (isRow(value) && Array.isArray(value['data'])) return value['data'] as unknown[];
  if (isRow(value)) return [value];
  throw problem('the file is no list of entries');
}

/** A downloaded trace stands beside its observations. */
function merged(value: unknown, at: number): Row {
  const row = rowOf(value);
  if (!row) throw problem(`entry ${at} is not an object`, { line: at });
  const trace = rowOf(row['trace']);
  return trace
    ? { ...trace, ...(row['observations'] !== undefined && { observations: row['observations'] }) }
    : row;
}

/** The observations that came with a trace, when they are more than their ids. */
export const observationsIn = (row: Row): Row[] =>
  Array.isArray(row['observations'])
    ? row['observations'].flatMap((one: unknown) => {
        const observation = rowOf(one);
        return observation ? [observation] : [];
      })
    : [];
