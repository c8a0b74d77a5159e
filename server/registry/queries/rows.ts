import { buffer } from 'node:stream/consumers';
import { linesOf, textChunks } from '@/evaluators/input/text-chunks';
import type { SuiteCase } from '@/evaluators/suite';
import type { FileStore } from '@/server/kernel/context';
import { read } from '@/server/kernel/operation';
import { rowsPerChunk } from '../rules/row-index';
import { type DatasetVersion, ReadDatasetRows } from '../schema/datasets';
import { datasetVersionById } from './datasets';

type Rows = Pick<DatasetVersion, 'rowsSha256' | 'indexSha256' | 'rowCount'>;
const pageBytes = 1_000_000;

/**
 * Rows `from` to `from + count` of a version in the order of its file, by seeking: no more than 64 rows are read in vain.
 * @param from position from 0
 */
export async function* readRows(
  files: FileStore,
  version: Rows,
  from = 0,
  count = Infinity,
): AsyncGenerator<Record<string, unknown>> {
  for await (const text of rowTexts(files, version, from, count))
    yield JSON.parse(text) as Record<string, unknown>;
}

/** The same for a version of kind `cases`: what was stored has passed the contract of a case. */
export const readCases = (files: FileStore, version: Rows, from = 0, count = Infinity) =>
  readRows(files, version, from, count) as AsyncGenerator<SuiteCase>;

async function* rowTexts(
  files: FileStore,
  version: Rows,
  from: number,
  count: number,
): AsyncGenerator<string> {
  const end = Math.min(version.rowCount, from + count);
  if (from >= end) return;
  let row = Math.floor(from / rowsPerChunk) * rowsPerChunk;
  const start = await offsetOf(files, version, row / rowsPerChunk);
  for await (const lines of linesOf(textChunks(files.open(version.rowsSha256, { start })), Infinity)) {
    for (const line of lines) {
      if (row >= from) yield line;
      row += 1;
      if (row >= end) return;
    }
  }
}

async function offsetOf(files: FileStore, version: Rows, chunk: number): Promise<number> {
  const entry = await buffer(files.open(version.indexSha256, { start: 8 * chunk, end: 8 * chunk + 7 }));
  return Number(entry.readBigUInt64BE());
}

/** A page of rows, shorter when they are long. */
export const getDatasetRows = read({
  input: ReadDatasetRows,
  of: 'Dataset',
  run: async ({ db, ctx, input: { versionId, from, limit } }) => {
    const version = await datasetVersionById(db, versionId);
    if (!version) return undefined;
    const items: Record<string, unknown>[] = [];
    let sizeBytes = 0;
    for await (const text of rowTexts(ctx.ports.files, version, from, limit)) {
      items.push(JSON.parse(text) as Record<string, unknown>);
      sizeBytes += text.length;
      if (sizeBytes >= pageBytes) break;
    }
    const next = from + items.length;
    const { orgId, createdBy, rowCount } = version;
    return { orgId, createdBy, versionId, rowCount, from, items, nextFrom: next < rowCount ? next : null };
  },
});
