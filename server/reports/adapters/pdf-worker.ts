import { parentPort, workerData } from 'node:worker_threads';
import { ReleaseReport } from '../schema';
import { writeReleaseReport } from './pdf';

/** What the worker posts: pieces of the file in order, then one `done` or `failed`. */
export type PdfWorkerMessage =
  | { readonly kind: 'chunk'; readonly bytes: Uint8Array }
  | { readonly kind: 'done'; readonly pages: number; readonly sizeBytes: number }
  | { readonly kind: 'failed'; readonly message: string };

/** Entry of the worker thread: `workerData` is a ReleaseReport. */
function work(): void {
  const port = parentPort;
  if (!port) throw new Error('pdf-worker runs in a worker thread only');
  const post = (message: PdfWorkerMessage) => port.postMessage(message);
  let sizeBytes = 0;
  try {
    const pages = writeReleaseReport(ReleaseReport.parse(workerData), (chunk) => {
      sizeBytes += chunk.length;
      post({ kind: 'chunk', bytes: Uint8Array.from(chunk) });
    });
    post({ kind: 'done', pages, sizeBytes });
  } catch (error) {
    post({ kind: 'failed', message: error instanceof Error ? error.message : String(error) });
  }
}

work();
