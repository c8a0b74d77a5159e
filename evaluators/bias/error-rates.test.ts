import { describe, expect, it } from 'vitest';
import { randomFrom } from '../stats/random';
import { largestDifference, smallestRatio } from './extremes';
import { studyOf } from './study';
import { Tally } from './tally';

const random = randomFrom(11);
const drawn = (n: number, rate: number) => {
  let hits = 0;
  for (let i = 0; i < n; i++) hits += random() < rate ? 1 : 0;
  return { hits, n };
};
/** Share of 400 samples in which the four-fifths rule gets each verdict; `n` rows per group, one rate per group. */
function verdicts(n: number, rates: readonly number[]) {
  const counts = { pass: 0, fail: 0, not_enough_evidence: 0 };
  for (let run = 0; run < 400; run++) {
    const tally = new Tally({ attributes: ['g'], hasLabel: false });
    for (const [group, rate] of rates.entries()) {
      const { hits } = drawn(n, rate);
      if (hits > 0) tally.add([String(group)], '1', null, hits);
      if (hits < n) tally.add([String(group)], '0', null, n - hits);
    }
    const [attribute] = studyOf(tally.result(), { positive: '1' }).attributes;
    counts[attribute?.verdict ?? 'pass'] += 1 / 400;
  }
  return counts;
}

describe('the four-fifths verdict', () => {
  // By normal theory two groups of 100 at 10 % are failed in 3.0 % of samples: both directions of the ratio count.
  it.each([
    [30, [0.05, 0.05]],
    [30, [0.5, 0.5]],
    [100, [0.1, 0.1]],
    [50, [0.3, 0.3, 0.3, 0.3, 0.3]],
    [200, [0.1, 0.1, 0.1, 0.1, 0.1]],
  ])('fails equal groups less often than it may: n = %d, rates %j', (n, rates) => {
    expect(verdicts(n, rates).fail).toBeLessThan(0.05);
  });
  it('keeps both errors near 5 % exactly at the limit', () => {
    const { pass, fail } = verdicts(1000, [0.5, 0.4]);
    expect(pass).toBeLessThan(0.08);
    expect(fail).toBeLessThan(0.08);
    expect(verdicts(1000, [0.5, 0.4, 0.4, 0.4]).fail).toBeLessThan(0.08);
  });
  it('decides when there is enough data', () => {
    expect(verdicts(5000, [0.5, 0.5, 0.5]).pass).toBeGreaterThan(0.99);
    expect(verdicts(5000, [0.5, 0.3, 0.5]).fail).toBeGreaterThan(0.99);
  });
});

it('intervals of the extremes cover the truth at least as often as they say', () => {
  const rates = [0.5, 0.5, 0.45, 0.4];
  const covered = { difference: 0, ratio: 0 };
  for (let run = 0; run < 500; run++) {
    const groups = rates.map((rate) => drawn(150, rate));
    const difference = largestDifference(groups, 0.95);
    const ratio = smallestRatio(groups, 0.95);
    if (difference.low <= 0.1 && difference.high >= 0.1) covered.difference++;
    if (ratio && ratio.low <= 0.8 && ratio.high >= 0.8) covered.ratio++;
  }
  expect(covered.difference / 500).toBeGreaterThanOrEqual(0.95);
  expect(covered.ratio / 500).toBeGreaterThanOrEqual(0.95);
});
