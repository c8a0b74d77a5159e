import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { cohenKappa, fleissKappa, krippendorffAlpha } from './agreement';

const missing = '·';
/** Krippendorff 2011, example C: four observers, twelve units. */
const observers = [
  '1 2 3 3 2 1 4 1 2 · · ·',
  '1 2 3 3 2 2 4 1 2 5 · 3',
  '· 3 3 3 2 3 4 2 2 5 1 ·',
  '1 2 3 3 2 4 4 1 2 5 1 ·',
].map((line) => line.split(' '));
const units = Array.from({ length: 12 }, (_, unit) =>
  observers.flatMap((line) => (line[unit] === missing ? [] : [Number(line[unit])])),
);

/** Fleiss' table of 14 raters, 10 subjects, 5 categories, as Wikipedia prints it. */
const fourteen = [
  [0, 0, 0, 0, 14],
  [0, 2, 6, 4, 2],
  [0, 0, 3, 5, 6],
  [0, 3, 9, 2, 0],
  [2, 2, 8, 1, 1],
  [7, 7, 0, 0, 0],
  [3, 2, 6, 3, 0],
  [2, 5, 3, 2, 2],
  [6, 5, 2, 1, 0],
  [0, 2, 2, 3, 7],
];

describe('agreement', () => {
  it('Cohen: .7 observed, .5 by chance, kappa .4', () => {
    const found = cohenKappa([
      [20, 5],
      [10, 15],
    ]);
    expect(found.observed).toBeCloseTo(0.7, 12);
    expect(found.expected).toBeCloseTo(0.5, 12);
    expect(found.value).toBeCloseTo(0.4, 12);
  });
  it('Fleiss: P 0.378, Pe 0.213, kappa 0.210', () => {
    const { value, observed, expected } = fleissKappa(fourteen);
    expect([observed, expected, value]).toEqual([0.378, 0.213, 0.21].map((one) => expect.closeTo(one, 3)));
  });
  it('Krippendorff: nominal .7434, ordinal .8154, interval .8491', () => {
    expect(krippendorffAlpha(units, 'nominal').value).toBeCloseTo(0.7434, 4);
    expect(krippendorffAlpha(units, 'ordinal').value).toBeCloseTo(0.8154, 4);
    expect(krippendorffAlpha(units, 'interval').value).toBeCloseTo(0.8491, 4);
  });
  it('is null with a reason where it is undefined', () => {
    expect(cohenKappa([])).toMatchObject({ value: null, reason: 'there is no case' });
    expect(cohenKappa([[7]])).toMatchObject({ value: null, observed: 1 });
    expect(
      cohenKappa([
        [3, 0],
        [0, 0],
      ]).reason,
    ).toMatch(/one label/);
    expect(fleissKappa([]).value).toBeNull();
    expect(fleissKappa([[1, 0]]).reason).toMatch(/two labels/);
    expect(
      fleissKappa([
        [3, 0],
        [3, 0],
      ]).reason,
    ).toMatch(/one label/);
    expect(
      fleissKappa([
        [2, 0],
        [3, 0],
      ]).reason,
    ).toMatch(/different numbers/);
    expect(krippendorffAlpha([[1], []], 'nominal').reason).toMatch(/no case/);
    expect(krippendorffAlpha([[1, 1]], 'ordinal').value).toBeNull();
  });
  it('stays at most 1, mirrors its raters, and does not depend on the order of units', () => {
    const labels = fc.array(fc.tuple(fc.integer({ min: 0, max: 3 }), fc.integer({ min: 0, max: 3 })), {
      minLength: 2,
      maxLength: 60,
    });
    fc.assert(
      fc.property(labels, (pairs) => {
        const table = (flip: boolean) => {
          const cells = Array.from({ length: 4 }, () => [0, 0, 0, 0]);
          for (const [a, b] of pairs) {
            const row = cells[flip ? b : a];
            if (row) row[flip ? a : b] = (row[flip ? a : b] ?? 0) + 1;
          }
          return cells;
        };
        const [one, other] = [cohenKappa(table(false)).value, cohenKappa(table(true)).value];
        if (one === null || other === null) return one === other;
        expect(one).toBeLessThanOrEqual(1 + 1e-12);
        expect(other).toBeCloseTo(one, 10);
        const alpha = krippendorffAlpha(pairs, 'interval').value;
        expect(krippendorffAlpha(pairs.toReversed(), 'interval').value).toBeCloseTo(alpha ?? NaN, 9);
        return true;
      }),
      { numRuns: 100 },
    );
  });
});
