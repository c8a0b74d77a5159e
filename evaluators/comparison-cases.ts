import type { ComparedRun } from './comparison';
import type { CaseFacts } from './comparison-pairs';

/** One case that the candidate judges otherwise than the baseline. */
export interface CaseChange {
  readonly ordinal: number;
  readonly caseId: string;
  readonly measures: readonly {
    readonly name: string;
    readonly baseline: number;
    readonly candidate: number;
    readonly worse: boolean;
  }[];
}

/** Cases in which a measure got worse, in the order of the dataset; at most `most` are listed, all are counted. */
export function regressedCases(
  candidate: ComparedRun,
  baseline: ComparedRun,
  cases: readonly CaseFacts[],
  most = 10_000,
): { readonly count: number; readonly listed: readonly CaseChange[] } {
  const places = candidate.measures.map(({ name }) =>
    baseline.measures.findIndex((one) => one.name === name),
  );
  const changeAt = (ordinal: number, m: number) => {
    const { name, direction } = candidate.measures[m] ?? {};
    const other = places[m] ?? -1;
    if (name === undefined || other < 0 || direction === 'target') return null;
    const [x, y] = [candidate.tally.valueAt(ordinal, m), baseline.tally.valueAt(ordinal, other)];
    if (x === null || y === null || x === y) return null;
    return { name, baseline: y, candidate: x, worse: x > y !== (direction === 'higher') };
  };
  const all = candidate.measures.map((_, m) => m);
  const listed: CaseChange[] = [];
  let count = 0;
  for (const [ordinal, { id }] of cases.entries()) {
    if (!all.some((m) => changeAt(ordinal, m)?.worse)) continue;
    count++;
    if (listed.length >= most) continue;
    const measures = all.map((m) => changeAt(ordinal, m)).filter((one) => one !== null);
    listed.push({ ordinal, caseId: id, measures });
  }
  return { count, listed };
}
