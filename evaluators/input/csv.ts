import { problem } from './problem';
import { type Bytes, linesOf, textChunks } from './text-chunks';

export interface CsvLimits {
  readonly maxRows: number;
  readonly maxColumns: number;
  /** characters of one line, and of one quoted field that spans lines */
  readonly maxLength: number;
}
export const csvLimits: CsvLimits = { maxRows: 10_000_000, maxColumns: 1000, maxLength: 1_000_000 };

export interface CsvRow {
  /** the line of the file the record starts on, 1-based */
  readonly line: number;
  readonly values: readonly string[];
}
export interface CsvTable {
  readonly columns: readonly string[];
  /** records in batches, in order; throws InputProblem on the first bad one and when there is none */
  readonly batches: AsyncIterable<readonly CsvRow[]>;
}

/**
 * Reads a comma-separated table with a header as it streams in (RFC 4180, UTF-8, LF or CRLF). Refuses with the line:
 * ragged records, broken quotes, an empty line between records, duplicate or empty column names, over-long fields, no
 * records, wrong encodings. A quoted field may hold commas, quotes and line ends.
 */
export async function openCsv(bytes: Bytes, limits: CsvLimits = csvLimits): Promise<CsvTable> {
  const batches = records(bytes, limits);
  const first = await batches.next();
  const [header, ...rest] = first.done ? [] : first.value;
  if (!header) throw problem('the file is empty: a header line is needed');
  const columns = checkedHeader(header.values, limits);
  return { columns, batches: checkedRows(columns, rest, batches, limits) };
}

/** Index of each named column; throws InputProblem that lists the columns there are. */
export function columnIndexes(columns: readonly string[], wanted: readonly string[]): number[] {
  return wanted.map((name) => {
    const index = columns.indexOf(name);
    if (index < 0)
      throw problem(`there is no column "${name}"; the columns are ${columns.join(', ').slice(0, 500)}`);
    return index;
  });
}

function checkedHeader(columns: readonly string[], { maxColumns }: CsvLimits): readonly string[] {
  const at = { line: 1 };
  if (columns.length > maxColumns)
    throw problem(`the header has ${columns.length} columns; the limit is ${maxColumns}`, {
      line: 1,
      limit: maxColumns,
    });
  for (const [index, name] of columns.entries()) {
    if (name.trim() === '') throw problem(`column ${index + 1} has no name`, at);
    if (columns.indexOf(name) !== index)
      throw problem(`two columns are called "${name}"`, { ...at, column: name });
  }
  if (columns.length === 1 && /[;\t|]/.test(columns[0] ?? ''))
    throw problem('the header has one column; separate columns with commas, not with ; | or tabs', at);
  return columns;
}

async function* checkedRows(
  columns: readonly string[],
  first: readonly CsvRow[],
  batches: AsyncIterable<readonly CsvRow[]>,
  { maxRows }: CsvLimits,
): AsyncGenerator<readonly CsvRow[]> {
  let rows = 0;
  const check = (batch: readonly CsvRow[]) => {
    for (const { line, values } of batch)
      if (values.length !== columns.length)
        throw problem(`line ${line} has ${values.length} fields where the header has ${columns.length}`, {
          line,
        });
    rows += batch.length;
    if (rows > maxRows)
      throw problem(`the file has more than ${maxRows} rows`, { line: null, limit: maxRows });
    return batch;
  };
  if (first.length > 0) yield check(first);
  for await (const batch of batches) if (batch.length > 0) yield check(batch);
  if (rows === 0) throw problem('the file has a header but no rows');
}

/** A record whose last quote is still open, with the lines it has so far. */
interface OpenRecord {
  readonly line: number;
  readonly text: string;
}

async function* records(bytes: Bytes, { maxLength }: CsvLimits): AsyncGenerator<CsvRow[]> {
  let line = 0;
  let open: OpenRecord | null = null;
  let blank: number | null = null;
  for await (const lines of linesOf(textChunks(bytes), maxLength)) {
    const batch: CsvRow[] = [];
    for (const text of lines) {
      line++;
      if (open === null && (text === '' || text === '\r')) {
        blank ??= line;
        continue;
      }
      if (blank !== null) throw problem(`line ${blank} is empty`, { line: blank });
      const record: OpenRecord =
        open === null ? { line, text } : { line: open.line, text: `${open.text}\n${text}` };
      refuseLong(record, maxLength);
      const values: string[] | null = open !== null && evenQuotes(text) ? null : fieldsOf(record);
      open = values === null ? record : null;
      if (values !== null) batch.push({ line: record.line, values });
    }
    if (batch.length > 0) yield batch;
  }
  if (open !== null)
    throw problem(`the quote opened in the record at line ${open.line} is never closed`, { line: open.line });
}

function refuseLong({ line, text }: OpenRecord, limit: number): void {
  if (text.length > limit)
    throw problem(`the record at line ${line} is longer than ${limit} characters`, { line, limit });
}

/** A line with an even number of quotes cannot close the quote that is open, so it need not be parsed again. */
const evenQuotes = (text: string): boolean => text.split('"').length % 2 === 1;

const fieldsOf = ({ line, text }: OpenRecord): string[] | null =>
  text.includes('"') ? quotedFields(text, line) : plainFields(text, line);

function plainFields(text: string, line: number): string[] {
  const whole = text.endsWith('\r') ? text.slice(0, -1) : text;
  if (whole.includes('\r'))
    throw problem(`line ${line} contains a carriage return that ends no line`, { line });
  return whole.split(',');
}

/** The fields of a record with quotes, or null when its last quote is still open. */
function quotedFields(text: string, line: number): string[] | null {
  const fields: string[] = [];
  let at = 0;
  for (;;) {
    const quoted = text.charAt(at) === '"';
    const end = quoted ? closingQuote(text, at + 1) : fieldEnd(text, at);
    if (end === null) return null;
    const raw = quoted ? text.slice(at + 1, end).replaceAll('""', '"') : text.slice(at, end);
    if (!quoted && raw.includes('"'))
      throw problem(`line ${line} has a quote inside an unquoted field`, { line });
    const after = quoted ? end + 1 : end;
    const last = after >= text.length || (after === text.length - 1 && text.charAt(after) === '\r');
    fields.push(last && !quoted && raw.endsWith('\r') ? raw.slice(0, -1) : raw);
    if (last) return fields;
    if (text.charAt(after) !== ',') throw problem(`line ${line} has text after a closing quote`, { line });
    at = after + 1;
  }
}

const fieldEnd = (text: string, from: number): number => {
  const comma = text.indexOf(',', from);
  return comma < 0 ? text.length : comma;
};

function closingQuote(text: string, from: number): number | null {
  for (let at = text.indexOf('"', from); at >= 0; at = text.indexOf('"', at + 2))
    if (text.charAt(at + 1) !== '"') return at;
  return null;
}
