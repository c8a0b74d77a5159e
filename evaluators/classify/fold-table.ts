import { z } from 'zod';
import { type Evaluator, evaluator, type Figure, inconclusive, type Item } from '../contract';
import { labelAt, place } from '../places';

const mostFolds = 100;

/** A figure in every fold, their mean and deviation. Undefined in one fold is undefined: the rest would flatter. */
function figureOf(items: readonly Item[], name: string, of: (items: readonly Item[]) => Figure): Figure {
  const folds = new Map<string, Item[]>();
  for (const [name, ...item] of items) {
    const known = folds.get(String(name));
    if (known) known.push(item);
    else folds.set(String(name), [item]);
  }
  if (folds.size > mostFolds)
    return { value: null, reason: `${folds.size} folds; at most ${mostFolds} are told apart` };
  const rows = [...folds]
    .toSorted(([a], [b]) => a.localeCompare(b, 'en', { numeric: true }))
    .map(([fold, those]) => [fold, of(those).value, those.length] as const);
  const table = { columns: ['fold', name, 'cases'], rows };
  if (rows.length < 2) return { value: null, reason: 'a table of folds needs at least two folds', table };
  const values = rows.flatMap(([, value]) => (value === null ? [] : [value]));
  if (values.length < rows.length)
    return {
      value: null,
      reason: `undefined in ${rows.length - values.length} of ${rows.length} folds`,
      table,
    };
  const mean = values.reduce((sum, one) => sum + one, 0) / values.length;
  const spread = Math.sqrt(values.reduce((sum, one) => sum + (one - mean) ** 2, 0) / (values.length - 1));
  return { value: mean, note: `${values.length} folds, standard deviation ${spread.toPrecision(4)}`, table };
}

/** The evaluator that shows any figure of `among` by fold. */
export function foldTable(among: readonly Evaluator[]): Evaluator {
  const known = new Map(among.map((one) => [one.id as string, one]));
  const params = z
    .strictObject({
      of: z.enum([...known.keys()]).describe('the evaluator whose figure is computed in each fold'),
      fold: place('metadata.fold', 'the fold of the case'),
      params: z.record(z.string(), z.unknown()).default({}).describe('the parameters of that evaluator'),
    })
    .superRefine(({ of, params: given }, ctx) => {
      for (const { path, message } of known.get(of)?.params.safeParse(given).error?.issues ?? [])
        ctx.addIssue({ code: 'custom', path: ['params', ...path.map(String)], message });
    });
  const prepared = ({ of, params: given }: z.output<typeof params>) => known.get(of)?.prepare(given);
  return evaluator({
    id: 'classify.fold-table',
    version: 1,
    direction: 'target',
    range: null,
    unit: 'score',
    needs: { expected: true, judge: false },
    docs: {
      summary:
        "Another evaluator's figure in every fold of a cross-validation, their mean and standard deviation. Undefined in one fold is undefined.",
      formula: 'mean over folds; standard deviation with n - 1',
      source: 'scikit-learn cross_val_score over given folds',
      example: { of: 'classify.roc-auc', params: { positive: 'fraud', score: 'output.probability' } },
    },
    params,
    kind: () => 'figure',
    score: async (sample, given) => {
      const outcome = await prepared(given)?.score(sample);
      if (outcome?.state !== 'scored' || !outcome.item)
        return outcome ?? inconclusive(`no evaluator is called ${given.of}`);
      const fold = labelAt(sample, given.fold);
      if (fold === null) return inconclusive(`the case has no fold at ${given.fold}`);
      return { ...outcome, item: [fold, ...outcome.item] };
    },
    figure: (items, given) => {
      const of = prepared(given)?.figure;
      return of ? figureOf(items, given.of, of) : { value: null, reason: `${given.of} has no figure` };
    },
  });
}
