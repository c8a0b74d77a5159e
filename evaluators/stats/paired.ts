import { meanEstimate } from './bootstrap';
import { clusteredMean, fewClusters } from './clusters';
import { normalPValue } from './normal';
import { pairedNewcombe } from './paired-rate';
import { smallestLossFound, smallestShiftFound } from './power';
import { type Interval, zeroFailureBound } from './proportion';
import { mcnemarExact } from './tests';
import { median, wilcoxon } from './wilcoxon';

export type PairedTest = 'mcnemar' | 'wilcoxon' | 'cluster-robust z';

/** Two versions on the same cases; differences are candidate minus baseline in the measure's own unit. */
export interface PairedEstimate {
  readonly n: number;
  readonly candidate: number;
  readonly baseline: number;
  readonly difference: number;
  /** two-sided at 95 %; null when all cases share one source */
  readonly interval: Interval | null;
  /** one-sided bounds, each at 95 %; null like the interval */
  readonly bounds: Interval | null;
  readonly test: PairedTest;
  /** two-sided; null when it is undefined, and the note says why */
  readonly pValue: number | null;
  /** cases whose value rose, and fell */
  readonly rose: number;
  readonly fell: number;
  readonly medianDifference: number;
  /** (W+ - W-) / (W+ + W-); null when no case differs */
  readonly rankCorrelation: number | null;
  /** smallest difference this comparison finds with 80 % power at 0.05; null when none or unknown */
  readonly smallestFound: number | null;
  /** of cases that share a source; null when none do */
  readonly effectiveN: number | null;
  readonly notes: readonly string[];
}

export interface PairedOptions {
  /** the range every value lies in; null = unbounded */
  readonly range: Interval | null;
  /** the source of each pair, when cases share one */
  readonly clusters?: readonly string[];
  readonly seed?: number;
}
type Pair = readonly [candidate: number, baseline: number];

/**
 * Exact McNemar with the paired Newcombe interval when every value is 0 or 1, otherwise Wilcoxon with the bootstrap of
 * the mean difference; over whole sources when cases share one. Null without a pair.
 */
export function pairedEstimate(pairs: readonly Pair[], options: PairedOptions): PairedEstimate | null {
  const n = pairs.length;
  if (n === 0) return null;
  const differences = pairs.map(([a, b]) => a - b);
  const rose = differences.filter((d) => d > 0).length;
  const fell = differences.filter((d) => d < 0).length;
  const sources = options.clusters && new Set(options.clusters).size < n ? options.clusters : null;
  const binary = pairs.every((pair) => pair.every((value) => value === 0 || value === 1));
  const facts = {
    n,
    candidate: mean(pairs.map(([a]) => a)),
    baseline: mean(pairs.map(([, b]) => b)),
    difference: mean(differences),
    rose,
    fell,
    medianDifference: median(differences) ?? 0,
    rankCorrelation: wilcoxon(differences).rankCorrelation,
    effectiveN: null,
  };
  if (sources) return { ...facts, ...bySource(differences, sources, options.seed) };
  return { ...facts, ...(binary ? ofRates(pairs, rose, fell) : ofMeans(differences, options)) };
}

const mean = (values: readonly number[]): number => values.reduce((sum, x) => sum + x, 0) / values.length;

type Inference = Pick<PairedEstimate, 'interval' | 'bounds' | 'test' | 'pValue' | 'smallestFound' | 'notes'>;

function ofRates(pairs: readonly Pair[], gained: number, lost: number): Inference {
  const both = pairs.filter(([a, b]) => a === 1 && b === 1).length;
  const counts = { both, lost, gained, neither: pairs.length - both - lost - gained };
  const changed = lost + gained;
  return {
    interval: ends(pairedNewcombe(counts)),
    bounds: ends(pairedNewcombe(counts, 0.9)),
    test: 'mcnemar',
    pValue: mcnemarExact(lost, gained),
    smallestFound: smallestLossFound(pairs.length, changed / pairs.length),
    notes: changed < 6 ? [`${changed} cases changed: fewer than 6 can never reach 0.05`] : [],
  };
}

const ends = ({ low, high }: Interval): Interval => ({ low, high });

function ofMeans(differences: readonly number[], { range, seed = 1 }: PairedOptions): Inference {
  const n = differences.length;
  const { pValue, note } = wilcoxon(differences);
  const two = meanEstimate(differences, { seed });
  const notes = note === null ? [] : [note];
  const deviation = Math.sqrt(differences.reduce((s, x) => s + (x - two.value) ** 2, 0) / Math.max(1, n - 1));
  const found = deviation === 0 ? null : smallestShiftFound(n, deviation);
  const common = { test: 'wilcoxon', pValue, smallestFound: found } as const;
  if (two.method === 'constant') {
    const reach = range ? (range.high - range.low) * zeroFailureBound(n) : 0;
    const around = { low: two.value - reach, high: two.value + reach };
    const said = range
      ? 'every case differs by the same, so the interval is what the number of cases can bound'
      : 'every case differs by the same, so the interval shows no spread';
    return { ...common, interval: around, bounds: around, notes: [...notes, said] };
  }
  const few = n < 20 ? [`percentile bootstrap: ${n} pairs are too few for BCa`] : [];
  const bounds = ends(meanEstimate(differences, { seed, confidence: 0.9 }));
  return { ...common, interval: ends(two), bounds, notes: [...notes, ...few] };
}

type BySource = Inference & Pick<PairedEstimate, 'effectiveN'>;

function bySource(differences: readonly number[], sources: readonly string[], seed?: number): BySource {
  const two = clusteredMean(differences, sources, { seed });
  const one = clusteredMean(differences, sources, { seed, confidence: 0.9 });
  const base = { test: 'cluster-robust z', effectiveN: null, smallestFound: null } as const;
  if (!two || !one) {
    const notes = ['all cases share one source: nothing can be said beyond it'];
    return { ...base, interval: null, bounds: null, pValue: null, notes };
  }
  const { value, standardError, clusters, effectiveN, note } = two;
  const few = clusters < fewClusters;
  const why = few ? `p is undefined below ${fewClusters} sources` : null;
  return {
    ...base,
    interval: ends(two),
    bounds: ends(one),
    pValue: few || standardError === 0 ? null : normalPValue(value / standardError),
    effectiveN,
    smallestFound: smallestShiftFound(2, standardError * Math.SQRT2),
    notes: [`${clusters} sources`, note, why].filter((said) => said !== null),
  };
}
