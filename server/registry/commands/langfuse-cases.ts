import { problem } from '@/evaluators/input/problem';
import { caseOfItem, caseOfTrace } from '@/evaluators/langfuse/case';
import { type LangfuseFormat, langfuseRows } from '@/evaluators/langfuse/file';
import type { Row } from '@/evaluators/langfuse/rows';
import type { CaseOrigin } from '@/evaluators/langfuse/source';
import { kindOf, tracesIn } from '@/evaluators/langfuse/traces';
import type { FileStore } from '@/server/kernel/context';
import { Refusal } from '@/server/kernel/refusal';
import type { StoredUpload } from '../schema/datasets';
import { storeUpload } from './store-upload';

type Taken = Pick<CaseOrigin, 'taken' | 'archived'>;

/** Stores what Langfuse gave as a file of cases; archived items are left out and counted. */
export async function storeCases(
  files: FileStore,
  rows: AsyncIterable<Row>,
): Promise<{ readonly upload: StoredUpload } & Taken> {
  const count = { taken: 0, archived: 0 };
  const upload = await storeUpload(files, casesOf(rows, count), 'cases', 'jsonl').catch(reworded);
  return { upload, ...count };
}

async function* casesOf(rows: AsyncIterable<Row>, count: { taken: number; archived: number }) {
  for await (const row of rows) {
    const one = kindOf(row) === 'item' ? caseOfItem(row) : caseOfTrace(row);
    if (!one) {
      count.archived += 1;
      continue;
    }
    count.taken += 1;
    yield Buffer.from(`${JSON.stringify(one)}\n`);
  }
  if (count.taken > 0) return;
  throw problem(
    count.archived > 0 ? `all ${count.archived} items are archived` : 'Langfuse has no items there',
  );
}

/** Of a file that Langfuse exported: items as they stream in, observations put together as traces. */
export async function* casesInFile(bytes: AsyncIterable<Uint8Array>, format: LangfuseFormat) {
  const rows = langfuseRows(bytes, format);
  const { value: first, done } = await rows.next();
  if (done) return;
  const all = (async function* () {
    yield first;
    yield* rows;
  })();
  if (kindOf(first) === 'item') yield* all;
  else for (const { row } of await tracesIn(all)) yield row;
}

/** The lines of a file that nobody has seen are the numbers of the cases. */
function reworded(error: unknown): never {
  if (!(error instanceof Refusal) || error.code !== 'invalid') throw error;
  const message = error.message
    .replace(/^line (\d+)(?=:| has the id)/, 'case $1')
    .replace(/that line (\d+) has already$/, 'that case $1 has already');
  throw new Refusal('invalid', message, { ...error.details, fields: { file: [message] } });
}
