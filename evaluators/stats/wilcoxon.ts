import { normalPValue } from './normal';

export interface WilcoxonResult {
  /** pairs, those without a difference included */
  readonly n: number;
  readonly zeros: number;
  /** the smaller of the two rank sums; null when no pair differs */
  readonly statistic: number | null;
  /** two-sided; null when no pair differs */
  readonly pValue: number | null;
  readonly method: 'exact' | 'normal' | 'none';
  /** matched-pairs rank correlation: (W+ - W-) / (W+ + W-), in [-1, 1] */
  readonly rankCorrelation: number | null;
  readonly note: string | null;
}

/** The exact distribution is used up to this many differences when none is zero and none are tied. */
const exactUpTo = 25;

/**
 * Wilcoxon's signed-rank test of paired differences with Pratt's zeros (they are ranked, then left out). Exact up to 25
 * differences without zeros and ties, otherwise normal with tie correction and without continuity correction.
 * Sources: Wilcoxon 1945, Pratt 1959, Cureton 1967. Values must be finite.
 */
export function wilcoxon(differences: readonly number[]): WilcoxonResult {
  const n = differences.length;
  const { plus, minus, zeros, ties } = rankSums(differences);
  const nothing = { n, zeros, statistic: null, pValue: null, method: 'none', rankCorrelation: null } as const;
  if (n === 0) return { ...nothing, note: 'there is no pair' };
  if (zeros === n) return { ...nothing, note: 'no pair differs' };
  const statistic = Math.min(plus, minus);
  const exact = n <= exactUpTo && zeros === 0 && ties === 0;
  return {
    n,
    zeros,
    statistic,
    pValue: exact ? exactPValue(statistic, n) : normalPValue(standardised(plus, n, zeros, ties)),
    method: exact ? 'exact' : 'normal',
    rankCorrelation: (plus - minus) / (plus + minus),
    note: n - zeros < 6 ? 'fewer than 6 pairs differ: p cannot fall below 0.05' : null,
  };
}

function rankSums(differences: readonly number[]) {
  const sorted = Float64Array.from(differences).sort((a, b) => Math.abs(a) - Math.abs(b));
  const n = sorted.length;
  let [plus, minus, zeros, ties] = [0, 0, 0, 0];
  for (let from = 0; from < n;) {
    const size = Math.abs(sorted[from] ?? 0);
    let to = from;
    while (to < n && Math.abs(sorted[to] ?? 0) === size) to++;
    const rank = (from + 1 + to) / 2;
    const alike = to - from;
    if (size === 0) zeros = alike;
    else {
      for (let i = from; i < to; i++) {
        if ((sorted[i] ?? 0) > 0) plus += rank;
        else minus += rank;
      }
      ties += alike ** 3 - alike;
    }
    from = to;
  }
  return { plus, minus, zeros, ties };
}

function standardised(plus: number, n: number, zeros: number, ties: number): number {
  const mean = (n * (n + 1) - zeros * (zeros + 1)) / 4;
  const squares = n * (n + 1) * (2 * n + 1) - zeros * (zeros + 1) * (2 * zeros + 1);
  return (plus - mean) / Math.sqrt((squares - ties / 2) / 24);
}

/** min(1, 2 P(W <= statistic)) over the 2^n equally likely signs. */
function exactPValue(statistic: number, n: number): number {
  const ways = new Float64Array((n * (n + 1)) / 2 + 1);
  ways[0] = 1;
  for (let rank = 1; rank <= n; rank++)
    for (let sum = (rank * (rank + 1)) / 2; sum >= rank; sum--)
      ways[sum] = (ways[sum] ?? 0) + (ways[sum - rank] ?? 0);
  const tail = ways.subarray(0, statistic + 1).reduce((total, count) => total + count, 0);
  return Math.min(1, (2 * tail) / 2 ** n);
}

/** The middle value, or the mean of the two middle ones; null of nothing. */
export function median(values: readonly number[]): number | null {
  const sorted = Float64Array.from(values).sort();
  const [low, high] = [sorted[(sorted.length - 1) >> 1], sorted[sorted.length >> 1]];
  return low === undefined || high === undefined ? null : (low + high) / 2;
}
