import { meanSpread } from './bootstrap';
import { clusteredMean, fewClusters } from './clusters';
import { normalPValue } from './normal';
import { type PairedCounts, pairedNewcombe } from './paired-rate';
import { smallestLossFound, smallestShiftFound } from './power';
import { type Interval, zeroFailureBound } from './proportion';
import { mcnemarExact } from './tests';
import { median, wilcoxon, type WilcoxonResult } from './wilcoxon';

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
/** Place by place one case: what the candidate has and what the baseline has. */
export interface Pairs {
  readonly candidate: ArrayLike<number>;
  readonly baseline: ArrayLike<number>;
}

/**
 * Exact McNemar with the paired Newcombe interval when every value is 0 or 1, otherwise Wilcoxon with the bootstrap of
 * the mean difference; over whole sources when cases share one. Null without a pair.
 */
export function pairedEstimate(pairs: Pairs, options: PairedOptions): PairedEstimate | null {
  const candidate = new Float64Array(pairs.candidate);
  const baseline = new Float64Array(pairs.baseline);
  const n = candidate.length;
  if (n === 0) return null;
  const differences = candidate.map((value, i) => value - (baseline[i] ?? 0));
  const rose = count(differences, (d) => d > 0);
  const fell = count(differences, (d) => d < 0);
  const sources = options.clusters && new Set(options.clusters).size < n ? options.clusters : null;
  const signed = wilcoxon(differences);
  const facts = {
    n,
    candidate: mean(candidate),
    baseline: mean(baseline),
    difference: mean(differences),
    rose,
    fell,
    medianDifference: median(differences) ?? 0,
    rankCorrelation: signed.rankCorrelation,
    effectiveN: null,
  };
  if (sources) return { ...facts, ...bySource(differences, sources, options.seed) };
  if (!candidate.every(isBinary) || !baseline.every(isBinary))
    return { ...facts, ...ofMeans(differences, signed, options) };
  const both = count(candidate, (value, i) => value === 1 && baseline[i] === 1);
  return {
    ...facts,
    ...ofRates({ both, lost: fell, gained: rose, neither: n - both - fell - rose }),
  };
}

const mean = (values: Float64Array): number => values.reduce((sum, x) => sum + x, 0) / values.length;
const isBinary = (value: number): boolean => value === 0 || value === 1;
const count = (values: Float64Array, holds: (value: number, i: number) => boolean): number =>
  values.reduce((sum, value, i) => sum + (holds(value, i) ? 1 : 0), 0);

type Inference = Pick<PairedEstimate, 'interval' | 'bounds' | 'test' | 'pValue' | 'smallestFound' | 'notes'>;

function ofRates(counts: PairedCounts): Inference {
  const { lost, gained } = counts;
  const changed = lost + gained;
  const n = changed + counts.both + counts.neither;
  return {
    interval: ends(pairedNewcombe(counts)),
    bounds: ends(pairedNewcombe(counts, 0.9)),
    test: 'mcnemar',
    pValue: mcnemarExact(lost, gained),
    smallestFound: smallestLossFound(n, changed / n),
    notes: changed < 6 ? [`${changed} cases changed: fewer than 6 can never reach 0.05`] : [],
  };
}

const ends = ({ low, high }: Interval): Interval => ({ low, high });

function ofMeans(
  differences: Float64Array,
  { pValue, note }: WilcoxonResult,
  { range, seed = 1 }: PairedOptions,
): Inference {
  const n = differences.length;
  const two = meanSpread(differences, { seed });
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
  return { ...common, interval: two.interval(0.95), bounds: two.interval(0.9), notes: [...notes, ...few] };
}

type BySource = Inference & Pick<PairedEstimate, 'effectiveN'>;

function bySource(differences: Float64Array, sources: readonly string[], seed?: number): BySource {
  const found = clusteredMean(differences, sources, { seed });
  const base = { test: 'cluster-robust z', effectiveN: null, smallestFound: null } as const;
  if (!found) {
    const notes = ['all cases share one source: nothing can be said beyond it'];
    return { ...base, interval: null, bounds: null, pValue: null, notes };
  }
  const { value, standardError, clusters, effectiveN, note, interval } = found;
  const few = clusters < fewClusters;
  const why = few ? `p is undefined below ${fewClusters} sources` : null;
  return {
    ...base,
    interval: interval(0.95),
    bounds: interval(0.9),
    pValue: few || standardError === 0 ? null : normalPValue(value / standardError),
    effectiveN,
    smallestFound: smallestShiftFound(2, standardError * Math.SQRT2),
    notes: [`${clusters} sources`, note, why].filter((said) => said !== null),
  };
}
