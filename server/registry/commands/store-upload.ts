import { hash } from 'node:crypto';
import { PassThrough } from 'node:stream';
import { setImmediate } from 'node:timers/promises';
import { InputProblem } from '@/evaluators/input/problem';
import type { FileStore } from '@/server/kernel/context';
import { Refusal } from '@/server/kernel/refusal';
import { CaseTree } from '../rules/case-tree';
import { rowsPerChunk } from '../rules/row-index';
import { type DatasetFormat, type DatasetKind, datasetLimits, type StoredUpload } from '../schema/datasets';
import { uploadRows } from './upload-rows';

const sha256 = (bytes: Uint8Array): Uint8Array => hash('sha256', bytes, 'buffer');
/** Escapes and keys make the rows longer than the file; this is no limit of its own. */
const rowsLimitBytes = 20 * datasetLimits.fileBytes;

/**
 * Writes an upload to disk as it streams in: the file as it came and its rows as canonical JSON lines, both named by
 * their SHA-256. Memory does not grow with the file (of cases the ids and 32 bytes each are kept). Whatever is wrong
 * with it is a Refusal that names the line and the limit, and leaves no file behind.
 */
export async function storeUpload(
  files: FileStore,
  bytes: AsyncIterable<Uint8Array>,
  kind: DatasetKind,
  format: DatasetFormat,
): Promise<StoredUpload> {
  const copy = new PassThrough();
  const storing = files.put(copy, datasetLimits.fileBytes);
  storing.catch(() => copy.destroy());
  try {
    const lines = new Lines(kind, format, copied(bytes, copy));
    const rows = await files.put(lines.written(), rowsLimitBytes);
    copy.end();
    const file = await storing;
    const index = await files.put(lines.index(), rowsLimitBytes);
    return {
      format,
      digest: kind === 'cases' ? lines.digest : `sha256:${rows.sha256}`,
      rowCount: lines.count,
      columns: [...lines.columns],
      fileSha256: file.sha256,
      fileBytes: file.sizeBytes,
      rowsSha256: rows.sha256,
      rowsBytes: rows.sizeBytes,
      indexSha256: index.sha256,
    };
  } catch (error) {
    copy.destroy(new Error('the upload was refused'));
    await storing.catch(() => undefined);
    throw asRefusal(error);
  }
}

/** Passes the bytes on and writes them to `copy`, at the pace of the slower; refuses the byte after the limit. */
async function* copied(bytes: AsyncIterable<Uint8Array>, copy: PassThrough): AsyncGenerator<Uint8Array> {
  let size = 0;
  for await (const chunk of bytes) {
    size += chunk.byteLength;
    if (size > datasetLimits.fileBytes) throw tooLarge();
    if (copy.destroyed) throw new Error('the copy of the upload could not be written');
    if (!copy.write(chunk)) await roomIn(copy);
    yield chunk;
  }
}

const roomIn = (copy: PassThrough) =>
  new Promise<void>((resolve) => {
    const done = () => {
      copy.off('drain', done).off('close', done);
      resolve();
    };
    copy.on('drain', done).on('close', done);
  });

export const tooLarge = () => {
  const limitBytes = datasetLimits.fileBytes;
  return new Refusal('limit', `file is larger than the limit of ${limitBytes / 1_000_000} MB`, {
    limitBytes,
  });
};

/** The rows as they are written, and what is learnt from them on the way. */
class Lines {
  count = 0;
  digest = '';
  readonly columns = new Set<string>();
  private readonly offsets: number[] = [];
  private bytesSoFar = 0;
  constructor(
    private readonly kind: DatasetKind,
    private readonly format: DatasetFormat,
    private readonly bytes: AsyncIterable<Uint8Array>,
  ) {}

  async *written(): AsyncGenerator<Uint8Array> {
    const tree = new CaseTree(sha256);
    for await (const batch of uploadRows(this.bytes, this.kind, this.format, this.columns)) {
      const rows: Uint8Array[] = [];
      for (const { id, line, text } of batch) {
        const row = Buffer.from(`${text}\n`);
        if (this.count % rowsPerChunk === 0) this.offsets.push(this.bytesSoFar);
        if (this.kind === 'cases') tree.add(id, line, row.subarray(0, -1));
        this.count += 1;
        this.bytesSoFar += row.length;
        rows.push(row);
      }
      yield Buffer.concat(rows);
    }
    if (this.kind === 'cases') this.digest = await patiently(tree.root());
  }

  /** Where each chunk of rows begins: 8 bytes each, the highest first. */
  index(): Uint8Array {
    const index = Buffer.alloc(8 * this.offsets.length);
    this.offsets.forEach((offset, at) => index.writeBigUInt64BE(BigInt(offset), 8 * at));
    return index;
  }
}

async function patiently<R>(steps: Generator<void, R>): Promise<R> {
  for (;;) {
    const step = steps.next();
    if (step.done) return step.value;
    await setImmediate();
  }
}

function asRefusal(error: unknown): unknown {
  if (!(error instanceof InputProblem)) return error;
  const { line, column, limit } = error.place;
  return new Refusal('invalid', error.message, { fields: { file: [error.message] }, line, column, limit });
}
