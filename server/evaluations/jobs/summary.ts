import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { Worker } from 'node:worker_threads';
import { type CaseFacts, caseFacts } from '@/evaluators/comparison-pairs';
import type { Summary } from '@/evaluators/summary';
import type { Ctx } from '@/server/kernel/context';
import { readCases } from '@/server/registry/queries/rows';
import { scoresAfter } from '../queries/results';
import type { RunWork } from '../queries/runs';
import { suiteOf } from '../rules/suite-body';
import { RunSummary } from '../schema/runs';
import { type BaselineOrder, summaryDesk, type SummaryOrder, type SummaryPiece } from './summary-worker';

/** The verdict over every case of the dataset and every stored result. */
export async function summaryOf(ctx: Ctx, run: RunWork): Promise<RunSummary> {
  const askedModel = run.source === 'live' ? (run.target?.model ?? null) : null;
  const suite = suiteOf(run.body);
  const order = { suite, datasetDigest: run.dataset.digest, askedModel, baseline: baselineOrder(run) };
  return RunSummary.parse(await summaryFrom(order, pieces(ctx, run)));
}

function baselineOrder({ body, baseline, baselineBody }: RunWork): BaselineOrder | null {
  if (!baseline) return null;
  if (!baseline.run || !baselineBody) {
    const skips = baseline.release === null && body.baseline?.firstRelease === 'skip';
    return { kind: 'none', reason: baseline.reason ?? 'its suite is no longer there', skips };
  }
  const { run, release, environment } = baseline;
  const name = `release ${release?.version} in ${environment} (${run.id})`;
  const datasetDigest = baselineBody.dataset.digest;
  return { kind: 'run', name, digest: run.resultDigest, suite: suiteOf(baselineBody), datasetDigest };
}

async function* pieces(ctx: Ctx, run: RunWork): AsyncGenerator<SummaryPiece> {
  let cases: CaseFacts[] = [];
  for await (const { id, metadata } of readCases(ctx.ports.files, run.dataset)) {
    if (cases.push(caseFacts(id, metadata)) < casesPerPiece) continue;
    yield { cases };
    cases = [];
  }
  yield { cases };
  for await (const results of scores(ctx, run.id)) yield { results };
  const before = run.baseline?.run?.id;
  if (before !== undefined) for await (const baseline of scores(ctx, before)) yield { baseline };
  yield { isLast: true };
}
const casesPerPiece = 5000;

async function* scores(ctx: Ctx, runId: string) {
  for (let after: [number, number] | null = null; ;) {
    const page: Awaited<ReturnType<typeof scoresAfter>> = await scoresAfter(ctx, { runId, after });
    yield page.results;
    after = page.next;
    if (after === null) return;
  }
}

/** Resampling ten thousand cases takes half a second of processor time that nobody else should wait for, so it is done
 *  in a thread, which lies beside the server where that was built. From the sources it is done here. */
async function summaryFrom(order: SummaryOrder, given: AsyncIterable<SummaryPiece>): Promise<Summary> {
  const file = join(import.meta.dirname, 'summary-worker.mjs');
  return existsSync(file) ? inThread(file, order, given) : here(order, given);
}

async function here(order: SummaryOrder, given: AsyncIterable<SummaryPiece>): Promise<Summary> {
  const take = summaryDesk(order);
  for await (const piece of given) {
    const summary = take(piece);
    if (summary) return summary;
  }
  throw new Error('the summary was given no last piece');
}

async function inThread(
  file: string,
  order: SummaryOrder,
  given: AsyncIterable<SummaryPiece>,
): Promise<Summary> {
  const worker = new Worker(file, { workerData: order });
  const answer = new Promise<Summary>((resolve, reject) => {
    worker.on('message', resolve);
    worker.on('error', reject);
    worker.on('exit', () => reject(new Error('the summary worker ended early')));
  });
  const sent = (async () => {
    for await (const piece of given) worker.postMessage(piece);
  })();
  try {
    const [summary] = await Promise.all([answer, sent]);
    return summary;
  } finally {
    await worker.terminate();
  }
}
