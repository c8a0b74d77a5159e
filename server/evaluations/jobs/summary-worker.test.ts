import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { Worker } from 'node:worker_threads';
import { build } from 'esbuild';
import { expect, it } from 'vitest';
import { caseFacts } from '@/evaluators/comparison-pairs';
import { Suite } from '@/evaluators/suite';
import { type CaseResult, summarise } from '@/evaluators/summary';

const root = join(import.meta.dirname, '../../..');
const datasetDigest = `sha256:${'0'.repeat(64)}`;
const suite = Suite.parse({
  name: 'smoke',
  dataset: 'triage@1',
  evaluators: [{ id: 'ops.latency' }],
  thresholds: [{ measure: 'ops.latency', max: 50 }],
});
const caseIds = Array.from({ length: 60 }, (_, n) => `c${n}`);
const results = caseIds.map((caseId, n): CaseResult => ({
  caseId,
  repeat: 0,
  error: null,
  outcomes: { 'ops.latency': { state: 'scored', value: n } },
  cost: null,
}));

it('gives from a thread, fed in pieces, the summary that is given here', async () => {
  const folder = mkdtempSync(join(root, 'node_modules/.countersign-worker-'));
  const outfile = join(folder, 'worker.mjs');
  const entryPoints = [join(import.meta.dirname, 'summary-worker.ts')];
  const common = { bundle: true, platform: 'node', format: 'esm', packages: 'external' } as const;
  await build({ entryPoints, outfile, ...common, alias: { '@': root } });
  const worker = new Worker(outfile, { workerData: { suite, datasetDigest, baseline: null } });
  const cases = caseIds.map((id) => caseFacts(id));
  worker.postMessage({ cases: cases.slice(0, 50) });
  worker.postMessage({ cases: cases.slice(50), results: JSON.stringify(results.slice(0, 20)) });
  worker.postMessage({ results: JSON.stringify(results.slice(20)), isLast: true });
  const [summary] = await once(worker, 'message');
  expect(summary).toEqual(summarise(suite, datasetDigest, caseIds, results));
  rmSync(folder, { recursive: true });
});
