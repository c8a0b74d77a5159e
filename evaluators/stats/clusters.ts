import { around, type BootstrapOptions, mostResampled } from './bootstrap';
import type { Interval } from './proportion';
import { drawsFrom } from './random';

export interface ClusteredMean {
  readonly value: number;
  readonly n: number;
  readonly clusters: number;
  /** cluster-robust: sqrt(G/(G-1) Σ_g (Σ_i (x - mean))²) / n */
  readonly standardError: number;
  /** how many independent cases would say as much; null when all values are equal */
  readonly effectiveN: number | null;
  /** two-sided, at any confidence in (0, 1), from the same draws */
  readonly interval: (confidence: number) => Interval;
  readonly note: string | null;
}

/** Below this many clusters an interval over clusters is not to be trusted. */
export const fewClusters = 20;

/**
 * Mean of cases that share a source, with bootstraps over whole sources (percentile, normal above 20,000 sources) and
 * the cluster-robust standard error (Liang and Zeger 1986, G/(G-1)). `clusters[i]` names the source of `given[i]`. Null
 * with fewer than two sources.
 */
export function clusteredMean(
  given: ArrayLike<number>,
  clusters: readonly string[],
  { seed = 1, draws = 2000 }: Omit<BootstrapOptions, 'confidence'> = {},
): ClusteredMean | null {
  const values = new Float64Array(given);
  const n = values.length;
  const groups = totals(values, clusters);
  const count = groups.sums.length;
  if (count < 2) return null;
  const value = values.reduce((sum, x) => sum + x, 0) / n;
  const between = groups.sums.reduce((sum, s, g) => sum + (s - (groups.sizes[g] ?? 0) * value) ** 2, 0);
  const variance = (count / (count - 1)) * (between / n ** 2);
  const plain = values.reduce((sum, x) => sum + (x - value) ** 2, 0) / (n * (n - 1));
  const standardError = Math.sqrt(variance);
  return {
    value,
    n,
    clusters: count,
    standardError,
    effectiveN: plain === 0 || variance === 0 ? null : (n * plain) / variance,
    interval:
      count > mostResampled
        ? (confidence) => around(value, standardError, confidence)
        : percentiles(value, resampled(groups, seed, draws)),
    note: count < fewClusters ? `only ${count} sources: the interval is rough` : null,
  };
}

const percentiles =
  (value: number, means: Float64Array) =>
  (confidence: number): Interval => {
    const at = (p: number) => means[Math.round(p * (means.length - 1))] ?? value;
    const alpha = (1 - confidence) / 2;
    return { low: Math.min(value, at(alpha)), high: Math.max(value, at(1 - alpha)) };
  };

interface Totals {
  readonly sums: Float64Array;
  readonly sizes: Float64Array;
}

function totals(values: Float64Array, clusters: readonly string[]): Totals {
  const places = new Map<string, number>();
  for (const name of clusters) if (!places.has(name)) places.set(name, places.size);
  const [sums, sizes] = [new Float64Array(places.size), new Float64Array(places.size)];
  for (const [i, value] of values.entries()) {
    const place = places.get(clusters[i] ?? '') ?? 0;
    sums[place] = (sums[place] ?? 0) + value;
    sizes[place] = (sizes[place] ?? 0) + 1;
  }
  return { sums, sizes };
}

function resampled({ sums, sizes }: Totals, seed: number, draws: number): Float64Array {
  const next = drawsFrom(seed, sums.length);
  return Float64Array.from({ length: draws }, () => {
    let [sum, size] = [0, 0];
    const drawn = next();
    for (let g = 0; g < drawn.length; g++) {
      const picked = drawn[g] ?? 0;
      sum += sums[picked] ?? 0;
      size += sizes[picked] ?? 0;
    }
    return sum / size;
  }).sort();
}
