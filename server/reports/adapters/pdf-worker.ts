import { parentPort, workerData } from 'node:worker_threads';
import type { Standing } from '../rules/seal';
import { ReleaseReport } from '../schema';
import { writeReleaseReport } from './pdf';

/** What the worker posts: pieces of the file in order, then one `done` or `failed`. */
export type PdfWorkerMessage =
  | { readonly kind: 'chunk'; readonly bytes: Uint8Array }
  | { readonly kind: 'done'; readonly pages: number; readonly sizeBytes: number }
  | { readonly kind: 'failed'; readonly message: string };

/** Entry of the worker thread: `workerData` is a ReleaseReport and how final it is. */
function work(): void {
  const port = parentPort;
  if (!port) throw new Error('pdf-worker runs in a worker thread only');
  const post = (message: PdfWorkerMessage) => port.postMessage(message);
  let sizeBytes = 0;
  try {
    const { report, standing } = workerData as { report: unknown; standing?: Standing };
    const sink = (chunk: Uint8Array) => {
      sizeBytes += chunk.length;
      post({ kind: 'chunk', bytes: Uint8Array.from(chunk) });
    };
    const pages = writeReleaseReport(ReleaseReport.parse(report), sink, standing);
    post({ kind: 'done', pages, sizeBytes });
  } catch (error) {
    post({ kind: 'failed', message: error instanceof Error ? error.message : String(error) });
  }
}

work();
