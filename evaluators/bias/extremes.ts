import { type Interval, newcombe, type Proportion, rate, ratioInterval } from '../stats/proportion';

/** An estimate over groups. The interval is simultaneous over all pairs (Bonferroni), hence valid for the extremes. */
export interface Estimate extends Interval {
  readonly value: number;
}

/**
 * Largest minus smallest rate (Fairlearn's difference between groups), in [0, 1], with Newcombe intervals of every
 * pair at confidence 1 - alpha / pairs: low = the largest lower end, high = the largest upper end.
 * With `corrected` false every pair keeps the full confidence, which is enough for a bound that all pairs must meet.
 */
export function largestDifference(
  groups: readonly Proportion[],
  confidence: number,
  corrected = true,
): Estimate {
  const rates = groups.map(rate);
  const level = pairLevel(groups.length, confidence, corrected);
  const pairs = orderedPairs(groups).map(([a, b]) => newcombe(a, b, level));
  const value = Math.max(...rates) - Math.min(...rates);
  return {
    value,
    low: Math.min(value, Math.max(0, ...pairs.map(({ low }) => low))),
    high: Math.max(value, Math.min(1, Math.max(...pairs.map(({ high }) => high)))),
  };
}

/**
 * Smallest over largest rate (Fairlearn's ratio between groups), in [0, 1], from the log intervals of every pair:
 * low = the smallest lower end, high = the smallest upper end. Null when every rate is 0 (0/0).
 */
export function smallestRatio(
  groups: readonly Proportion[],
  confidence: number,
  corrected = true,
): Estimate | null {
  const rates = groups.map(rate);
  const largest = Math.max(...rates);
  if (largest === 0) return null;
  const level = pairLevel(groups.length, confidence, corrected);
  const pairs = orderedPairs(groups).flatMap(([a, b]) => ratioInterval(a, b, level) ?? []);
  const value = Math.min(...rates) / largest;
  return {
    value,
    low: Math.min(value, ...pairs.map(({ low }) => low)),
    high: Math.max(value, Math.min(1, ...pairs.map(({ high }) => high))),
  };
}

const pairLevel = (groups: number, confidence: number, corrected: boolean): number =>
  corrected ? 1 - (1 - confidence) / Math.max(1, (groups * (groups - 1)) / 2) : confidence;

const orderedPairs = (groups: readonly Proportion[]): [Proportion, Proportion][] =>
  groups.flatMap((a, i) => groups.flatMap((b, j): [Proportion, Proportion][] => (i === j ? [] : [[a, b]])));
