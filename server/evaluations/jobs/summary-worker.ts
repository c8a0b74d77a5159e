import { parentPort, workerData } from 'node:worker_threads';
import { type CaseResult, type Summary, summarise } from '@/evaluators/summary';
import type { Suite } from '@/evaluators/suite';

/** What the thread is started with. */
export interface SummaryOrder {
  readonly suite: Suite;
  readonly datasetDigest: string;
  /** Null when nobody was asked. */
  readonly askedModel: string | null;
}
/** What it is sent, in any number of pieces; the last one has `isLast` and is answered with the Summary. */
export interface SummaryPiece {
  readonly caseIds?: readonly string[];
  readonly results?: readonly CaseResult[];
  readonly isLast?: boolean;
}

/** Collects pieces until the last one. */
export function summaryDesk({ suite, datasetDigest, askedModel }: SummaryOrder) {
  const allIds: string[] = [];
  const allResults: CaseResult[] = [];
  return ({ caseIds = [], results = [], isLast = false }: SummaryPiece): Summary | null => {
    for (const id of caseIds) allIds.push(id);
    for (const result of results) allResults.push(result);
    return isLast ? summarise(suite, datasetDigest, allIds, allResults, askedModel) : null;
  };
}

const port = parentPort;
if (port && workerData) {
  const take = summaryDesk(workerData as SummaryOrder);
  port.on('message', (piece: SummaryPiece) => {
    const summary = take(piece);
    if (!summary) return;
    port.postMessage(summary);
    port.close();
  });
}
