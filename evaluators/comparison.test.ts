import { describe, expect, it } from 'vitest';
import { type ComparedMeasure, compareRuns } from './comparison';
import { regressedCases } from './comparison-cases';
import { comparedMeasures } from './comparison-measures';
import { caseFacts } from './comparison-pairs';
import { RunTally } from './comparison-tally';
import type { Outcome } from './contract';
import { randomFrom } from './stats/random';

const rate = {
  evaluator: 'text.equals',
  version: 1,
  direction: 'higher',
  unit: 'share',
  decides: true,
} as const;
const right: ComparedMeasure = { ...rate, name: 'right', range: { low: 0, high: 1 }, definition: '{}' };
const speed: ComparedMeasure = {
  name: 'speed',
  evaluator: 'ops.latency',
  version: 1,
  direction: 'lower',
  unit: 'ms',
  range: null,
  definition: '{}',
  decides: false,
};
const ids = (n: number) => Array.from({ length: n }, (_, i) => `c${i}`);
const outcome = (value: number, pass?: boolean): Outcome => ({
  state: 'scored',
  value,
  ...(pass === undefined ? {} : { pass }),
});
const rows = (n: number, passes: (i: number) => boolean, ms = (_: number) => 100) =>
  ids(n).map((caseId, i) => ({
    caseId,
    repeat: 0,
    error: null as string | null,
    outcomes: { right: outcome(passes(i) ? 1 : 0, passes(i)), speed: outcome(ms(i)) } as Record<
      string,
      Outcome
    >,
  }));
const measures = [right, speed];
const runOf = (cases: readonly string[], results: ReturnType<typeof rows>, repeats = 1) => {
  const tally = new RunTally(['right', 'speed'], repeats, new Map(cases.map((id, i) => [id, i])));
  for (const one of results) tally.add(one);
  return { datasetDigest: 'sha256:d', measures, tally };
};
const compared = (n: number, a: ReturnType<typeof rows>, b: ReturnType<typeof rows>, options = {}) =>
  compareRuns(
    runOf(ids(n), a),
    runOf(ids(n), b),
    ids(n).map((id) => caseFacts(id)),
    options,
  );

