import { z } from 'zod';
import {
  errored,
  evaluator,
  type Evaluator,
  type Figure,
  inconclusive,
  type Item,
  type Outcome,
  type Sample,
  unitRange,
} from '../contract';
import { labelAt, numberAt, place } from '../places';

/** Truth (1 or 0) and score of one case. */
type Pair = readonly [truth: number, score: number];
const pairsOf = (items: readonly Item[]): Pair[] =>
  items.map(([truth, score]) => [Number(truth), Number(score)]);

/** Area under the ROC curve: chance that a positive case scores above a negative one, ties half. Null without both. */
export function rocAuc(pairs: readonly Pair[]): number | null {
  const sorted = pairs.toSorted((a, b) => a[1] - b[1]);
  const positives = sorted.reduce((sum, [truth]) => sum + truth, 0);
  const negatives = sorted.length - positives;
  if (positives === 0 || negatives === 0) return null;
  let [ranks, start] = [0, 0];
  for (const group of tied(sorted)) {
    const middle = start + (group.length + 1) / 2;
    ranks += middle * group.reduce((sum, [truth]) => sum + truth, 0);
    start += group.length;
  }
  return (ranks - (positives * (positives + 1)) / 2) / (positives * negatives);
}

/** Runs of equal scores of a sorted list. */
function tied(sorted: readonly Pair[]): Pair[][] {
  const groups: Pair[][] = [];
  for (const pair of sorted) {
    const last = groups.at(-1);
    if (last?.[0]?.[1] === pair[1]) last.push(pair);
    else groups.push([pair]);
  }
  return groups;
}

/** Average precision: Σ (R_k - R_(k-1)) P_k over thresholds, without interpolation. Null without a positive case. */
export function averagePrecision(pairs: readonly Pair[]): number | null {
  const positives = pairs.reduce((sum, [truth]) => sum + truth, 0);
  if (positives === 0) return null;
  let [seen, hits, area] = [0, 0, 0];
  for (const group of tied(pairs.toSorted((a, b) => b[1] - a[1]))) {
    const found = group.reduce((sum, [truth]) => sum + truth, 0);
    seen += group.length;
    hits += found;
    area += (found / positives) * (hits / seen);
  }
  return area;
}

const smallest = 2 ** -52;
/** -ln of the probability given to the truth; probabilities are kept 2.2e-16 away from 0 and 1. */
export function logLossOf([truth, score]: Pair): number {
  const p = Math.min(1 - smallest, Math.max(smallest, score));
  return truth === 1 ? -Math.log(p) : -Math.log1p(-p);
}

interface Bin {
  readonly n: number;
  readonly mean: number;
  readonly rate: number;
}
/** Cases in `count` equal bins of their probability, each (low, high]; the first one also holds 0. */
export function calibrationBins(pairs: readonly Pair[], count: number): Bin[] {
  const sums = Array.from({ length: count }, () => ({ n: 0, score: 0, truth: 0 }));
  for (const [truth, score] of pairs) {
    const bin = sums[Math.max(0, Math.min(count - 1, Math.ceil(score * count) - 1))];
    if (!bin) continue;
    bin.n++;
    bin.score += score;
    bin.truth += truth;
  }
  return sums.map(({ n, score, truth }) => ({ n, mean: n && score / n, rate: n && truth / n }));
}

/** Σ n_b / n |observed rate - mean probability| over bins. */
export const calibrationError = (bins: readonly Bin[]): number => {
  const n = bins.reduce((sum, bin) => sum + bin.n, 0);
  return bins.reduce((sum, bin) => sum + (bin.n / n) * Math.abs(bin.rate - bin.mean), 0);
};

const params = z.strictObject({
  truth: place('expected', 'the true label'),
  positive: z.string().min(1).max(200).default('true').describe('the label that the score speaks for'),
  score: place('output', 'the score or probability of the positive label'),
  bins: z.int().min(2).max(100).default(10).describe('bins of the calibration error'),
});
type Params = z.output<typeof params>;

function pairIn(sample: Sample, { truth, positive, score }: Params, probability: boolean): Pair | Outcome {
  const label = labelAt(sample, truth);
  if (label === null) return inconclusive(`the case has no label at ${truth}`);
  const value = numberAt(sample, score);
  if (value === null) return errored(`there is no number at ${score}`);
  if (probability && (value < 0 || value > 1)) return errored(`${value} at ${score} is not a probability`);
  return [label === positive ? 1 : 0, value];
}

