import { zOneSided, zTwoSided } from './normal';

/** `hits` successes in `n` trials. `hits` may be fractional when each trial is an average over repeats. */
export interface Proportion {
  readonly hits: number;
  readonly n: number;
}
export interface Interval {
  readonly low: number;
  readonly high: number;
}

export const rate = ({ hits, n }: Proportion): number => hits / n;

/**
 * Wilson score interval of one rate, two-sided, inside [0, 1]; n must be positive.
 * (p + z²/2n ± z sqrt(p(1-p)/n + z²/4n²)) / (1 + z²/n). Source: Wilson 1927.
 */
export const wilson = (proportion: Proportion, confidence = 0.95): Interval =>
  wilsonAt(proportion, zTwoSided(confidence));

/** Wilson's lower and upper one-sided bounds, each at `confidence`. */
export const wilsonOneSided = (proportion: Proportion, confidence = 0.95): Interval =>
  wilsonAt(proportion, zOneSided(confidence));

function wilsonAt({ hits, n }: Proportion, z: number): Interval {
  if (!(n > 0 && hits >= 0 && hits <= n)) throw new RangeError(`${hits} of ${n} is not a proportion`);
  const p = hits / n;
  const centre = p + z ** 2 / (2 * n);
  const spread = z * Math.sqrt((p * (1 - p)) / n + z ** 2 / (4 * n ** 2));
  const scale = 1 + z ** 2 / n;
  return {
    low: hits === 0 ? 0 : Math.max(0, (centre - spread) / scale),
    high: hits === n ? 1 : Math.min(1, (centre + spread) / scale),
  };
}

/** Newcombe's interval (method 10) of the difference a - b of two independent rates, inside [-1, 1]. */
export function newcombe(a: Proportion, b: Proportion, confidence = 0.95): Interval {
  const [wa, wb] = [wilson(a, confidence), wilson(b, confidence)];
  const [pa, pb] = [rate(a), rate(b)];
  return {
    low: pa - pb - Math.hypot(pa - wa.low, wb.high - pb),
    high: pa - pb + Math.hypot(wa.high - pa, pb - wb.low),
  };
}

/**
 * Interval of the rate ratio a / b on the log scale (Katz): ln(pa/pb) ± z sqrt(1/xa - 1/na + 1/xb - 1/nb).
 * When a count is 0 or n, 0.5 is added to every count and 1 to every n. Null when both rates are 0 (0/0).
 */
export function ratioInterval(a: Proportion, b: Proportion, confidence = 0.95): Interval | null {
  if (a.hits === 0 && b.hits === 0) return null;
  const spread = zTwoSided(confidence) * logRatioError(a, b);
  const [sa, sb] = smoothed(a, b);
  const centre = Math.log(rate(sa) / rate(sb));
  const value = b.hits === 0 ? Infinity : rate(a) / rate(b);
  return {
    low: Math.min(Math.exp(centre - spread), value),
    high: Math.max(Math.exp(centre + spread), value),
  };
}

/** Standard error of ln(pa/pb), with the same correction for empty and full counts. */
export function logRatioError(a: Proportion, b: Proportion): number {
  const [sa, sb] = smoothed(a, b);
  return Math.sqrt(Math.max(0, 1 / sa.hits - 1 / sa.n + 1 / sb.hits - 1 / sb.n));
}

function smoothed(a: Proportion, b: Proportion): readonly [Proportion, Proportion] {
  const extreme = [a, b].some(({ hits, n }) => hits === 0 || hits === n);
  const plus = ({ hits, n }: Proportion) => (extreme ? { hits: hits + 0.5, n: n + 1 } : { hits, n });
  return [plus(a), plus(b)];
}

/** Exact one-sided upper bound of a failure rate after no failure in n: 1 - (1 - confidence)^(1/n). */
export const zeroFailureBound = (n: number, confidence = 0.95): number => 1 - (1 - confidence) ** (1 / n);

/** Cases without a failure that are needed to claim "the failure rate is at most `bound`". */
export const casesForBound = (bound: number, confidence = 0.95): number =>
  Math.ceil(Math.log(1 - confidence) / Math.log(1 - bound) - 1e-9);
