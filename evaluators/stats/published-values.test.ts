import { describe, expect, it } from 'vitest';
import { generalizedEntropyIndex, theilIndex } from '../bias/inequality';
import { cohenKappa, krippendorffAlpha, type Level } from './agreement';
import { distance, goodnessOfFit, twoSampleChiSquare } from './distances';
import { chiSquarePValue } from './normal';
import { pairedNewcombe } from './paired-rate';
import { type Interval, newcombe, rate, ratioInterval, wilson } from './proportion';
import { benjaminiHochberg, holm, mcnemarExact } from './tests';
import { wilcoxon } from './wilcoxon';

/** What is computed, and what is printed of it: every digit counts, and nothing is rounded away. */
type Row = readonly [what: string, value: number | null | undefined, printed: string];

const ends = (what: string, interval: Interval | null, low: string, high: string): Row[] => [
  [`${what}, low`, interval?.low, low],
  [`${what}, high`, interval?.high, high],
];
const [a, b] = [
  { hits: 56, n: 70 },
  { hits: 48, n: 80 },
];
const paired = pairedNewcombe({ both: 150, gained: 6, lost: 14, neither: 30 });
const intervals: Row[] = [
  ...ends('Wilson 95 of 100', wilson({ hits: 95, n: 100 }), '0.88825', '0.97846'),
  ...ends('Wilson 0 of 10', wilson({ hits: 0, n: 10 }), '0.00000', '0.27753'),
  ...ends('Wilson 81 of 263', wilson({ hits: 81, n: 263 }), '0.25529', '0.36621'),
  ['56 of 70 less 48 of 80', rate(a) - rate(b), '0.2000'],
  ...ends('Newcombe', newcombe(a, b), '0.0524', '0.3339'),
  ['48 of 80 over 56 of 70', rate(b) / rate(a), '0.7500'],
  ...ends('ratio', ratioInterval(b, a), '0.6056', '0.9288'),
  ['150, 6, 14 and 30 pairs', paired.value, '-0.0400'],
  ...ends('paired Newcombe', paired, '-0.0861', '0.0050'),
  ['phi', paired.phi, '0.6780'],
];

const maize = wilcoxon([6, 8, 14, 16, 23, 24, 28, 29, 41, -48, 49, 56, 60, -67, 75]);
const p = [0.001, 0.008, 0.039, 0.041, 0.042, 0.06, 0.074, 0.205, 0.212, 0.216];
const each = (what: string, values: readonly number[], printed: string): Row[] =>
  printed.split(' ').map((one, index): Row => [`${what}, ${index + 1}.`, values[index], one]);
const tests: Row[] = [
  ['McNemar 14:6', mcnemarExact(14, 6), '0.115318'],
  ['McNemar 0:5', mcnemarExact(0, 5), '0.0625'],
  ['McNemar 0:6', mcnemarExact(0, 6), '0.03125'],
  ['McNemar 1:9', mcnemarExact(1, 9), '0.021484'],
  ['Wilcoxon W', maize.statistic, '24'],
  ['Wilcoxon p', maize.pValue, '0.0412598'],
  ...each('Holm', holm(p), '0.01 0.072 0.312 0.312 0.312 0.312 0.312 0.615 0.615 0.615'),
  ...each('BH', benjaminiHochberg(p), '0.01 0.04 0.084 0.084 0.084 0.1 0.105714 0.216 0.216 0.216'),
];

const kappa = cohenKappa([
  [20, 5],
  [10, 15],
]);
const observers = [
  '1 2 3 3 2 1 4 1 2 · · ·',
  '1 2 3 3 2 2 4 1 2 5 · 3',
  '· 3 3 3 2 3 4 2 2 5 1 ·',
  '1 2 3 3 2 4 4 1 2 5 1 ·',
].map((line) => line.split(' '));
const units = Array.from({ length: 12 }, (_, unit) =>
  observers.flatMap((line) => (line[unit] === '·' ? [] : [Number(line[unit])])),
);
const alpha = (level: Level) => krippendorffAlpha(units, level).value;
const agreement: Row[] = [
  ['Cohen Po', kappa.observed, '0.7'],
  ['Cohen Pe', kappa.expected, '0.5'],
  ['Cohen kappa', kappa.value, '0.4'],
  ['Krippendorff nominal', alpha('nominal'), '0.7434'],
  ['Krippendorff ordinal', alpha('ordinal'), '0.8154'],
  ['Krippendorff interval', alpha('interval'), '0.8491'],
];

const counts = { reference: [50, 30, 20], current: [40, 35, 25] };
const [two, fit] = [twoSampleChiSquare(counts), goodnessOfFit(counts)];
/** y 1 1 0 0 1 0 answered with 1 0 0 1 1 0. */
const answered = { tp: 2, fp: 1, fn: 1, tn: 2 };
const distributions: Row[] = [
  ['PSI', distance(counts, 'psi'), '0.041179'],
  ['Jensen-Shannon', distance(counts, 'jensen-shannon'), '0.071678'],
  ['Hellinger', distance(counts, 'hellinger'), '0.071712'],
  ['Kullback-Leibler', distance(counts, 'kullback-leibler'), '0.020698'],
  ['total variation', distance(counts, 'total-variation'), '0.1'],
  ['two-sample chi-square', two?.statistic, '2.05128'],
  ['two-sample chi-square p', two && chiSquarePValue(two.statistic, two.degrees), '0.35857'],
  ['chi-square of fit', fit?.statistic, '4.08333'],
  ['chi-square of fit p', fit && chiSquarePValue(fit.statistic, fit.degrees), '0.12981'],
  ['Theil', theilIndex(answered, 0.95)?.value, '0.231049'],
  ['generalised entropy 2', generalizedEntropyIndex(answered, 0.95)?.value, '0.166667'],
];

/** Papers and peers print these; scipy 1.17, statsmodels 0.15 and krippendorff 0.9 give the same digits. */
describe('published values, to every digit printed', () => {
  it.each([...intervals, ...tests, ...agreement, ...distributions])('%s', (_, value, printed) => {
    expect(value?.toFixed(printed.split('.')[1]?.length ?? 0)).toBe(printed);
  });
});

describe('distances of distributions', () => {
  it('take a share of 0 as 1e-4, or less beside shares as small', () => {
    expect(distance({ reference: [1, 0], current: [1, 1] }, 'psi')).toBeCloseTo(
      (0.5 - 1) * Math.log(0.5) + (0.5 - 1e-4) * Math.log(0.5 / 1e-4),
      12,
    );
    const small = distance({ reference: [19999, 1, 0], current: [1, 1, 1] }, 'kullback-leibler');
    expect(small).toBeCloseTo(
      0.99995 * Math.log(0.99995 * 3) + 5e-5 * Math.log(15e-5) + 5e-11 * Math.log(15e-11),
      9,
    );
  });
  it('are null where there is nothing to compare, 0 for the same shares, and bounded', () => {
    expect(distance({ reference: [0, 0], current: [1, 2] }, 'psi')).toBeNull();
    expect(twoSampleChiSquare({ reference: [3], current: [4] })).toBeNull();
    expect(goodnessOfFit({ reference: [3, 0], current: [4, 1] })).toBeNull();
    const apart = { reference: [5, 0], current: [0, 7] };
    expect(distance(apart, 'jensen-shannon')).toBeCloseTo(Math.sqrt(Math.LN2), 12);
    expect(distance(apart, 'hellinger')).toBe(1);
    expect(distance({ reference: [2, 4], current: [1, 2] }, 'jensen-shannon')).toBe(0);
  });
});
