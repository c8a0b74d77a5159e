import { existsSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { calibrationFigures, type JudgedCase } from './calibration';

const times = (count: number, human: string, verdict: string | null): JudgedCase[] =>
  Array.from({ length: count }, () => ({ human, verdict }));
const labels = ['pass', 'fail'];
const near = (digits: number) => (value: number) => expect.closeTo(value, digits);

describe('calibration', () => {
  it('reproduces kappa .4 of [[20,5],[10,15]], with an interval near the asymptotic .15 to .65', () => {
    const cases = [
      ...times(20, 'pass', 'pass'),
      ...times(5, 'pass', 'fail'),
      ...times(10, 'fail', 'pass'),
      ...times(15, 'fail', 'fail'),
    ];
    const {
      kappa,
      accuracy,
      confusion,
      constant,
      beatsConstant,
      labels: each,
    } = calibrationFigures(cases, labels);
    expect(kappa.value).toBeCloseTo(0.4, 12);
    // .4 ± 1.96 sqrt(.7 * .3 / (50 * .25)), Cohen 1960
    expect(kappa.low).toBeGreaterThan(0.08);
    expect(kappa.low).toBeLessThan(0.2);
    expect(kappa.high).toBeGreaterThan(0.58);
    expect(kappa.high).toBeLessThan(0.68);
    expect(accuracy.value).toBe(0.7);
    expect(confusion).toEqual([
      [20, 5, 0],
      [10, 15, 0],
    ]);
    expect(constant).toEqual({ label: 'pass', accuracy: 0.5 });
    expect(beatsConstant).toBe('yes');
    expect(each[1]).toMatchObject({ label: 'fail', cases: 25, answered: 20, recall: { value: 0.6 } });
    expect(each[1]?.precision.value).toBe(0.75);
    expect(calibrationFigures(cases, labels)).toEqual(calibrationFigures(cases, labels));
  });

  it('says that 92 % by always "pass" is kappa 0 and no better than the constant', () => {
    const cases = [...times(46, 'pass', 'pass'), ...times(4, 'fail', 'pass')];
    expect(calibrationFigures(cases, labels)).toMatchObject({
      accuracy: { value: near(12)(0.92) },
      kappa: { value: 0 },
      constant: { label: 'pass', accuracy: 0.92 },
      beatsConstant: 'no',
      labels: [
        {},
        { recall: { value: 0 }, precision: { value: null, note: expect.stringMatching(/never gave/) } },
      ],
    });
  });

  it('counts a missing verdict as wrong', () => {
    const cases = [...times(10, 'pass', 'pass'), ...times(9, 'fail', 'fail'), ...times(1, 'fail', null)];
    const found = calibrationFigures(cases, labels);
    expect(found).toMatchObject({ n: 20, withoutVerdict: 1, accuracy: { value: 0.95 } });
    expect(found.confusion[1]).toEqual([0, 9, 1]);
    expect(found.kappa.value).toBeLessThan(1);
  });

  it('does not take 200 agreements for certainty, and none, one or one-sided labels for evidence', () => {
    const perfect = calibrationFigures(
      [...times(100, 'pass', 'pass'), ...times(100, 'fail', 'fail')],
      labels,
    );
    expect(perfect.kappa).toMatchObject({ value: 1, low: near(3)(0.962), high: near(6)(1) });
    expect(calibrationFigures([], labels)).toMatchObject({
      accuracy: { value: null, note: expect.stringMatching(/no labelled/) },
      kappa: { value: null, note: expect.stringMatching(/no case/) },
      constant: null,
      beatsConstant: null,
    });
    expect(calibrationFigures(times(1, 'pass', 'pass'), labels)).toMatchObject({
      accuracy: { value: 1 },
      kappa: { value: null, low: null, note: expect.stringMatching(/one label/) },
      beatsConstant: 'no',
    });
    expect(calibrationFigures(times(30, 'fail', 'fail'), labels).kappa.value).toBeNull();
    expect(() => calibrationFigures(times(1, 'pass', 'maybe'), labels)).toThrow(RangeError);
  });
});

const reviews = new URL('../../../shared/data/evidently_examples/code_review.csv', import.meta.url);

describe.skipIf(!existsSync(reviews))(
  'code reviews (skipped where shared/data/evidently_examples is absent)',
  () => {
    it('a judge that always says "bad" has accuracy 0.54 and kappa 0', () => {
      const text = existsSync(reviews) ? readFileSync(reviews, 'utf8') : '';
      const human = [...text.matchAll(/,(good|bad),/g)].map(([, label = '']) => label);
      const cases = human.map((one) => ({ human: one, verdict: 'bad' }));
      expect(calibrationFigures(cases, ['good', 'bad'])).toMatchObject({
        n: 50,
        accuracy: { value: 0.54 },
        kappa: { value: near(12)(0) },
        constant: { label: 'bad', accuracy: 0.54 },
        beatsConstant: 'no',
      });
    });
  },
);
