import { normalCdf, normalQuantile, zTwoSided } from './normal';
import type { Interval } from './proportion';
import { drawsFrom } from './random';

export interface BootstrapOptions {
  /** two-sided confidence in (0, 1); a one-sided 95 % bound is one end of a two-sided 90 % interval */
  readonly confidence?: number;
  readonly seed?: number;
  readonly draws?: number;
}
interface MeanFacts {
  readonly value: number;
  readonly n: number;
  readonly method: 'bca' | 'percentile' | 'normal' | 'constant';
}
export interface MeanEstimate extends MeanFacts, Interval {}
export interface MeanSpread extends MeanFacts {
  /** two-sided, at any confidence in (0, 1), from the same draws */
  readonly interval: (confidence: number) => Interval;
}

/** Above this many values the bootstrap of a mean equals the normal interval for every practical purpose. */
export const mostResampled = 20_000;
/** Below this many values the acceleration of BCa is mostly noise: percentiles are used and said so. */
const small = 20;

/** One interval of `meanSpread`. */
export function meanEstimate(values: ArrayLike<number>, options: BootstrapOptions = {}): MeanEstimate {
  const { interval, ...facts } = meanSpread(values, options);
  return { ...facts, ...interval(options.confidence ?? 0.95) };
}

/**
 * Mean of finite numbers with its bootstrap intervals: BCa (Efron 1987), percentile below 20 values, normal above
 * 20,000, and a single point (method `constant`) when all values are equal. Seeded: the same input gives the same bits.
 */
export function meanSpread(
  given: ArrayLike<number>,
  { seed = 1, draws = 2000 }: Omit<BootstrapOptions, 'confidence'> = {},
): MeanSpread {
  const values = new Float64Array(given);
  const n = values.length;
  if (n === 0) throw new RangeError('a mean needs at least one value');
  const value = mean(values);
  if (values.every((x) => x === values[0]))
    return { value, n, method: 'constant', interval: () => ({ low: value, high: value }) };
  if (n > mostResampled) {
    const error = Math.sqrt(values.reduce((s, x) => s + (x - value) ** 2, 0) / (n * (n - 1)));
    return { value, n, method: 'normal', interval: (confidence) => around(value, error, confidence) };
  }
  const means = resampledMeans(values, seed, draws);
  const method = n < small ? 'percentile' : 'bca';
  const influences = Array.from(values, (x) => x - value);
  const interval = (confidence: number): Interval => {
    const alpha = (1 - confidence) / 2;
    const [a, b] = method === 'bca' ? bcaLevels(influences, value, means, alpha) : [alpha, 1 - alpha];
    return { low: Math.min(value, quantile(means, a)), high: Math.max(value, quantile(means, b)) };
  };
  return { value, n, method, interval };
}

/** The normal interval. */
export function around(value: number, standardError: number, confidence: number): Interval {
  const reach = zTwoSided(confidence) * standardError;
  return { low: value - reach, high: value + reach };
}

const mean = (values: Float64Array): number => values.reduce((sum, x) => sum + x, 0) / values.length;

/** By index and without `??`: an iterator takes four times as long, a default twice. */
function drawnSum(source: Float64Array, drawn: Uint32Array): number {
  let sum = 0;
  for (let i = 0; i < drawn.length; i++) sum += source[drawn[i] as number] as number;
  return sum;
}

function resampledMeans(source: Float64Array, seed: number, draws: number): Float64Array {
  const next = drawsFrom(seed, source.length);
  const means = new Float64Array(draws);
  for (let m = 0; m < draws; m++) means[m] = drawnSum(source, next()) / source.length;
  return means.sort();
}

/**
 * Bias-corrected and accelerated levels of a two-sided interval with `alpha` outside each end. `influences` is how far
 * each value lies from the mean, or the mean of the jackknife from each of its estimates.
 */
export function bcaLevels(
  influences: readonly number[],
  value: number,
  estimates: Float64Array,
  alpha: number,
): [number, number] {
  const draws = estimates.length;
  const below = estimates.reduce((count, m) => count + (m < value ? 1 : m === value ? 0.5 : 0), 0) / draws;
  const bias = normalQuantile(Math.min(1 - 0.5 / draws, Math.max(0.5 / draws, below)));
  const squares = influences.reduce((sum, x) => sum + x ** 2, 0);
  const cubes = influences.reduce((sum, x) => sum + x ** 3, 0);
  const acceleration = squares === 0 ? 0 : cubes / (6 * squares ** 1.5);
  const level = (z: number) => normalCdf(bias + (bias + z) / (1 - acceleration * (bias + z)));
  return [level(normalQuantile(alpha)), level(normalQuantile(1 - alpha))];
}

/** Linear quantile of sorted numbers, p in [0, 1]. */
export function quantile(sorted: Float64Array, p: number): number {
  const at = Math.min(Math.max(p, 0), 1) * (sorted.length - 1);
  const [lower, upper] = [sorted[Math.floor(at)] ?? 0, sorted[Math.ceil(at)] ?? 0];
  return lower + (upper - lower) * (at - Math.floor(at));
}
