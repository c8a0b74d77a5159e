import { describe, expect, it } from 'vitest';
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
