import { ZodError } from 'zod';
import { csvLimits, openCsv } from '@/evaluators/input/csv';
import { readJsonl } from '@/evaluators/input/jsonl';
import { InputProblem, problem } from '@/evaluators/input/problem';
import { SuiteCase } from '@/evaluators/suite';
import { canonical, parseStrictJson } from '@/server/kernel/canonical';
import { Refusal } from '@/server/kernel/refusal';
import { caseReader } from '../rules/csv-cases';
import { type DatasetFormat, type DatasetKind, datasetLimits } from '../schema/datasets';

export interface UploadRow {
  readonly line: number;
  /** Empty for the rows of a table. */
  readonly id: string;
  /** RFC 8785 text of the row. */
  readonly text: string;
}

/** The rows of an upload in batches as they stream in, each checked; `columns` is filled while they are read. */
export async function* uploadRows(
  bytes: AsyncIterable<Uint8Array>,
  kind: DatasetKind,
  format: DatasetFormat,
  columns: Set<string>,
): AsyncGenerator<UploadRow[]> {
  const maxRows = kind === 'cases' ? datasetLimits.cases : datasetLimits.rows;
  const records = format === 'csv' ? csvRecords(bytes, kind, maxRows) : jsonRecords(bytes, maxRows);
  for await (const batch of records)
    yield batch.map(({ line, value }) => located(line, () => checked(kind, line, value, columns)));
}

const linesPerBatch = 64;
interface Line {
  readonly line: number;
  readonly value: unknown;
}

async function* csvRecords(
  bytes: AsyncIterable<Uint8Array>,
  kind: DatasetKind,
  maxRows: number,
): AsyncGenerator<Line[]> {
  const { columns: maxColumns, lineLength: maxLength } = datasetLimits;
  const { columns, batches } = await openCsv(bytes, { ...csvLimits, maxRows, maxColumns, maxLength });
  const read = kind === 'cases' ? caseReader(columns) : tableReader(columns);
  for await (const batch of batches) yield batch.map(({ line, values }) => ({ line, value: read(values) }));
}

const tableReader = (columns: readonly string[]) => (values: readonly string[]) =>
  Object.fromEntries(columns.map((name, index) => [name, values[index]]));

async function* jsonRecords(bytes: AsyncIterable<Uint8Array>, maxRows: number): AsyncGenerator<Line[]> {
  const { lineLength: maxLength, depth: maxDepth } = datasetLimits;
  const limits = { maxBytes: 4 * maxLength, maxDepth };
  const parse = (text: string) => parseStrictJson(text, limits);
  let batch: Line[] = [];
  for await (const line of readJsonl(bytes, { maxRows, maxLength }, parse)) {
    batch.push(line);
    if (batch.length < linesPerBatch) continue;
    yield batch;
    batch = [];
  }
  if (batch.length > 0) yield batch;
}

function checked(kind: DatasetKind, line: number, value: unknown, columns: Set<string>): UploadRow {
  if (kind === 'table') return { line, id: '', text: printable(tableRow(value, columns)) };
  const one = SuiteCase.parse(value);
  for (const name of Object.keys(one)) columns.add(name);
  // A string of its own: a slice would keep the whole line alive.
  return { line, id: Buffer.from(one.id).toString(), text: printable(one) };
}

function tableRow(value: unknown, columns: Set<string>): Record<string, unknown> {
  if (typeof value !== 'object' || value === null || Array.isArray(value))
    throw problem('the row is not an object of columns');
  const names = Object.keys(value);
  if (columns.size === 0) for (const name of names) columns.add(name);
  if (columns.size > datasetLimits.columns)
    throw problem(`there are more than ${datasetLimits.columns} columns`);
  const stray = names.find((name) => !columns.has(name));
  if (stray !== undefined || names.length !== columns.size)
    throw problem(
      `the columns differ from those of the first row (${[...columns].join(', ').slice(0, 200)})`,
    );
  const nested = Object.entries(value).find(([, cell]) => typeof cell === 'object' && cell !== null);
  if (nested)
    throw problem(`column ${JSON.stringify(nested[0])} holds a list or an object; a table holds values`);
  return value as Record<string, unknown>;
}

/** In JSON text every control character is an escape; tabs and line ends are the only ones that text may hold. */
const controls = /\\u00(?:0[0-8bcef]|1[0-9a-f]|7f)|\\[bf]|\u007f/;
const backslashes = /\\\\/g;

function printable(value: unknown): string {
  const text = canonical(value);
  if (controls.test(text) && controls.test(text.replace(backslashes, '')))
    throw problem('a value contains a control character other than a tab or a line end');
  return text;
}

/** Says the line in whatever goes wrong with it. */
function located<R>(line: number, work: () => R): R {
  try {
    return work();
  } catch (error) {
    throw problem(`line ${line}: ${words(error)}`, { line });
  }
}

function words(error: unknown): string {
  if (error instanceof ZodError) {
    const [issue] = error.issues;
    return `${issue?.path.join('.') || 'the case'}: ${issue?.message ?? 'is not a case'}`;
  }
  if (error instanceof InputProblem || error instanceof Refusal) return error.message;
  throw error;
}
