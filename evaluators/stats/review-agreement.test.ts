import { describe, expect, it } from 'vitest';
import { cohenKappa, fleissKappa, krippendorffAlpha } from './agreement';
import { reviewAgreement } from './review-agreement';

/** Krippendorff 2011, example C. */
const lines = [
  ['A', '1 2 3 3 2 1 4 1 2 . . .'],
  ['B', '1 2 3 3 2 2 4 1 2 5 . 3'],
  ['C', '. 3 3 3 2 3 4 2 2 5 1 .'],
  ['D', '1 2 3 3 2 4 4 1 2 5 1 .'],
] as const;
const units = Array.from(
  { length: 12 },
  (_, at) =>
    new Map(
      lines.flatMap(([who, line]) => (line.split(' ')[at] === '.' ? [] : [[who, line.split(' ')[at] ?? '']])),
    ),
);
const labels = ['1', '2', '3', '4', '5'];

describe('agreement of reviewers', () => {
  it('gives Krippendorff’s nominal .7434, with an interval around it', () => {
    const { krippendorff, fleiss, cohen, n } = reviewAgreement(units, labels);
    expect(krippendorff.value).toBeCloseTo(0.7434, 4);
    expect(krippendorff.low).toBeLessThan(0.7434);
    expect(krippendorff.high).toBeGreaterThan(0.7434);
    expect([n, fleiss, cohen]).toEqual([11, null, null]);
  });
  it('agrees with the formulas over whole tables', () => {
    const pairs = [
      ...Array.from({ length: 20 }, () => ['a', 'a']),
      ...Array.from({ length: 5 }, () => ['a', 'b']),
    ];
    const more = [
      ...Array.from({ length: 10 }, () => ['b', 'a']),
      ...Array.from({ length: 15 }, () => ['b', 'b']),
    ];
    const all = [...pairs, ...more];
    const found = reviewAgreement(
      all.map(
        ([x = '', y = '']) =>
          new Map([
            ['p', x],
            ['q', y],
          ]),
      ),
      ['a', 'b'],
    );
    expect(found.cohen?.value).toBeCloseTo(
      cohenKappa([
        [20, 5],
        [10, 15],
      ]).value ?? NaN,
      12,
    );
    expect(found.cohen?.value).toBeCloseTo(0.4, 12);
    const counts = all.map((pair) => ['a', 'b'].map((label) => pair.filter((one) => one === label).length));
    expect(found.fleiss?.value).toBeCloseTo(fleissKappa(counts).value ?? NaN, 12);
    expect(found.krippendorff.value).toBeCloseTo(krippendorffAlpha(all, 'nominal').value ?? NaN, 12);
    expect(found.observed).toBeCloseTo(0.7, 12);
  });
  it('is undefined without two labels, and with one label only', () => {
    expect(reviewAgreement([], ['a', 'b']).krippendorff).toMatchObject({
      value: null,
      note: expect.stringMatching(/two labels/),
    });
    expect(reviewAgreement([new Map([['p', 'a']])], ['a', 'b'])).toMatchObject({ n: 0, observed: null });
    const same = reviewAgreement(
      [
        new Map([
          ['p', 'a'],
          ['q', 'a'],
        ]),
      ],
      ['a', 'b'],
    );
    expect(same).toMatchObject({
      observed: 1,
      krippendorff: { value: null, note: expect.stringMatching(/one label/) },
      cohen: { value: null },
    });
    expect(() =>
      reviewAgreement(
        [
          new Map([
            ['p', 'x'],
            ['q', 'a'],
          ]),
        ],
        ['a', 'b'],
      ),
    ).toThrow(RangeError);
  });
});
