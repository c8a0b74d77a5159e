import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { meanEstimate } from './bootstrap';
import { decimalOf, multiplyDecimals, shiftDecimal, sumDecimals } from './decimal';
import { chiSquarePValue, normalCdf, normalQuantile, zOneSided, zTwoSided } from './normal';
import { casesForBound, newcombe, ratioInterval, wilson, zeroFailureBound } from './proportion';
import { randomFrom } from './random';
import { benjaminiHochberg, fisherExact, holm, mcnemarExact, sameRatePValue } from './tests';

const near = (digits: number) => (value: number) => expect.closeTo(value, digits);

describe('reference values', () => {
  it('quantiles', () => {
    expect(zTwoSided(0.95)).toBeCloseTo(1.959963984540054, 12);
    expect(zOneSided(0.95)).toBeCloseTo(1.644853626951472, 12);
    expect(normalQuantile(1e-6)).toBeCloseTo(-4.753424308822899, 10);
    expect(normalCdf(1)).toBeCloseTo(0.8413447460685429, 14);
  });
  it.each([
    [95, 100, 0.88825, 0.97846],
    [0, 10, 0, 0.27753],
    [81, 263, 0.25529, 0.36621],
  ])('Wilson %d/%d', (hits, n, low, high) => {
    expect(wilson({ hits, n })).toEqual({ low: near(5)(low), high: near(5)(high) });
  });
  it('Newcombe and the ratio of 48/80 and 56/70', () => {
    const [a, b] = [
      { hits: 56, n: 70 },
      { hits: 48, n: 80 },
    ];
    expect(newcombe(a, b)).toEqual({ low: near(4)(0.0524), high: near(4)(0.3339) });
    expect(ratioInterval(b, a)).toEqual({ low: near(4)(0.6056), high: near(4)(0.9288) });
  });
  it.each([
    [0, 5, 0.0625],
    [0, 6, 0.03125],
    [1, 9, 0.021484],
    [14, 6, 0.115318],
  ])('exact McNemar %d:%d', (b, c, p) => expect(mcnemarExact(b, c)).toBeCloseTo(p, 6));
  it('Holm and Benjamini-Hochberg', () => {
    const p = [0.001, 0.008, 0.039, 0.041, 0.042, 0.06, 0.074, 0.205, 0.212, 0.216];
    const third = (0.042 * 10) / 5;
    expect(holm(p)).toEqual([0.01, 0.072, ...Array(5).fill(0.312), ...Array(3).fill(0.615)].map(near(12)));
    expect(benjaminiHochberg(p)).toEqual(
      [0.01, 0.04, third, third, third, 0.1, 0.74 / 7, 0.216, 0.216, 0.216].map(near(12)),
    );
    expect(holm([0.04, 0.01])).toEqual([0.04, 0.02].map(near(12)));
  });
  it('no failure in n', () => {
    expect([20, 50, 100, 200, 500].map((n) => Number(zeroFailureBound(n).toPrecision(2)))).toEqual([
      0.14, 0.058, 0.03, 0.015, 0.006,
    ]);
    expect([0.05, 0.03, 0.02, 0.01, 0.005, 0.001].map((b) => casesForBound(b))).toEqual([
      59, 99, 149, 299, 598, 2995,
    ]);
  });
  it('tests of equal rates', () => {
    expect(chiSquarePValue(2.05128, 2)).toBeCloseTo(0.35857, 4);
    expect(fisherExact({ hits: 3, n: 4 }, { hits: 1, n: 4 })).toBeCloseTo(0.48571, 5);
    expect(
      sameRatePValue([
        { hits: 56, n: 70 },
        { hits: 48, n: 80 },
      ]),
    ).toBeCloseTo(0.008045, 6);
    expect(
      sameRatePValue([
        { hits: 0, n: 5 },
        { hits: 0, n: 9 },
      ]),
    ).toBe(1);
    expect(sameRatePValue([{ hits: 1, n: 5 }])).toBeNull();
  });
});

describe('properties', () => {
  const proportion = fc
    .tuple(fc.integer({ min: 1, max: 500 }), fc.double({ min: 0, max: 1, noNaN: true }))
    .map(([n, share]) => ({ n, hits: Math.round(n * share) }));
  it('intervals lie inside the range and hold the estimate', () => {
    fc.assert(
      fc.property(proportion, proportion, (a, b) => {
        const w = wilson(a);
        expect(
          w.low >= 0 && w.low <= a.hits / a.n + 1e-12 && w.high >= a.hits / a.n - 1e-12 && w.high <= 1,
        ).toBe(true);
        const d = newcombe(a, b);
        expect(d.low).toBeLessThanOrEqual(a.hits / a.n - b.hits / b.n + 1e-12);
        expect(d.low).toBeGreaterThanOrEqual(-1 - 1e-12);
        const mirrored = newcombe(b, a);
        expect(mirrored.low).toBeCloseTo(-d.high, 12);
        const r = ratioInterval(a, b);
        if (r && b.hits > 0) expect(r.low <= a.hits / a.n / (b.hits / b.n) && r.high >= r.low).toBe(true);
      }),
    );
  });
  it('the bootstrap is seeded, ordered and covers about as often as it says', () => {
    const random = randomFrom(7);
    const sample = () => Array.from({ length: 40 }, () => -Math.log(1 - random()));
    const values = sample();
    expect(meanEstimate(values)).toEqual(meanEstimate(values));
    expect(meanEstimate(values)).not.toEqual(meanEstimate(values, { seed: 2 }));
    expect(meanEstimate([2, 2])).toMatchObject({ method: 'constant', low: 2, high: 2 });
    const covered = Array.from({ length: 300 }, () => meanEstimate(sample(), { draws: 400 })).filter(
      ({ low, high }) => low <= 1 && high >= 1,
    );
    expect(covered.length / 300).toBeGreaterThan(0.89);
  });
});

describe('decimals', () => {
  it('add and multiply without rounding', () => {
    expect(sumDecimals([])).toBe('0');
    expect(sumDecimals(['0.1', '0.2', '1e-9'])).toBe('0.300000001');
    expect(sumDecimals(['1.50', '-1.5'])).toBe('0');
    expect(multiplyDecimals('199999', '0.000003')).toBe('0.599997');
    expect(shiftDecimal('954.1', 6)).toBe('0.0009541');
    expect(decimalOf(1e-7)).toBe('0.0000001');
    expect(decimalOf(1e21)).toBe('1000000000000000000000');
    expect(() => sumDecimals(['1,5'])).toThrow('"1,5" is not a decimal number');
  });
});
