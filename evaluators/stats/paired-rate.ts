import { type Interval, wilson } from './proportion';

/** The same cases under two versions, counted by who passes them. */
export interface PairedCounts {
  readonly both: number;
  /** only the baseline passes: what the candidate lost */
  readonly lost: number;
  /** only the candidate passes */
  readonly gained: number;
  readonly neither: number;
}
export interface PairedRate extends Interval {
  /** candidate minus baseline */
  readonly value: number;
  /** correlation of the pairs as the interval uses it, in [-1, 1] */
  readonly phi: number;
}

export const pairedTotal = ({ both, lost, gained, neither }: PairedCounts): number =>
  both + lost + gained + neither;

/**
 * Newcombe's interval (1998, method 10) of a paired difference of rates, two-sided, inside [-1, 1]: Wilson distances
 * of the two rates joined by φ, with φ corrected for continuity when positive and 0 when a margin is empty. Throws
 * RangeError without a pair.
 */
export function pairedNewcombe(counts: PairedCounts, confidence = 0.95): PairedRate {
  const n = pairedTotal(counts);
  if (n === 0) throw new RangeError('a paired difference needs at least one pair');
  const { both, lost, gained } = counts;
  const [candidate, baseline] = [both + gained, both + lost];
  const [w1, w2] = [wilson({ hits: candidate, n }, confidence), wilson({ hits: baseline, n }, confidence)];
  const [p1, p2] = [candidate / n, baseline / n];
  const phi = correlation(counts);
  const distance = (e: number, f: number) => Math.sqrt(Math.max(0, e ** 2 - 2 * phi * e * f + f ** 2));
  const value = (gained - lost) / n;
  return {
    value,
    low: Math.max(-1, value - distance(p1 - w1.low, w2.high - p2)),
    high: Math.min(1, value + distance(w1.high - p1, p2 - w2.low)),
    phi,
  };
}

function correlation(counts: PairedCounts): number {
  const { both, lost, gained, neither } = counts;
  const margins = (both + lost) * (gained + neither) * (both + gained) * (lost + neither);
  if (margins === 0) return 0;
  const cross = both * neither - lost * gained;
  return (cross > 0 ? Math.max(cross - pairedTotal(counts) / 2, 0) : cross) / Math.sqrt(margins);
}
