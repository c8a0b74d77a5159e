import { zTwoSided } from '../stats/normal';
import type { Confusion } from './confusion';
import type { Estimate } from './extremes';

type Shares = readonly [zero: number, one: number, two: number];

/** Shares of benefit b = 1 + prediction - label being 0 (false negative), 1 (right) and 2 (false positive). */
const sharesOf = ({ tp, fp, fn, tn }: Confusion, add: number): Shares => {
  const n = tp + fp + fn + tn + 3 * add;
  return [(fn + add) / n, (tp + tn + add) / n, (fp + add) / n];
};

/** Theil index of the benefits: mean of (b/mu) ln(b/mu), 0 ln 0 = 0 (Speicher et al. 2018; AIF360). */
const theil = ([, one, two]: Shares): number => {
  const mean = one + 2 * two;
  return one === 0 && two === 0 ? 0 : (2 * two * Math.log(2)) / mean - Math.log(mean);
};

/** Generalised entropy with alpha 2: (mean((b/mu)^2) - 1) / 2. */
const entropy = ([, one, two]: Shares): number => ((one + 4 * two) / (one + 2 * two) ** 2 - 1) / 2;

/** Theil index over all individuals, or null when every benefit is 0. */
export const theilIndex = (confusion: Confusion, confidence: number): Estimate | null =>
  estimate(theil, confusion, confidence);

/** Generalised entropy index (alpha 2) over all individuals, or null when every benefit is 0. */
export const generalizedEntropyIndex = (confusion: Confusion, confidence: number): Estimate | null =>
  estimate(entropy, confusion, confidence);

/**
 * Value with a delta-method interval over the multinomial shares, clipped at 0; 0.5 is added to each of the three
 * counts for the spread when one of them is empty.
 */
function estimate(
  index: (shares: Shares) => number,
  confusion: Confusion,
  confidence: number,
): Estimate | null {
  const shares = sharesOf(confusion, 0);
  if (shares[1] + 2 * shares[2] === 0) return null;
  const value = Math.max(0, index(shares));
  const smooth = shares.some((share) => share === 0) ? sharesOf(confusion, 0.5) : shares;
  const n = confusion.tp + confusion.fp + confusion.fn + confusion.tn;
  const gradient = smooth.map((share, at) => {
    const step = Math.min(1e-5, share / 2);
    const moved = (by: number): Shares => [
      smooth[0] + (at === 0 ? by : 0),
      smooth[1] + (at === 1 ? by : 0),
      smooth[2] + (at === 2 ? by : 0),
    ];
    return (index(moved(step)) - index(moved(-step))) / (2 * step);
  });
  const mean = smooth.reduce((sum, share, at) => sum + share * (gradient[at] ?? 0), 0);
  const variance = smooth.reduce((sum, share, at) => sum + share * ((gradient[at] ?? 0) - mean) ** 2, 0) / n;
  const spread = zTwoSided(confidence) * Math.sqrt(variance);
  const centre = index(smooth);
  return {
    value,
    low: Math.max(0, Math.min(value, centre - spread)),
    high: Math.max(value, centre + spread),
  };
}
