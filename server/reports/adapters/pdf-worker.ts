import { parentPort, workerData } from 'node:worker_threads';
import { ReleaseReport } from '../schema';
import { writeReleaseReport } from './pdf';

/** What the worker posts: pieces of the file in order, then one `done` or `failed`. */
export type PdfWorkerMessage =
  | { readonly kind: 'chunk'; readonly bytes: Uint8Array }
  | { readonly kind: 'done'; readonly pages: number; readonly sizeBytes: number }
  | { readonly kind: 'failed'; readonly message: string };

const chunkBytes = 256 * 1024;

/** Collects pdfkit's many small pieces: a message costs more than the bytes in it. */
function batched(post: (bytes: Uint8Array) => void) {
  let parts: Uint8Array[] = [];
  let size = 0;
  const flush = () => {
    if (size > 0) post(Uint8Array.from(Buffer.concat(parts, size)));
    parts = [];
    size = 0;
  };
  const take = (chunk: Uint8Array) => {
    parts.push(chunk);
    size += chunk.length;
    if (size >= chunkBytes) flush();
  };
  return { take, flush };
}

/** Entry of the worker thread: `workerData` is a ReleaseReport. */
async function work(): Promise<void> {
  const port = parentPort;
  if (!port) throw new Error('pdf-worker runs in a worker thread only');
  const post = (message: PdfWorkerMessage) => port.postMessage(message);
  let sizeBytes = 0;
  const { take, flush } = batched((bytes) => {
    sizeBytes += bytes.length;
    const message: PdfWorkerMessage = { kind: 'chunk', bytes };
    port.postMessage(message, [bytes.buffer as ArrayBuffer]);
  });
  try {
    const pages = await writeReleaseReport(ReleaseReport.parse(workerData), take);
    flush();
    post({ kind: 'done', pages, sizeBytes });
  } catch (error) {
    post({ kind: 'failed', message: error instanceof Error ? error.message : String(error) });
  }
}

await work();