describe('a comparison of two runs', () => {
  const good = rows(200, (i) => i % 20 !== 0);
  it('passes the same run again and finds nothing better', () => {
    const { verdict, measures: found, cases, reasons } = compared(200, good, good);
    expect(cases).toMatchObject({ total: 200, paired: 200, inconclusive: 0 });
    expect(found[0]).toMatchObject({
      difference: 0,
      pValue: 1,
      change: 'not_enough_evidence',
      regression: 'pass',
    });
    expect(found[1]).toMatchObject({ test: 'wilcoxon', pValue: null, holmP: null, regression: null });
    expect(verdict, reasons.join()).toBe('pass');
  });
  it('mirrors when the sides change places, and the order of cases does not matter', () => {
    const other = rows(
      200,
      (i) => i % 7 !== 0,
      (i) => 100 + (i % 13),
    );
    const [one, two] = [compared(200, good, other), compared(200, other, good)];
    const back = compared(200, [...good].reverse(), [...other].reverse());
    expect(one.measures[0]?.difference).toBeCloseTo(-(two.measures[0]?.difference ?? NaN), 12);
    expect(one.measures[0]?.pValue).toBe(two.measures[0]?.pValue);
    expect(one.measures[0]).toMatchObject({ change: 'better', rose: 27, fell: 8 });
    expect(two.measures[0]).toMatchObject({ change: 'worse', regression: 'not_enough_evidence' });
    expect(compared(200, other, good, { margin: 0.02 }).verdict).toBe('fail');
    expect(back).toEqual(one);
    expect(one.measures[1]).toMatchObject({ change: 'better', regression: null, unit: 'ms' });
  });
  it('says not enough evidence between, with what would settle it and the smallest loss it finds', () => {
    const small = compared(
      40,
      rows(40, (i) => i > 2),
      rows(40, (i) => i > 1),
    );
    expect(small.verdict).toBe('not_enough_evidence');
    expect(small.reasons[0]).toMatch(/about \d+ more cases settle it/);
    expect(small.measures[0]?.smallestFound).toBeNull();
    expect(
      compared(
        40,
        good.slice(0, 40),
        rows(40, () => true),
        { margin: 0.3 },
      ).verdict,
    ).toBe('pass');
  });
  it.each([
    ['a missing case', good.slice(1), /1 case without a result in the candidate/],
    ['a duplicate', [...good, good[3]].flatMap((one) => one ?? []), /1 case with more than one result/],
    [
      'an error',
      good.map((one, i) => (i === 5 ? { ...one, error: 'timeout' } : one)),
      /1 case with an error/,
    ],
    ['a stranger', [...good, ...rows(201, () => true).slice(200)], /not in the candidate's dataset: c200/],
    [
      'an unjudged case',
      good.map((one, i) =>
        i === 5
          ? { ...one, outcomes: { ...one.outcomes, speed: { state: 'inconclusive', reason: 'x' } as const } }
          : one,
      ),
      /1 case that could not be judged/,
    ],
  ])('fails closed on %s', (_, candidate, words) => {
    const { verdict, reasons } = compared(200, candidate, good);
    expect(verdict).toBe('not_enough_evidence');
    expect(reasons.join()).toMatch(words);
  });
  it('fails closed on other datasets, evaluators, parameters and measures', () => {
    const [a, b] = [runOf(ids(200), good), runOf(ids(200), good)];
    const facts = ids(200).map((id) => caseFacts(id));
    const against = (change: Partial<typeof b>) => compareRuns(a, { ...b, ...change }, facts);
    expect(against({ datasetDigest: 'sha256:e' }).reasons.join()).toMatch(/different datasets/);
    expect(against({ measures: [{ ...right, version: 2 }, speed] }).reasons.join()).toMatch(/text.equals v2/);
    expect(against({ measures: [{ ...right, definition: '{"a":1}' }, speed] }).reasons.join()).toMatch(
      /parameters/,
    );
    expect(against({ measures: [right, { ...speed, name: 'gone' }] }).reasons.join()).toMatch(
      /gone: the candidate has no.*speed: the baseline has no/,
    );
    for (const change of [{ datasetDigest: 'x' }, { measures: [] }])
      expect(against(change).verdict).toBe('not_enough_evidence');
    expect(compareRuns({ ...a, measures: [] }, { ...b, measures: [] }, facts).verdict).toBe(
      'not_enough_evidence',
    );
  });
  it('a must-pass case or, when asked, any newly failing one is a fail', () => {
    const worse = rows(200, (i) => i % 20 !== 0 && i !== 7);
    expect(compared(200, worse, good).verdict).toBe('pass');
    expect(compared(200, worse, good, { noNewFailures: true })).toMatchObject({
      verdict: 'fail',
      reasons: expect.arrayContaining(['1 cases failed that must pass: c7']),
    });
    const facts = ids(200).map((id) => caseFacts(id, { mustPass: id === 'c7' }));
    expect(compareRuns(runOf(ids(200), worse), runOf(ids(200), good), facts).verdict).toBe('fail');
  });
  it('lists the cases that got worse', () => {
    const worse = rows(
      200,
      (i) => i % 20 !== 0 && i !== 7 && i !== 9,
      (i) => (i === 11 ? 90 : 100),
    );
    const facts = ids(200).map((id) => caseFacts(id));
    const { count, listed } = regressedCases(runOf(ids(200), worse), runOf(ids(200), good), facts, 1);
    expect(count).toBe(2);
    expect(listed).toEqual([
      { ordinal: 7, caseId: 'c7', measures: [{ name: 'right', baseline: 1, candidate: 0, worse: true }] },
    ]);
  });
  it('averages repeats within the case and counts sources together', () => {
    const twice = (value: number) =>
      ids(60).flatMap((caseId, i) =>
        [0, 1].map((repeat) => ({
          ...{ caseId, repeat, error: null },
          outcomes: { right: outcome(i < 30 ? value : repeat), speed: outcome(1) },
        })),
      );
    const facts = ids(60).map((id, i) => caseFacts(id, { source: `doc ${i % 25}` }));
    const found = compareRuns(runOf(ids(60), twice(0), 2), runOf(ids(60), twice(1), 2), facts);
    expect(found.cases.paired).toBe(60);
    expect(found.measures[0]).toMatchObject({
      n: 60,
      difference: -0.5,
      test: 'cluster-robust z',
      change: 'worse',
    });
    expect(found.measures[0]?.effectiveN).not.toBeNull();
    const half = runOf(ids(60), twice(0).slice(0, 60), 2);
    expect(compareRuns(half, half, facts).cases.missing).toEqual({ candidate: 30, baseline: 30 });
  });
  it('holds its printed error rate when nothing changed', () => {
    const random = randomFrom(5);
    const run = () =>
      rows(
        100,
        () => random() < 0.8,
        () => 100 + random(),
      );
    const found = Array.from({ length: 100 }, () => compared(100, run(), run()));
    const wrong = found.filter(({ measures: all }) =>
      all.some(({ change }) => change !== 'not_enough_evidence'),
    );
    expect(wrong.length / 100).toBeLessThan(0.05 + 3 * Math.sqrt((0.05 * 0.95) / 100));
  });
  it('a rate is better the more cases pass, whatever is measured', () => {
    const [limit, plain] = comparedMeasures({
      evaluators: [
        { id: 'ops.latency', as: 'fast', params: { maxMs: 5 } },
        { id: 'ops.latency', params: {} },
      ],
      thresholds: [],
    });
    expect(limit).toMatchObject({
      direction: 'higher',
      range: { low: 0, high: 1 },
      unit: 'share',
      decides: true,
    });
    expect(plain).toMatchObject({ direction: 'lower', range: null, unit: 'ms', decides: false });
  });
});
