import { existsSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { openCsv } from '../input/csv';
import { groupOf, proportionOf } from './confusion';
import { largestDifference, smallestRatio } from './extremes';
import { studyOf } from './study';
import { Tally } from './tally';

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
