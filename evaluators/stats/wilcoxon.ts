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
export function wilcoxon(differences: ArrayLike<number>): WilcoxonResult {
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

/** Sizes of both signs are sorted apart, as plain numbers, and their ranks are counted while the two lists merge. */
function rankSums(differences: ArrayLike<number>) {
  const all = new Float64Array(differences);
  const risen = all.filter((d) => d > 0).sort();
  const fallen = all
    .filter((d) => d < 0)
    .map(Math.abs)
    .sort();
  const zeros = all.length - risen.length - fallen.length;
  let [plus, minus, ties, ranked] = [0, 0, 0, zeros];
  for (let [i, j] = [0, 0]; i < risen.length || j < fallen.length;) {
    const size = Math.min(risen[i] ?? Infinity, fallen[j] ?? Infinity);
    const [fromI, fromJ] = [i, j];
    while (risen[i] === size) i++;
    while (fallen[j] === size) j++;
    const alike = i - fromI + (j - fromJ);
    const rank = ranked + (alike + 1) / 2;
    plus += rank * (i - fromI);
    minus += rank * (j - fromJ);
    ties += alike ** 3 - alike;
    ranked += alike;
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
export function median(values: ArrayLike<number>): number | null {
  const sorted = new Float64Array(values).sort();
  const [low, high] = [sorted[(sorted.length - 1) >> 1], sorted[sorted.length >> 1]];
  return low === undefined || high === undefined ? null : (low + high) / 2;
}
