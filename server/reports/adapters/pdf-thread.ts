import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { Worker } from 'node:worker_threads';
import type { Standing } from '../rules/seal';
import type { ReleaseReport } from '../schema';
import type { PdfWorkerMessage } from './pdf-worker';

/** Draws the report in a thread of its own, which lies beside the server where that was built: it is a second of
 *  processor time that nobody else should wait for. From the sources it is drawn here. */
export async function drawReport(report: ReleaseReport, standing?: Standing): Promise<Buffer> {
  const file = join(import.meta.dirname, 'pdf-worker.mjs');
  if (!existsSync(file)) return (await import('./pdf')).renderReleaseReport(report, standing);
  return new Promise((resolve, reject) => {
    const chunks: Uint8Array[] = [];
    const worker = new Worker(file, { workerData: { report, standing } });
    worker.on('message', (message: PdfWorkerMessage) => {
      if (message.kind === 'chunk') chunks.push(message.bytes);
      else if (message.kind === 'done') resolve(Buffer.concat(chunks));
      else reject(new Error(message.message));
    });
    worker.on('error', reject);
    worker.on('exit', () => reject(new Error('the PDF worker ended early')));
  });
}
