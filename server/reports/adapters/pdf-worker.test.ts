import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { Worker } from 'node:worker_threads';
import { build } from 'esbuild';
import { expect, it } from 'vitest';
import { sampleReport } from '@/e2e/fixtures/release-report';
import { renderReleaseReport } from './pdf';
import type { PdfWorkerMessage } from './pdf-worker';

const root = join(import.meta.dirname, '../../..');

async function fromWorker(file: string, workerData: unknown): Promise<PdfWorkerMessage[]> {
  const messages: PdfWorkerMessage[] = [];
  const worker = new Worker(file, { workerData });
  worker.on('message', (message: PdfWorkerMessage) => messages.push(message));
  await once(worker, 'exit');
  return messages;
}

it('gives the same bytes from a worker thread, and says what is wrong with its input', async () => {
  const folder = mkdtempSync(join(root, 'node_modules/.countersign-worker-'));
  const outfile = join(folder, 'worker.mjs');
  const entryPoints = [join(import.meta.dirname, 'pdf-worker.ts')];
  await build({
    entryPoints,
    outfile,
    bundle: true,
    platform: 'node',
    format: 'esm',
    packages: 'external',
    alias: { '@': root },
  });
  const report = sampleReport();
  const messages = await fromWorker(outfile, { report });
  const chunks = messages.flatMap((message) => (message.kind === 'chunk' ? [message.bytes] : []));
  expect(Buffer.concat(chunks).equals(renderReleaseReport(report))).toBe(true);
  expect(messages.at(-1)).toMatchObject({ kind: 'done' });
  expect(await fromWorker(outfile, { report: { system: 1 } })).toMatchObject([{ kind: 'failed' }]);
  rmSync(folder, { recursive: true });
});
