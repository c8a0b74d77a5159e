import { describe, expect, it } from 'vitest';
import type { Evaluator, Item } from '../contract';
import { foldTable } from './fold-table';
import { kFold } from './folds';
import { labelDistance } from './label-distance';
import { accuracy, balancedAccuracy, confusionMatrix, f1, kappa, mcc, precision, recall } from './labels';
import { brier, ece, logLoss, prAuc, rocAucEvaluator } from './probability';
import { mae, mape, medianError, r2, rmse } from './regression';

type Row = readonly [expected: unknown, output: string, metadata?: Record<string, unknown>];
async function figure(one: Evaluator, rows: readonly Row[], params: object = {}) {
  const prepared = one.prepare(params);
  const items: Item[] = [];
  for (const [expected, output, metadata] of rows) {
    const outcome = await prepared.score({ id: '1', input: '', output, expected, metadata });
    if (outcome.state === 'scored' && outcome.item) items.push(outcome.item);
  }
  return prepared.figure?.(items);
}

/** Every number below is scikit-learn 1.7's on the same rows. */
const truth = [...'aabbbcccccabcabcddab'];
const labels = [...'abbbacccbcabccbcdcab'].map((answer, i): Row => [truth[i], answer]);
const scores = [0.1, 0.4, 0.35, 0.8, 0.2, 0.9, 0.55, 0.55, 0.7, 0.05, 0.3, 0.6];
const marks = [0, 0, 1, 1, 0, 1, 0, 1, 1, 0, 1, 0];
const graded = scores.map((score, i): Row => [marks[i] === 1 ? 'yes' : 'no', JSON.stringify({ score })]);
const given = { positive: 'yes', score: 'output.score' };
const numbers = [
  [3, 2.5],
  [-0.5, 0],
  [2, 2],
  [7, 8],
  [4.2, 3.9],
].map(([expected, output]): Row => [expected, String(output)]);

describe('labels', () => {
  it.each([
    [precision, 'macro', 0.8035714285714286],
    [recall, 'macro', 0.6976190476190476],
    [f1, 'macro', 0.7256410256410256],
    [f1, 'micro', 0.75],
    [precision, 'weighted', 0.7642857142857142],
    [f1, 'weighted', 0.7441025641025643],
  ] as const)('%# %s', async (one, average, value) => {
    expect((await figure(one, labels, { average }))?.value).toBeCloseTo(value, 12);
  });
  it.each([
    [balancedAccuracy, 0.6976190476190476],
    [mcc, 0.6477502756312957],
    [kappa, 0.6428571428571428],
  ])('%#', async (one, value) => expect((await figure(one, labels))?.value).toBeCloseTo(value, 12));
  it('one label, some labels, the matrix', async () => {
    const of = (one: Evaluator) => figure(one, labels, { average: 'label', label: 'a' });
    expect(await of(precision)).toMatchObject({ value: 0.75 });
    expect(await of(recall)).toMatchObject({ value: 0.6 });
    expect((await figure(f1, labels, { labels: ['a', 'b'] }))?.value).toBeCloseTo(0.717948717948718, 12);
    expect((await figure(confusionMatrix, labels))?.table?.rows).toEqual([
      ['a', 3, 1, 1, 0],
      ['b', 1, 5, 0, 0],
      ['c', 0, 1, 6, 0],
      ['d', 0, 0, 1, 1],
    ]);
  });
  it('undefined is null with a reason, and never a pass', async () => {
    const same: Row[] = [
      ['a', 'a'],
      ['a', 'a'],
    ];
    expect(await figure(kappa, same)).toMatchObject({
      value: null,
      reason: expect.stringContaining('chance'),
    });
    expect(await figure(mcc, same)).toMatchObject({ value: null });
    expect(await figure(f1, same, { average: 'label', label: 'z' })).toMatchObject({ value: null });
    expect(() => f1.prepare({ average: 'label' })).toThrow('needs a label');
    const alone = { id: '1', input: '', output: 'a' };
    expect(await accuracy.prepare({}).score(alone)).toMatchObject({ state: 'inconclusive' });
    expect(await accuracy.prepare({}).score({ ...alone, output: ' ', expected: 'a' })).toMatchObject({
      value: 0,
      item: ['a', '(none)'],
    });
  });
  it('k folds', async () => {
    const rows = labels.map(([expected, output], i): Row => [expected, output, { fold: (i % 4) + 1 }]);
    const folds = await figure(kFold, rows);
    expect(folds?.table?.rows).toHaveLength(4);
    expect(folds?.value).toBeCloseTo(0.75, 12);
    expect(await figure(kFold, rows.slice(0, 1))).toMatchObject({ value: null });
  });
});

