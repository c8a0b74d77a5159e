import { z } from 'zod';
import { errored, evaluator, type Evaluator, type Figure, inconclusive, type Item } from '../contract';
import { numberAt, place } from '../places';

type Pair = readonly [truth: number, answer: number];
const pairsOf = (items: readonly Item[]): Pair[] =>
  items.map(([truth, answer]) => [Number(truth), Number(answer)]);
const meanOf = (numbers: readonly number[]): number =>
  numbers.reduce((sum, one) => sum + one, 0) / numbers.length;
const gap = ([truth, answer]: Pair): number => Math.abs(answer - truth);

/** 1 - Σ (y - ŷ)² / Σ (y - mean y)²; null with fewer than two cases or when all truth is equal. */
export function r2Of(pairs: readonly Pair[]): number | null {
  const centre = meanOf(pairs.map(([truth]) => truth));
  const spread = pairs.reduce((sum, [truth]) => sum + (truth - centre) ** 2, 0);
  if (pairs.length < 2 || spread === 0) return null;
  return 1 - pairs.reduce((sum, pair) => sum + gap(pair) ** 2, 0) / spread;
}

export const rmseOf = (pairs: readonly Pair[]): number =>
  Math.sqrt(meanOf(pairs.map((pair) => gap(pair) ** 2)));

/** The middle absolute error. */
export function medianErrorOf(pairs: readonly Pair[]): number {
  const sorted = pairs.map(gap).sort((a, b) => a - b);
  const half = sorted.length >> 1;
  const high = sorted[half] ?? 0;
  return sorted.length % 2 === 1 ? high : (high + (sorted[half - 1] ?? 0)) / 2;
}

const params = z.strictObject({
  truth: place('expected', 'the true number'),
  answer: place('output', 'the answered number'),
  tolerance: z.number().min(0).optional().describe('a case passes up to this absolute error'),
});

interface Regression {
  readonly id: `classify.${string}`;
  readonly direction: 'higher' | 'lower';
  readonly docs: { readonly summary: string; readonly formula: string; readonly source: string };
  readonly figure: (pairs: readonly Pair[]) => Figure;
  /** why a pair cannot be used, or null */
  readonly unfit?: (pair: Pair) => string | null;
}

const regression = ({ id, direction, docs, figure, unfit }: Regression): Evaluator =>
  evaluator({
    id,
    version: 1,
    direction,
    range: null,
    unit: 'score',
    needs: { expected: true, judge: false },
    docs: { ...docs, example: { answer: 'output.amount', tolerance: 5 } },
    params,
    kind: () => 'figure',
    score: (sample, { truth, answer, tolerance }) => {
      const wanted = numberAt(sample, truth);
      if (wanted === null) return inconclusive(`the case has no number at ${truth}`);
      const said = numberAt(sample, answer);
      if (said === null) return errored(`there is no number at ${answer}`);
      const pair: Pair = [wanted, said];
      const problem = unfit?.(pair) ?? null;
      if (problem !== null) return inconclusive(problem);
      const pass = tolerance === undefined ? {} : { pass: gap(pair) <= tolerance };
      return { state: 'scored', value: gap(pair), item: pair, ...pass };
    },
    figure: (items) => figure(pairsOf(items)),
  });

export const mae = regression({
  ...{ id: 'classify.mae', direction: 'lower' },
  docs: {
    summary: 'Mean absolute error of a number.',
    formula: 'mean of |ŷ - y|',
    source: 'scikit-learn mean_absolute_error',
  },
  figure: (pairs) => ({ value: meanOf(pairs.map(gap)) }),
});
export const medianError = regression({
  ...{ id: 'classify.median-error', direction: 'lower' },
  docs: {
    summary: 'Median absolute error of a number: a few wild answers do not move it.',
    formula: 'median of |ŷ - y|',
    source: 'scikit-learn median_absolute_error',
  },
  figure: (pairs) => ({ value: medianErrorOf(pairs) }),
});
export const mape = regression({
  ...{ id: 'classify.mape', direction: 'lower' },
  docs: {
    summary:
      'Mean absolute error as a share of the true number. A case whose true number is 0 is not judged.',
    formula: 'mean of |ŷ - y| / |y|',
    source: 'scikit-learn mean_absolute_percentage_error, without its division by almost 0',
  },
  figure: (pairs) => ({ value: meanOf(pairs.map((pair) => gap(pair) / Math.abs(pair[0]))) }),
  unfit: ([truth]) => (truth === 0 ? 'the true number is 0, so a relative error is undefined' : null),
});
export const rmse = regression({
  ...{ id: 'classify.rmse', direction: 'lower' },
  docs: {
    summary: 'Root mean squared error of a number: large errors weigh more.',
    formula: 'sqrt(mean of (ŷ - y)²)',
    source: 'scikit-learn root_mean_squared_error',
  },
  figure: (pairs) => ({ value: rmseOf(pairs) }),
});
export const r2 = regression({
  ...{ id: 'classify.r2', direction: 'higher' },
  docs: {
    summary:
      'Share of the spread of the truth that the answers explain; 0 is no better than the mean, below 0 worse.',
    formula: '1 - Σ (y - ŷ)² / Σ (y - mean y)²; null when all truth is equal',
    source: 'scikit-learn r2_score',
  },
  figure: (pairs) => {
    const value = r2Of(pairs);
    const reason = 'R² needs at least two different true numbers';
    return value === null ? { value, reason } : { value };
  },
});
