import { existsSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { openCsv } from '../input/csv';
import { groupOf, proportionOf } from './confusion';
import { largestDifference, smallestRatio } from './extremes';
import { type StudyOptions, studyOf } from './study';
import { Tally } from './tally';
import { theilIndex } from './inequality';

type Row = readonly [group: string, prediction: number, label?: number];
/** `tp, fp, fn, tn` rows of one group. */
const rows = (group: string, tp: number, fp: number, fn: number, tn: number): Row[] => [
  ...Array<Row>(tp).fill([group, 1, 1]),
  ...Array<Row>(fp).fill([group, 1, 0]),
  ...Array<Row>(fn).fill([group, 0, 1]),
  ...Array<Row>(tn).fill([group, 0, 0]),
];
function study(all: readonly Row[], options: StudyOptions = {}, hasLabel = true) {
  const tally = new Tally({ attributes: ['g'], hasLabel });
  for (const [group, prediction, label] of all)
    tally.add([group], String(prediction), hasLabel ? String(label) : null);
  const report = studyOf(tally.result(), options);
  const [attribute] = report.attributes;
  if (!attribute) throw new Error('no attribute');
  return { ...attribute, report };
}

describe('group fairness', () => {
  const two = [...rows('a', 30, 26, 4, 10), ...rows('b', 20, 28, 20, 12)];
  it('matches the definitions on two groups', () => {
    const { metrics, groups, reference, verdict } = study(two);
    expect(reference).toBe('b');
    expect(groups.map(({ n, selectionRate }) => [n, selectionRate.value])).toEqual([
      [70, 0.8],
      [80, 0.6],
    ]);
    expect(metrics.demographicParityDifference).toMatchObject({
      value: expect.closeTo(0.2, 12),
      low: expect.closeTo(0.0524, 4),
      high: expect.closeTo(0.3339, 4),
      pValue: expect.closeTo(0.008045, 6),
    });
    expect(metrics.demographicParityRatio).toMatchObject({
      value: expect.closeTo(0.75, 12),
      low: expect.closeTo(0.6056, 4),
      high: expect.closeTo(0.9288, 4),
    });
    expect(metrics.disparateImpact.value).toBeCloseTo(0.8 / 0.6, 12);
    const [tpr, fpr] = [30 / 34 - 0.5, 26 / 36 - 0.7];
    expect(metrics.equalOpportunityDifference.value).toBeCloseTo(tpr, 12);
    expect(metrics.equalizedOddsDifference.value).toBeCloseTo(Math.max(tpr, fpr), 12);
    expect(metrics.equalizedOddsRatio.value).toBeCloseTo(0.5 / (30 / 34), 12);
    expect(metrics.averageOddsDifference.value).toBeCloseTo((tpr + fpr) / 2, 12);
    expect(metrics.predictiveParityDifference.value).toBeCloseTo(30 / 56 - 20 / 48, 12);
    expect(verdict).toBe('not_enough_evidence');
  });
  it('puts an interval around every number, and Holm around every p', () => {
    for (const metric of Object.values(study(two).metrics)) {
      expect(metric.low).toBeLessThanOrEqual(metric.value ?? NaN);
      expect(metric.high).toBeGreaterThanOrEqual(metric.value ?? NaN);
      if (metric.pValue !== null) expect(metric.adjustedP).toBeGreaterThanOrEqual(metric.pValue);
    }
    expect(study(two).metrics.theilIndex).toMatchObject({ pValue: null, adjustedP: null });
  });
  it('inequality indices of the reference example', () => {
    const { metrics } = study(
      [
        ['a', 1, 1],
        ['a', 0, 1],
        ['a', 0, 0],
        ['b', 1, 0],
        ['b', 1, 1],
        ['b', 0, 0],
      ],
      { smallestGroup: 0 },
    );
    expect(metrics.theilIndex.value).toBeCloseTo(0.231049, 6);
    expect(metrics.generalizedEntropyIndex.value).toBeCloseTo(0.166667, 6);
    expect(theilIndex({ tp: 0, fp: 0, fn: 5, tn: 0 }, 0.95)).toBeNull();
    expect(theilIndex({ tp: 5, fp: 0, fn: 0, tn: 5 }, 0.95)).toMatchObject({ value: 0, low: 0 });
  });
  it('row order and the names of groups change nothing', () => {
    expect(study(two.toReversed())).toEqual(study(two));
    const swapped = two.map(([group, ...rest]): Row => [group === 'a' ? 'z' : 'b', ...rest]);
    expect(study(swapped).metrics).toEqual(study(two).metrics);
  });
  it('small groups are listed and left out', () => {
    const { groups, metrics, reasons, verdict } = study([...two, ...rows('c', 0, 0, 3, 3)]);
    expect(groups.map(({ tooSmall }) => tooSmall)).toEqual([false, false, true]);
    expect(metrics.demographicParityRatio.value).toBeCloseTo(0.75, 12);
    expect(reasons.join()).toContain('group "c" has 6 rows and needs 24 more');
    expect(verdict).toBe('not_enough_evidence');
    const alone = study([...rows('a', 30, 0, 0, 10), ...rows('c', 1, 0, 0, 1)]);
    expect(alone).toMatchObject({
      verdict: 'not_enough_evidence',
      metrics: { demographicParityRatio: { value: null, pValue: null } },
    });
    expect(alone.metrics.demographicParityRatio.note).toContain('fewer than two groups');
  });
  it('a rate of 0 is legal, 0/0 is null', () => {
    const none = study([...rows('a', 0, 0, 20, 20), ...rows('b', 0, 0, 20, 20)], { positive: '1' });
    expect(none.metrics.demographicParityDifference.value).toBe(0);
    expect(none.metrics.demographicParityRatio).toMatchObject({ value: null, low: null, high: null });
    const one = study([...rows('a', 0, 0, 20, 20), ...rows('b', 10, 10, 10, 10)]);
    expect(one.metrics.demographicParityRatio).toMatchObject({ value: 0 });
    expect(one.verdict).toBe('fail');
    const noPositives = study([...rows('a', 0, 20, 0, 20), ...rows('b', 10, 10, 10, 10)]);
    expect(noPositives.metrics.equalOpportunityDifference.note).toContain('no positive labels');
    expect(noPositives.metrics.demographicParityDifference.value).toBe(0);
  });
  it('works without labels, and says what is missing', () => {
    const { metrics, groups } = study(two, {}, false);
    expect(metrics.demographicParityRatio.value).toBeCloseTo(0.75, 12);
    expect(metrics.equalizedOddsDifference).toMatchObject({ value: null, note: 'needs a label column' });
    expect(groups[0]?.truePositiveRate.value).toBeNull();
  });
  it('judges thresholds by interval', () => {
    const equal = [...rows('a', 2000, 0, 0, 2000), ...rows('b', 2000, 0, 0, 2000)];
    expect(study(equal).verdict).toBe('pass');
    expect(study(equal, { thresholds: { demographicParityDifference: { max: 0.1 } } }).verdict).toBe('pass');
    expect(study(two, { thresholds: { demographicParityDifference: { max: 0.05 } } }).verdict).toBe('fail');
    const open = study(two, { thresholds: { demographicParityRatio: { min: 0.7 } } });
    expect(open.verdict).toBe('not_enough_evidence');
    expect(open.reasons[0]).toMatch(/about \d+ more cases settle it/);
  });
  it('rarely fails groups that are equal, however many', () => {
    const equal = ['a', 'b', 'c', 'd', 'e'].map(() => ({ hits: 15, n: 50 }));
    expect(smallestRatio(equal, 0.9)).toMatchObject({ value: 1, high: 1 });
    expect(largestDifference(equal, 0.95)).toMatchObject({ value: 0, low: 0 });
  });
  it('finds the positive value or asks for it', () => {
    const tally = new Tally({ attributes: ['g'], hasLabel: false });
    for (const prediction of ['hire', 'reject']) tally.add(['a'], prediction, null);
    expect(() => studyOf(tally.result())).toThrow('which prediction is the positive one');
    expect(() => studyOf(tally.result(), { positive: 'x' })).toThrow('"x" does not occur');
    expect(studyOf(tally.result(), { positive: 'hire' }).positive).toBe('hire');
    expect(() => studyOf(tally.result(), { positive: 'hire', references: ['b'] })).toThrow(
      'no group is called "b"',
    );
  });
});

const data = new URL('../../../shared/data/', import.meta.url);
const file = (name: string) => new URL(name, data);
const absent = (name: string) => !existsSync(file(name));
async function fromCsv(
  name: string,
  attributes: (row: Record<string, string>) => string[],
  selected: (row: Record<string, string>) => boolean,
  names: string[],
) {
  const { columns, batches } = await openCsv([readFileSync(file(name))]);
  const tally = new Tally({ attributes: names, hasLabel: false });
  for await (const batch of batches)
    for (const { values } of batch) {
      const row = Object.fromEntries(columns.map((column, i) => [column, values[i] ?? '']));
      tally.add(attributes(row), selected(row) ? '1' : '0', null);
    }
  return tally.result();
}

describe.skipIf(absent('ricci/ricci.csv'))(
  'Ricci v. DeStefano (skipped where shared/data/ricci is absent)',
  () => {
    it.each([
      ['Captain', 'B', 3, 8, 0.5859375],
      ['Lieutenant', 'H', 3, 15, 0.344],
    ])('%s', async (position, group, hits, n, ratio) => {
      const tallied = await fromCsv(
        'ricci/ricci.csv',
        (row) => [row['Race'] ?? ''],
        (row) => Number(row['Combine']) >= 70,
        ['race'],
      );
      expect(tallied.rows).toBe(118);
      const rowsOf = new Tally({ attributes: ['race'], hasLabel: false });
      const { columns, batches } = await openCsv([readFileSync(file('ricci/ricci.csv'))]);
      for await (const batch of batches)
        for (const { values } of batch) {
          const at = (name: string) => values[columns.indexOf(name)] ?? '';
          if (at('Position') === position)
            rowsOf.add([at('Race')], Number(at('Combine')) >= 70 ? '1' : '0', null);
        }
      const all = studyOf(rowsOf.result(), { smallestGroup: 0, references: ['W'] }).attributes[0];
      const one = all?.groups.find(({ value }) => value === group);
      expect(one).toMatchObject({ n, selectionRate: { value: hits / n } });
      expect(one?.againstReference?.selectionRateRatio.value).toBeCloseTo(ratio, 7);
      expect(all?.metrics.demographicParityRatio.value).toBeCloseTo(ratio, 7);
      const ruled = studyOf(rowsOf.result(), { references: ['W'] }).attributes[0];
      expect(ruled?.groups.filter(({ tooSmall }) => tooSmall).length).toBeGreaterThanOrEqual(2);
      expect(ruled?.verdict).toBe('not_enough_evidence');
    });
  },
);

describe.skipIf(absent('adult_german/german_1000.csv'))(
  'German credit (skipped where shared/data/adult_german is absent)',
  () => {
    it('each attribute stays above four fifths, the pair does not', async () => {
      const tallied = await fromCsv(
        'adult_german/german_1000.csv',
        (row) => [row['sex'] ?? '', row['age'] ?? ''],
        (row) => row['credit'] === '1',
        ['sex', 'age'],
      );
      const { attributes, intersections } = studyOf(tallied);
      const ratios = [...attributes, ...intersections].map(
        ({ metrics }) => metrics.demographicParityRatio.value,
      );
      expect(ratios).toEqual([0.896567, 0.821248, 0.778089].map((ratio) => expect.closeTo(ratio, 6)));
      expect(attributes[1]?.metrics.demographicParityDifference.value).toBeCloseTo(0.12855, 6);
      expect(intersections[0]).toMatchObject({ name: 'sex & age', reference: 'male & adult' });
    });
  },
);

interface BaseCase {
  metric: string;
  y_true: (number | string)[];
  y_pred: (number | string)[];
  pos_label: number | string | null;
  sample_weight: number[] | null;
  expected: number;
}
const rateOf: Record<
  string,
  | 'truePositiveRate'
  | 'trueNegativeRate'
  | 'falsePositiveRate'
  | 'falseNegativeRate'
  | 'selectionRate'
  | 'accuracy'
> = {
  true_positive_rate: 'truePositiveRate',
  true_negative_rate: 'trueNegativeRate',
  false_positive_rate: 'falsePositiveRate',
  false_negative_rate: 'falseNegativeRate',
  selection_rate: 'selectionRate',
  accuracy_score: 'accuracy',
};
const tallyOf = (
  groups: readonly string[],
  yTrue: readonly unknown[],
  yPred: readonly unknown[],
  weights: number[] | null,
) => {
  const tally = new Tally({ attributes: ['g'], hasLabel: true });
  for (const [i, label] of yTrue.entries())
    tally.add([groups[i] ?? 'all'], String(yPred[i]), String(label), weights?.[i] ?? 1);
  return tally.result();
};

describe.skipIf(absent('fairness_vectors/fairlearn_base_metrics.json'))(
  'fairlearn vectors (skipped where shared/data/fairness_vectors is absent)',
  () => {
    const read = (name: string) => (absent(name) ? null : JSON.parse(readFileSync(file(name), 'utf8')));
    const base: BaseCase[] = read('fairness_vectors/fairlearn_base_metrics.json') ?? [];
    it.each(
      base.filter(({ metric }) => metric in rateOf).map((one, i) => [`${i} ${one.metric}`, one] as const),
    )('%s', (_, one) => {
      const { attributes } = tallyOf([], one.y_true, one.y_pred, one.sample_weight);
      const [cells] = attributes[0]?.groups ?? [];
      if (!cells) throw new Error('no cells');
      const proportion = proportionOf(
        groupOf(cells, String(one.pos_label ?? 1)),
        rateOf[one.metric] ?? 'accuracy',
      );
      // Fairlearn answers 0 for 0/0; here it is undefined
      if (proportion?.n === 0) expect(one.expected).toBe(0);
      else expect((proportion?.hits ?? NaN) / (proportion?.n ?? NaN)).toBeCloseTo(one.expected, 6);
    });
    const generated: {
      y_true: number[];
      y_pred: number[];
      sensitive_feature: number[];
      cases: { metric: string; method: string; expected: number }[];
    } = read('fairness_vectors/fairlearn_generated_metrics.json') ?? {
      y_true: [],
      y_pred: [],
      sensitive_feature: [],
      cases: [],
    };
    const between = generated.cases.filter(
      ({ metric, method }) =>
        method === 'between_groups' && metric.replace(/_(difference|ratio)$/, '') in rateOf,
    );
    it.each(between.map((one) => [one.metric, one.expected] as const))('%s', (metric, expected) => {
      const { attributes } = tallyOf(
        generated.sensitive_feature.map(String),
        generated.y_true,
        generated.y_pred,
        null,
      );
      const name = rateOf[metric.replace(/_(difference|ratio)$/, '')] ?? 'accuracy';
      const proportions = (attributes[0]?.groups ?? []).flatMap(
        (cells) => proportionOf(groupOf(cells, '1'), name) ?? [],
      );
      const of = metric.endsWith('ratio') ? smallestRatio : largestDifference;
      expect(of(proportions, 0.95)?.value).toBeCloseTo(expected, 6);
    });
  },
);