describe('probabilities', () => {
  it.each([
    [rocAucEvaluator, 0.7916666666666666],
    [prAuc, 0.8263888888888888],
    [logLoss, 0.5118526961423756],
    [brier, 0.1775],
    [ece, 0.21666666666666667],
  ])('%#', async (one, value) => expect((await figure(one, graded, given))?.value).toBeCloseTo(value, 12));
  it('calibration with five bins, and a sure wrong answer', async () => {
    expect((await figure(ece, graded, { ...given, bins: 5 }))?.value).toBeCloseTo(0.21666666666666667, 12);
    const sure: Row[] = [
      ['true', '1'],
      ['false', '0'],
      ['true', '0.5'],
    ];
    expect((await figure(logLoss, sure))?.value).toBeCloseTo(0.23104906018664859, 12);
  });
  it('needs both kinds, and real probabilities', async () => {
    expect(await figure(rocAucEvaluator, graded.slice(0, 2), given)).toMatchObject({ value: null });
    const sample = { id: '1', input: '', output: '1.2', expected: 'true' };
    expect(await brier.prepare({}).score(sample)).toMatchObject({ state: 'errored' });
    expect(await rocAucEvaluator.prepare({}).score(sample)).toMatchObject({ state: 'scored' });
    expect(await brier.prepare({}).score({ ...sample, output: 'maybe' })).toMatchObject({ state: 'errored' });
  });
});

describe('numbers', () => {
  it.each([
    [mae, 0.46],
    [rmse, 0.5639148871948674],
    [r2, 0.9480256276150627],
    [mape, 0.2761904761904762],
    [medianError, 0.5],
  ])('%#', async (one, value) => expect((await figure(one, numbers))?.value).toBeCloseTo(value, 12));
  it('R² of equal truth is null; a relative error to 0 is not judged', async () => {
    const equal: Row[] = [
      [1, '2'],
      [1, '1'],
    ];
    expect(await figure(r2, equal)).toMatchObject({ value: null });
    expect(await mape.prepare({}).score({ id: '1', input: '', output: '1', expected: 0 })).toMatchObject({
      state: 'inconclusive',
    });
    expect(
      await mae.prepare({ tolerance: 1 }).score({ id: '1', input: '', output: '1,002', expected: 1001 }),
    ).toMatchObject({ value: 1, pass: true });
  });
});

describe('distribution of labels, as scipy has it', () => {
  const reference = { a: 40, b: 30, c: 20, d: 10 };
  it('against the truth, and against counts', async () => {
    expect(await figure(labelDistance, labels)).toMatchObject({
      value: expect.closeTo(0.08623037460572401, 12),
      table: { columns: ['label', 'reference', 'answered'], rows: expect.arrayContaining([['a', 5, 4]]) },
    });
    expect((await figure(labelDistance, labels, { distance: 'psi' }))?.value).toBeCloseTo(
      0.06019864021629681,
      12,
    );
    expect(await figure(labelDistance, labels, { reference })).toMatchObject({
      note: 'chi-square 5.265, p 0.15339',
    });
    expect(await figure(labelDistance, labels, { reference, referenceIs: 'population' })).toMatchObject({
      note: 'chi-square 6.667, p 0.08332',
    });
  });
  it('counts what has no label, and refuses a reference without a count', async () => {
    const blank = await figure(labelDistance, [['a', ' ']]);
    expect(blank).toMatchObject({ value: expect.closeTo(Math.sqrt(Math.LN2), 12) });
    expect(await figure(labelDistance, [])).toMatchObject({ value: null });
    expect(() => labelDistance.prepare({ reference: { a: 0 } })).toThrow('above 0');
  });
});

describe('any figure by fold, as scikit-learn has it', () => {
  const folded = (rows: readonly Row[], k: number): Row[] =>
    rows.map(([expected, output], i) => [expected, output, { fold: i % k }]);
  const table = foldTable([rocAucEvaluator, prAuc, logLoss, brier, mae, rmse, r2]);
  it.each([
    ['classify.roc-auc', 0.8055555555555555],
    ['classify.pr-auc', 0.9166666666666666],
    ['classify.log-loss', 0.5118526961423756],
    ['classify.brier', 0.1775],
  ])('%s', async (of, value) => {
    const found = await figure(table, folded(graded, 3), { of, params: given });
    expect(found).toMatchObject({
      value: expect.closeTo(value, 12),
      table: { columns: ['fold', of, 'cases'] },
    });
  });
  it.each([
    ['classify.mae', 0.5083333333333334],
    ['classify.rmse', 0.5636097898270821],
    ['classify.r2', 0.9077228327228327],
  ])('%s', async (of, value) => {
    expect((await figure(table, folded(numbers, 2), { of }))?.value).toBeCloseTo(value, 12);
  });
  it('is undefined with one fold or an undefined fold, and checks the inner parameters', async () => {
    const of = 'classify.roc-auc';
    expect(await figure(table, folded(graded, 1), { of, params: given })).toMatchObject({ value: null });
    expect(await figure(table, folded(graded, 12), { of, params: given })).toMatchObject({
      value: null,
      reason: 'undefined in 12 of 12 folds',
    });
    expect(await figure(table, graded, { of, params: given })).toMatchObject({ value: null });
    expect(() => table.prepare({ of, params: { bins: 1 } })).toThrow('bins');
    expect(() => table.prepare({ of: 'text.equals' })).toThrow('of');
  });
});
