import { normalCdf, zOneSided, zTwoSided } from './normal';
import { logChoose } from './tests';

export interface PowerOptions {
  /** two-sided level of the test */
  readonly alpha?: number;
  /** wanted chance to find the difference */
  readonly power?: number;
}

/** Up to this many cases power is enumerated exactly, above it the normal approximation is as good. */
const exactUpTo = 2000;

/**
 * Power of the exact McNemar test over n cases of which a share `changing` changes either way with a net loss `loss`
 * (both shares of n, 0 <= loss <= changing). Exact enumeration over the number of changed cases up to 2,000 cases,
 * above that the normal approximation of Connor 1987.
 */
export function mcnemarPower(n: number, changing: number, loss: number, alpha = 0.05): number {
  if (!(changing > 0 && changing <= 1 && loss >= 0 && loss <= changing))
    throw new RangeError(`${loss} is not a net loss among a changing share of ${changing}`);
  if (n > exactUpTo) return approximatePower(n, changing, loss, alpha);
  const lost = (changing + loss) / (2 * changing);
  const [from, to] = window(n, changing);
  let power = 0;
  for (let changed = from; changed <= to; changed++) {
    const limit = criticalCount(changed, alpha);
    if (limit < 0) continue;
    const rejected = binomialCdf(limit, changed, 1 - lost) + binomialCdf(limit, changed, lost);
    power += Math.exp(logPmf(changed, n, changing)) * rejected;
  }
  return Math.min(1, power);
}

function approximatePower(n: number, changing: number, loss: number, alpha: number): number {
  const spread = Math.sqrt(Math.max(changing - loss ** 2, 1e-12));
  const z = (Math.sqrt(n) * loss - zTwoSided(1 - alpha) * Math.sqrt(changing)) / spread;
  return normalCdf(z);
}

/** Counts outside are less likely than 1e-14. */
function window(n: number, p: number): readonly [number, number] {
  const reach = 8 * Math.sqrt(n * p * (1 - p)) + 8;
  return [Math.max(0, Math.floor(n * p - reach)), Math.min(n, Math.ceil(n * p + reach))];
}

const logPmf = (x: number, n: number, p: number): number =>
  logChoose(n, x) + (x === 0 ? 0 : x * Math.log(p)) + (x === n ? 0 : (n - x) * Math.log(1 - p));

/** Terms P(X = k), X ~ Bin(n, p), 0 < p < 1, from the first that matters on. */
function* terms(n: number, p: number): Generator<readonly [k: number, term: number]> {
  let k = window(n, p)[0];
  for (let term = Math.exp(logPmf(k, n, p)); k <= n; k++) {
    yield [k, term];
    term *= ((n - k) / (k + 1)) * (p / (1 - p));
  }
}

/** P(X <= x), X ~ Bin(n, p). */
function binomialCdf(x: number, n: number, p: number): number {
  if (p <= 0) return 1;
  if (p >= 1) return x >= n ? 1 : 0;
  let sum = 0;
  for (const [k, term] of terms(n, p)) {
    if (k > x) break;
    sum += term;
  }
  return Math.min(1, sum);
}

/** The largest smaller count of `changed` cases that rejects: 2 P(X <= k) <= alpha, X ~ Bin(changed, 1/2); -1 = none. */
function criticalCount(changed: number, alpha: number): number {
  let tail = 0;
  for (const [k, term] of terms(changed, 0.5)) {
    tail += term;
    if (2 * tail > alpha) return k - 1;
  }
  return changed;
}

/**
 * Smallest net loss (a share of n, to 0.0001) that exact McNemar finds with the wanted power when a share `changing` of
 * the cases changes either way; null when even a change of all of them in one direction is not found.
 */
export function smallestLossFound(n: number, changing: number, options: PowerOptions = {}): number | null {
  const { alpha = 0.05, power = 0.8 } = options;
  if (n === 0 || changing <= 0 || mcnemarPower(n, changing, changing, alpha) < power) return null;
  let [low, high] = [0, changing];
  while (high - low > 1e-4) {
    const middle = (low + high) / 2;
    if (mcnemarPower(n, changing, middle, alpha) >= power) high = middle;
    else low = middle;
  }
  return high;
}

/** Smallest mean paired difference found with the wanted power: (z(1-alpha/2) + z(power)) · deviation / sqrt n. */
export function smallestShiftFound(n: number, deviation: number, options: PowerOptions = {}): number | null {
  const { alpha = 0.05, power = 0.8 } = options;
  return n < 2 ? null : ((zTwoSided(1 - alpha) + zOneSided(power)) * deviation) / Math.sqrt(n);
}
