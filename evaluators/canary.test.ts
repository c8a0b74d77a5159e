import { describe, expect, it } from 'vitest';
import { type CanaryAnswer, canaryCheck, sameShare } from './canary';
import { kolmogorovSmirnov } from './stats/kolmogorov-smirnov';

type Change = (at: number) => Partial<CanaryAnswer>;
const answers = (count: number, change: Change = () => ({})): CanaryAnswer[] =>
  Array.from({ length: count }, (_, at) => ({
    ...{ key: `c${at}/0`, output: `Answer ${at}`, model: 'model-1', scores: { right: 1 } },
    ...change(at),
  }));
const verdictOf = (current: CanaryAnswer[], noise = answers(40)) => canaryCheck(answers(40), noise, current);

describe('a canary check', () => {
  it('is the same when nothing changed, and when the model repeats itself as badly as before', () => {
    expect(verdictOf(answers(40))).toMatchObject({ verdict: 'same', compared: 40, reasons: [] });
    const wavering = answers(40, (at) => (at % 4 === 0 ? { output: `Other ${at}` } : {}));
    const elsewhere = answers(40, (at) => (at % 4 === 1 ? { output: `Other ${at}` } : {}));
    expect(verdictOf(elsewhere, wavering).verdict).toBe('same');
  });

  it('raises the alarm when answers, refusals, lengths or measures move', () => {
    const reworded = verdictOf(answers(40, (at) => (at < 12 ? { output: `Reply ${at}` } : {})));
    expect(reworded.verdict).toBe('changed');
    expect(reworded.reasons[0]).toBe(
      'answers word for word as in the reference: 1 before, 0.7 now (adjusted p = 0.00195)',
    );
    const refuses = verdictOf(answers(40, () => ({ output: 'I am sorry, but I cannot help with that.' })));
    expect(refuses.reasons.map((reason) => reason.split(':')[0])).toEqual([
      'answers word for word as in the reference',
      'answers that refuse',
      'length of the answers in characters',
    ]);
    const worse = verdictOf(answers(40, (at) => (at < 15 ? { scores: { right: 0 } } : {})));
    expect(worse.reasons[0]).toMatch(/^right: 1 before, 0\.625 now/);
  });

  it('raises the alarm at once when the model calls itself by another name, however few answers there are', () => {
    const check = canaryCheck(
      answers(3),
      answers(3),
      answers(3, () => ({ model: 'model-2' })),
    );
    expect(check).toMatchObject({
      verdict: 'changed',
      tests: [],
      reasons: ['The model calls itself model-2; before: model-1'],
    });
    expect(verdictOf(answers(40, () => ({ model: null }))).verdict).toBe('same');
  });

  it('has not enough evidence below twenty answers that all three runs have', () => {
    const failing = answers(40, (at) => (at < 21 ? { output: null } : {}));
    expect(verdictOf(failing)).toMatchObject({ verdict: 'not_enough_evidence', compared: 19, tests: [] });
    expect(verdictOf(answers(40), failing).verdict).toBe('not_enough_evidence');
    expect(canaryCheck([], [], []).verdict).toBe('not_enough_evidence');
  });

  it('says how often a model repeats itself', () => {
    expect(
      sameShare(
        answers(4),
        answers(4, (at) => (at === 0 ? { output: 'Other' } : {})),
      ),
    ).toBe(0.75);
    expect(
      sameShare(
        answers(4),
        answers(4, () => ({ output: null })),
      ),
    ).toBeNull();
  });
});

describe('the test of Kolmogorov and Smirnov', () => {
  const upTo = (from: number, to: number) => Array.from({ length: to - from + 1 }, (_, at) => from + at);
  const cyclic = (count: number, step: number, size: number) =>
    Array.from({ length: count }, (_, at) => (at * step) % size);

  it('gives the values of scipy, with ties too', () => {
    const apart = kolmogorovSmirnov(upTo(1, 12), upTo(7, 20));
    expect(apart?.statistic).toBeCloseTo(0.571_428_571_428_571_4, 14);
    expect(apart?.pValue).toBeCloseTo(0.029_403_657_225_047_265, 12);
    const tied = kolmogorovSmirnov(cyclic(50, 1, 7), cyclic(60, 3, 9));
    expect(tied?.statistic).toBeCloseTo(0.193_333_333_333_333_33, 14);
    expect(tied?.pValue).toBeCloseTo(0.259_798_351_959_280_2, 12);
  });

  it('is 1 for the same sample and undefined without one', () => {
    expect(kolmogorovSmirnov([3, 1, 2], [1, 2, 3])).toEqual({ statistic: 0, pValue: 1 });
    expect(kolmogorovSmirnov([], [1])).toBeNull();
  });
});
