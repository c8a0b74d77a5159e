import { parentPort, workerData } from 'node:worker_threads';
import type { BaselineAnswer } from '@/evaluators/baseline';
import { BaselineTally, type TalliedRun } from '@/evaluators/baseline-tally';
import { compactResults } from '@/evaluators/case-result';
import type { CaseFacts } from '@/evaluators/comparison-pairs';
import { type CaseResult, type Summary, summarise } from '@/evaluators/summary';
import type { Suite } from '@/evaluators/suite';

/** The run that thresholds with `maxDrop` are held against, in words and with its suite; or why there is none. */
export type BaselineOrder =
  | (TalliedRun & { readonly kind: 'run'; readonly name: string; readonly digest: string | null })
  | Extract<BaselineAnswer, { kind: 'none' }>;

/** What the thread is started with. */
export interface SummaryOrder {
  readonly suite: Suite;
  readonly datasetDigest: string;
  /** Null when nobody was asked. */
  readonly askedModel: string | null;
  readonly baseline: BaselineOrder | null;
}
/** What it is sent, in any number of pieces, all cases before the first result; the last one has `isLast` and is
 *  answered with the Summary. Results are CaseResult[] as JSON. */
export interface SummaryPiece {
  readonly cases?: readonly CaseFacts[];
  readonly results?: string;
  readonly baseline?: string;
  readonly isLast?: boolean;
}

/** Collects pieces until the last one. */
export function summaryDesk({ suite, datasetDigest, askedModel, baseline }: SummaryOrder) {
  const allCases: CaseFacts[] = [];
  const allResults: CaseResult[] = [];
  const compact = compactResults();
  let tally: BaselineTally | null = null;
  const tallyAgainst = (other: TalliedRun) =>
    (tally ??= new BaselineTally({ suite, datasetDigest }, other, allCases));
  const answer = (): BaselineAnswer | null => {
    if (baseline?.kind !== 'run') return baseline;
    const { name, digest } = baseline;
    return { kind: 'compared', name, digest, comparison: tallyAgainst(baseline).compared() };
  };
  const resultsIn = (text?: string) => (text === undefined ? [] : (JSON.parse(text) as CaseResult[]));
  return ({ cases = [], isLast = false, ...texts }: SummaryPiece): Summary | null => {
    const results = resultsIn(texts.results);
    const before = resultsIn(texts.baseline);
    for (const one of cases) allCases.push(one);
    for (const result of results) allResults.push(compact(result));
    if (baseline?.kind === 'run' && results.length + before.length > 0) {
      tallyAgainst(baseline).add('candidate', results);
      tallyAgainst(baseline).add('baseline', before);
    }
    if (!isLast) return null;
    const ids = allCases.map(({ id }) => id);
    return summarise(suite, datasetDigest, ids, allResults, askedModel, answer());
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