interface Curve {
  readonly id: `classify.${string}`;
  readonly direction: 'higher' | 'lower';
  readonly unbounded?: boolean;
  /** the score must lie in [0, 1] */
  readonly probability: boolean;
  readonly docs: { readonly summary: string; readonly formula: string; readonly source: string };
  readonly ofCase: (pair: Pair) => number;
  readonly figure: (pairs: readonly Pair[], params: Params) => Figure;
}

const curve = ({ id, direction, unbounded, probability, docs, ofCase, figure }: Curve): Evaluator =>
  evaluator({
    id,
    version: 1,
    direction,
    range: unbounded ? null : unitRange,
    unit: 'score',
    needs: { expected: true, judge: false },
    docs: { ...docs, example: { positive: 'fraud', score: 'output.probability' } },
    params,
    kind: () => 'figure',
    score: (sample, given) => {
      const pair = pairIn(sample, given, probability);
      return 'state' in pair ? pair : { state: 'scored', value: ofCase(pair), item: pair };
    },
    figure: (items, given) => figure(pairsOf(items), given),
  });

const orNull = (value: number | null, reason: string): Figure =>
  value === null ? { value, reason } : { value };
const meanOf = (pairs: readonly Pair[], of: (pair: Pair) => number): Figure => ({
  value: pairs.reduce((sum, pair) => sum + of(pair), 0) / pairs.length,
});
const squared = ([truth, score]: Pair): number => (score - truth) ** 2;

export const rocAucEvaluator = curve({
  ...{ id: 'classify.roc-auc', direction: 'higher', probability: false },
  docs: {
    summary: 'How well the score puts positive cases above negative ones; 0.5 is chance.',
    formula: 'P(score of a positive > score of a negative) + ties / 2; null without both kinds',
    source: 'Mann-Whitney; scikit-learn roc_auc_score',
  },
  ofCase: ([, score]) => score,
  figure: (pairs) => orNull(rocAuc(pairs), 'ROC-AUC needs positive and negative cases'),
});
export const prAuc = curve({
  ...{ id: 'classify.pr-auc', direction: 'higher', probability: false },
  docs: {
    summary: 'Precision averaged over recall; compare it with the share of positive cases, which is chance.',
    formula: 'Σ (R_k - R_(k-1)) P_k over thresholds; null without a positive case',
    source: 'scikit-learn average_precision_score (no interpolation)',
  },
  ofCase: ([, score]) => score,
  figure: (pairs) => orNull(averagePrecision(pairs), 'there is no positive case'),
});
export const logLoss = curve({
  ...{ id: 'classify.log-loss', direction: 'lower', unbounded: true, probability: true },
  docs: {
    summary: 'How surprised the probabilities are by the truth; 0 is best, sure and wrong costs most.',
    formula: 'mean of -ln p(truth), p kept 2.2e-16 away from 0 and 1',
    source: 'scikit-learn log_loss',
  },
  ofCase: logLossOf,
  figure: (pairs) => meanOf(pairs, logLossOf),
});
export const brier = curve({
  ...{ id: 'classify.brier', direction: 'lower', probability: true },
  docs: {
    summary: 'Mean squared distance of the probability from what happened; 0 is best.',
    formula: 'mean of (p - y)²',
    source: 'Brier 1950; scikit-learn brier_score_loss',
  },
  ofCase: squared,
  figure: (pairs) => meanOf(pairs, squared),
});
export const ece = curve({
  ...{ id: 'classify.ece', direction: 'lower', probability: true },
  docs: {
    summary:
      'Expected calibration error: how far stated probabilities lie from observed rates. Depends on the bins.',
    formula: 'Σ n_b/n |rate_b - mean p_b| over equal bins (low, high] of [0, 1]',
    source: 'Guo et al. 2017; bins as in scikit-learn calibration_curve(strategy="uniform")',
  },
  ofCase: squared,
  figure: (pairs, { bins: count }) => {
    const bins = calibrationBins(pairs, count);
    const rows = bins.map(({ n, mean, rate }, index) => [
      `${index / count} to ${(index + 1) / count}`,
      n === 0 ? null : mean,
      n === 0 ? null : rate,
      n,
    ]);
    const table = { columns: ['bin', 'mean probability', 'observed rate', 'cases'], rows };
    return { value: calibrationError(bins), note: `${count} bins`, table };
  },
});
