import type { Interval } from './proportion';
import { randomFrom } from './random';

export interface ClusteredMean extends Interval {
  readonly value: number;
  readonly n: number;
  readonly clusters: number;
  /** cluster-robust: sqrt(G/(G-1) Σ_g (Σ_i (x - mean))²) / n */
  readonly standardError: number;
  /** how many independent cases would say as much; null when all values are equal */
  readonly effectiveN: number | null;
  readonly note: string | null;
}

export interface ClusterOptions {
  readonly confidence?: number;
  readonly seed?: number;
  readonly draws?: number;
}

/** Below this many clusters an interval over clusters is not to be trusted. */
export const fewClusters = 20;

/**
 * Mean of cases that share a source, with a bootstrap over whole sources (percentile) and the cluster-robust standard
 * error (Liang and Zeger 1986, G/(G-1)). `clusters[i]` names the source of `values[i]`. Null with fewer than two sources.
 */
export function clusteredMean(
  values: readonly number[],
  clusters: readonly string[],
  options: ClusterOptions = {},
): ClusteredMean | null {
  const { confidence = 0.95, seed = 1, draws = 2000 } = options;
  const n = values.length;
  const groups = totals(values, clusters);
  const count = groups.sums.length;
  if (count < 2) return null;
  const value = values.reduce((sum, x) => sum + x, 0) / n;
  const between = groups.sums.reduce((sum, s, g) => sum + (s - (groups.sizes[g] ?? 0) * value) ** 2, 0);
  const variance = (count / (count - 1)) * (between / n ** 2);
  const plain = values.reduce((sum, x) => sum + (x - value) ** 2, 0) / (n * (n - 1));
  const means = resampled(groups, seed, draws);
  const at = (p: number) => means[Math.round(p * (draws - 1))] ?? value;
  const alpha = (1 - confidence) / 2;
  return {
    value,
    low: Math.min(value, at(alpha)),
    high: Math.max(value, at(1 - alpha)),
    n,
    clusters: count,
    standardError: Math.sqrt(variance),
    effectiveN: plain === 0 || variance === 0 ? null : (n * plain) / variance,
    note: count < fewClusters ? `only ${count} sources: the interval is rough` : null,
  };
}

interface Totals {
  readonly sums: Float64Array;
  readonly sizes: Float64Array;
}

function totals(values: readonly number[], clusters: readonly string[]): Totals {
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
  const random = randomFrom(seed);
  const count = sums.length;
  return Float64Array.from({ length: draws }, () => {
    let [sum, size] = [0, 0];
    for (let g = 0; g < count; g++) {
      const picked = Math.floor(random() * count);
      sum += sums[picked] ?? 0;
      size += sizes[picked] ?? 0;
    }
    return sum / size;
  }).sort();
}
