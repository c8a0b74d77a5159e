import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { meanEstimate } from './bootstrap';
import { clusteredMean } from './clusters';
import { pairedNewcombe } from './paired-rate';
import { mcnemarPower, smallestLossFound, smallestShiftFound } from './power';
import { median, wilcoxon } from './wilcoxon';

describe('paired difference of rates', () => {
  it('reproduces the published interval', () => {
    const { value, low, high, phi } = pairedNewcombe({ both: 150, lost: 14, gained: 6, neither: 30 });
    expect([value, low, high, phi].map((x) => x.toFixed(4))).toEqual([
      '-0.0400',
      '-0.0861',
      '0.0050',
      '0.6780',
    ]);
  });
  it('lies inside the range, holds the difference and mirrors', () => {
    const count = fc.integer({ min: 0, max: 200 });
    fc.assert(
      fc.property(count, count, count, count, (both, lost, gained, neither) => {
        fc.pre(both + lost + gained + neither > 0);
        const { value, low, high } = pairedNewcombe({ both, lost, gained, neither });
        const mirror = pairedNewcombe({ both, lost: gained, gained: lost, neither });
        expect(low >= -1 && low <= value && value <= high && high <= 1).toBe(true);
        expect(mirror.low).toBeCloseTo(-high, 12);
      }),
    );
    expect(() => pairedNewcombe({ both: 0, lost: 0, gained: 0, neither: 0 })).toThrow('at least one pair');
  });
});

describe('signed ranks', () => {
  it('reproduces the published exact value and scipy with Pratt zeros and ties', () => {
    const maize = [6, 8, 14, 16, 23, 24, 28, 29, 41, -48, 49, 56, 60, -67, 75];
    const exact = wilcoxon(maize);
    expect(exact).toMatchObject({ statistic: 24, method: 'exact', zeros: 0 });
    expect(exact.pValue?.toFixed(7)).toBe('0.0412598');
    const tied = [
      0, 0, 1, 2, 2, -2, 3, -4, 5, 5, 0, 6, -1, 7, 8, 8, 9, 10, -3, 4, 4, 2, 1, 0, 11, 12, -5, 6, 7, 3,
    ];
    expect(wilcoxon(tied)).toMatchObject({ statistic: 63.5, method: 'normal', zeros: 4 });
    expect(wilcoxon(tied).pValue).toBeCloseTo(0.0007217687610609682, 12);
    const long = Array.from({ length: 30 }, (_, i) => ([3, 8, 20, 26, 29].includes(i) ? -1 : 1) * (i + 1));
    expect(wilcoxon(long).pValue).toBeCloseTo(0.003609433349384215, 12);
    expect(wilcoxon(long.slice(0, 25)).pValue).toBeCloseTo(0.00021690130233764648, 12);
  });
  it('says why there is none', () => {
    expect(wilcoxon([])).toMatchObject({ pValue: null, note: 'there is no pair' });
    expect(wilcoxon([0, 0])).toMatchObject({ pValue: null, statistic: null, note: 'no pair differs' });
    expect(wilcoxon([1, 2, 3]).note).toMatch(/fewer than 6/);
    expect([median([]), median([3]), median([4, 1, 2, 3])]).toEqual([null, 3, 2.5]);
  });
});

describe('means of pairs', () => {
  it('the seeded bootstrap agrees with scipy BCa of 200,000 draws', () => {
    const differences = [
      0.1, -0.2, 0.3, 0.05, 0.4, 0.15, -0.1, 0.22, 0.31, 0.08, 0.12, -0.05, 0.2, 0.18, 0.27, 0.02, 0.36,
      -0.15, 0.11, 0.25, 0.09, 0.14,
    ];
    const { value, low, high, method } = meanEstimate(differences);
    expect(method).toBe('bca');
    expect(value).toBeCloseTo(0.12954545454545452, 12);
    expect(Math.abs(low - 0.0609)).toBeLessThan(0.004);
    expect(Math.abs(high - 0.1909)).toBeLessThan(0.004);
  });
  it('cases of one source count together, as statsmodels has it', () => {
    const values = [0.1, 0.4, 0.35, 0.8, 0.9, 0.85, 0.2, 0.25, 0.3, 0.6, 0.55, 0.65];
    const sources = ['a', 'a', 'a', 'b', 'b', 'b', 'c', 'c', 'c', 'd', 'd', 'd'];
    const mean = clusteredMean(values, sources);
    expect(mean?.value).toBeCloseTo(0.49583333333333346, 12);
    expect(mean?.standardError).toBeCloseTo(0.1419727086450069, 12);
    expect(mean?.effectiveN).toBeLessThan(5);
    expect(mean?.note).toMatch(/only 4 sources/);
    expect(clusteredMean([1, 0], ['a', 'a'])).toBeNull();
  });
});

describe('power of exact McNemar', () => {
  const sizes = [50, 100, 200, 400, 800, 1600];
  it.each([
    [0.1, 0.03, [0.03, 0.09, 0.2, 0.42, 0.74, 0.96]],
    [0.1, 0.05, [0.06, 0.24, 0.54, 0.87, 0.99, 1]],
    [0.2, 0.05, [0.07, 0.14, 0.3, 0.57, 0.88, 0.99]],
    [0.2, 0.1, [0.24, 0.54, 0.88, 0.99, 1, 1]],
  ])('when %d change with a net loss of %d', (changing, loss, powers) => {
    for (const [i, n] of sizes.entries())
      expect(Math.abs(mcnemarPower(n, changing, loss) - (powers[i] ?? NaN)), `n = ${n}`).toBeLessThan(0.0101);
  });
  it.each([
    [0.05, [null, null, 4.4, 3.2, 2.3, 1.6]],
    [0.1, [null, 8.8, 6.4, 4.6, 3.2, 2.3]],
    [0.2, [17.6, 12.8, 9.1, 6.4, 4.5, 3.2]],
    [0.3, [21.9, 15.9, 11.1, 7.9, 5.5, 3.9]],
  ])('smallest loss found when %d change', (changing, points) => {
    const found = sizes.map((n) => smallestLossFound(n, changing));
    expect(found.map((loss) => loss && Math.round(loss * 1000) / 10)).toEqual(points);
  });
  it('is cautious, and goes on beyond exact enumeration', () => {
    const alarms = [50, 100, 200, 400, 800].map((n) => mcnemarPower(n, 0.1, 0));
    expect(Math.min(...alarms).toFixed(3)).toBe('0.009');
    expect(Math.max(...alarms).toFixed(3)).toBe('0.038');
    expect(Math.abs(mcnemarPower(2001, 0.1, 0.02) - mcnemarPower(2000, 0.1, 0.02))).toBeLessThan(0.02);
    expect(smallestLossFound(100_000, 0.1)).toBeCloseTo(0.0028, 3);
    expect(smallestLossFound(0, 0.1)).toBeNull();
    expect(smallestShiftFound(100, 0.5)).toBeCloseTo(0.140079, 5);
    expect(smallestShiftFound(1, 0.5)).toBeNull();
    expect(() => mcnemarPower(10, 0.1, 0.2)).toThrow('not a net loss');
  });
});
