import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { Worker } from 'node:worker_threads';
import { type CaseFacts, caseFacts } from '@/evaluators/comparison-pairs';
import type { Summary } from '@/evaluators/summary';
import type { Ctx } from '@/server/kernel/context';
import { readCases } from '@/server/registry/queries/rows';
import type { RunWork } from '../queries/runs';
import { scoresFrom } from '../queries/scores';
import { suiteOf } from '../rules/suite-body';
import { RunSummary } from '../schema/summary';
import { type BaselineOrder, summaryDesk, type SummaryOrder, type SummaryPiece } from './summary-worker';

/** The thread of one run that will say what its results say together. */
export interface OpenSummary {
  /** The verdict over every case of the dataset and every stored result; once. */
  of(ctx: Ctx): Promise<RunSummary>;
  close(): void;
}

/** To be opened while the first cases are asked: a thread takes a moment to start. */
export function openSummary(run: RunWork): OpenSummary {
  const askedModel = run.source === 'live' ? (run.target?.model ?? null) : null;
  const suite = suiteOf(run.body);
  const order = { suite, datasetDigest: run.dataset.digest, askedModel, baseline: baselineOrder(run) };
  const file = join(import.meta.dirname, 'summary-worker.mjs');
  const { take, close } = existsSync(file) ? inThread(file, order) : here(order);
  return { of: async (ctx) => RunSummary.parse(await take(pieces(ctx, run))), close };
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
  for (let from: number | null = 0; from !== null;) {
    const page: Awaited<ReturnType<typeof scoresFrom>> = await scoresFrom(ctx, { runId, from });
    yield page.results;
    from = page.next;
  }
}

interface Desk {
  readonly take: (given: AsyncIterable<SummaryPiece>) => Promise<Summary>;
  readonly close: () => void;
}

function here(order: SummaryOrder): Desk {
  const put = summaryDesk(order);
  const take = async (given: AsyncIterable<SummaryPiece>) => {
    for await (const piece of given) {
      const summary = put(piece);
      if (summary) return summary;
    }
    throw new Error('the summary was given no last piece');
  };
  return { take, close: () => undefined };
}

/** Resampling ten thousand cases takes half a second of processor time that nobody else should wait for, so it is done
 *  in a thread, which lies beside the server where that was built. From the sources it is done here. */
function inThread(file: string, order: SummaryOrder): Desk {
  const worker = new Worker(file, { workerData: order });
  const answer = new Promise<Summary>((resolve, reject) => {
    worker.on('message', resolve);
    worker.on('error', reject);
    worker.on('exit', () => reject(new Error('the summary worker ended early')));
  });
  answer.catch(() => undefined);
  const take = async (given: AsyncIterable<SummaryPiece>) => {
    const sent = (async () => {
      for await (const piece of given) worker.postMessage(piece);
    })();
    const [summary] = await Promise.all([answer, sent]);
    return summary;
  };
  return { take, close: () => void worker.terminate() };
}
