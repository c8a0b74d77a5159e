import { z } from 'zod';
import { evaluator, type Figure, inconclusive, type Item, unitRange } from '../contract';
import { labelAt, place } from '../places';
import { confusionOf, f1Of, labelCounts } from './counts';
import { balancedAccuracyOf, isItem, labelPair, labelParams } from './labels';

const measures = {
  accuracy: (items: readonly Item[]) =>
    items.filter(([truth, answer]) => truth === answer).length / items.length,
  'f1-macro': (items: readonly Item[]) => {
    const counts = labelCounts(confusionOf(items));
    return counts.reduce((sum, one) => sum + (f1Of(one) ?? 0), 0) / counts.length;
  },
  'balanced-accuracy': (items: readonly Item[]) => balancedAccuracyOf(confusionOf(items)) ?? 0,
} as const;

const [fewest, mostFolds] = [2, 100];

/** Mean over folds of a measure, with its value in every fold; null with fewer than two folds. */
export function overFolds(items: readonly Item[], measure: keyof typeof measures): Figure {
  const folds = [...new Set(items.map(([fold]) => String(fold)))];
  if (folds.length > mostFolds)
    return { value: null, reason: `${folds.length} folds; at most ${mostFolds} are told apart` };
  const rows = folds
    .toSorted((a, b) => a.localeCompare(b, 'en', { numeric: true }))
    .map((fold) => {
      const pairs = items.flatMap(([of, ...pair]) => (String(of) === fold ? [pair] : []));
      return [fold, measures[measure](pairs), pairs.length] as const;
    });
  const values = rows.map(([, value]) => value);
  const mean = values.reduce((sum, one) => sum + one, 0) / values.length;
  const table = { columns: ['fold', measure, 'cases'], rows };
  if (values.length < fewest)
    return { value: null, reason: 'a table of folds needs at least two folds', table };
  const spread = Math.sqrt(values.reduce((sum, one) => sum + (one - mean) ** 2, 0) / (values.length - 1));
  return { value: mean, note: `${values.length} folds, standard deviation ${spread.toPrecision(4)}`, table };
}

export const kFold = evaluator({
  id: 'classify.k-fold',
  version: 1,
  direction: 'higher',
  range: unitRange,
  unit: 'score',
  needs: { expected: true, judge: false },
  docs: {
    summary: 'A measure in every fold of a cross-validation, their mean and standard deviation.',
    formula: 'mean over folds; standard deviation with n - 1',
    source: 'scikit-learn cross_val_score over given folds',
    example: { fold: 'metadata.fold', measure: 'f1-macro' },
  },
  params: z.strictObject({
    ...labelParams,
    fold: place('metadata.fold', 'the fold of the case'),
    measure: z
      .enum(['accuracy', 'f1-macro', 'balanced-accuracy'])
      .default('accuracy')
      .describe('what is computed in each fold'),
  }),
  kind: () => 'figure',
  score: (sample, { fold, measure: _, ...places }) => {
    const pair = labelPair(sample, places);
    if (!isItem(pair)) return pair;
    const name = labelAt(sample, fold);
    if (name === null) return inconclusive(`the case has no fold at ${fold}`);
    const pass = pair[0] === pair[1];
    return { state: 'scored', value: pass ? 1 : 0, pass, item: [name, ...pair] };
  },
  figure: (items, { measure }) => overFolds(items, measure),
});
