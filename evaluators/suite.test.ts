import { describe, expect, it } from 'vitest';
import { catalog } from './catalog';
import type { Outcome } from './contract';
import { Suite } from './suite';
import { type CaseResult, summarise } from './summary';

const suite = (more: object = {}) =>
  Suite.parse({
    name: 'triage-smoke',
    dataset: 'cases.jsonl',
    evaluators: [{ id: 'text.contains', as: 'names-level', params: { value: '{{expected}}' } }],
    thresholds: [{ measure: 'names-level', min: 0.8 }],
    ...more,
  });
const scored = (value: number): Outcome => ({ state: 'scored', value, pass: value === 1 });
const result = (
  caseId: string,
  outcome: Outcome = scored(1),
  more: Partial<CaseResult> = {},
): CaseResult => ({
  caseId,
  repeat: 0,
  error: null,
  outcomes: { 'names-level': outcome },
  cost: null,
  ...more,
});
const ids = Array.from({ length: 100 }, (_, i) => `c${i}`);
const run = (results: readonly CaseResult[], more: object = {}, cases = ids) =>
  summarise(suite(more), 'sha256:00', cases, results);

describe('a suite file', () => {
  const messages = (more: object) => {
    try {
      suite(more);
      return '';
    } catch (error) {
      return String(error);
    }
  };
  it.each([
    [{ evaluators: [{ id: 'text.nothing' }] }, 'no evaluator is called text.nothing'],
    [{ evaluators: [{ id: 'text.contains', params: {} }] }, 'params'],
    [{ thresholds: [{ measure: 'other', min: 1 }] }, 'no evaluator gives a measure other'],
    [{ thresholds: [{ measure: 'names-level' }] }, 'a threshold needs min or max'],
    [
      { thresholds: [{ measure: 'names-level', min: 0, maxDrop: 0 }] },
      'maxDrop stands in a threshold of its own',
    ],
    [{ thresholds: [{ measure: 'names-level', maxDrop: -1 }] }, '>=0'],
    [
      { thresholds: [0, 0.1].map((maxDrop) => ({ measure: 'names-level', maxDrop })) },
      'names-level has a maxDrop already',
    ],
    [{ baseline: { system: 'a', environment: 'production' } }, 'baseline serves thresholds with maxDrop'],
    [
      {
        evaluators: [{ id: 'classify.f1', as: 'f1', params: { average: 'macro' } }],
        thresholds: [{ measure: 'f1', maxDrop: 0.1 }],
      },
      'f1 is one figure over all cases',
    ],
    [{ thresholds: [{ measure: 'names-level', min: 1, max: 0 }] }, 'min is above max'],
    [{ repeats: 0 }, 'repeats'],
    [{ unknown: 1 }, 'unknown'],
    [
      { evaluators: [{ id: 'text.is-json' }, { id: 'text.is-json' }], thresholds: [] },
      'two measures are called text.is-json',
    ],
  ])('%#', (more, message) => expect(messages(more)).toContain(message));
  it('the catalogue has unique ids and documents every evaluator', () => {
    expect(new Set(catalog.map(({ id }) => id)).size).toBe(catalog.length);
    for (const { docs, version } of catalog)
      expect(docs.summary && docs.formula && docs.source && version).toBeTruthy();
  });
});

describe('summarise', () => {
  it('passes on enough evidence', () => {
    const summary = run(ids.map((id, i) => result(id, scored(i < 97 ? 1 : 0), { cost: '0.0000001' })));
    expect(summary).toMatchObject({
      suite: 'triage-smoke',
      datasetDigest: 'sha256:00',
      cases: { total: 100, scored: 100, errored: 0, missing: 0 },
      verdict: 'pass',
      cost: '0.00001',
      measures: [
        {
          name: 'names-level',
          evaluator: 'text.contains',
          value: 0.97,
          n: 100,
          threshold: { min: 0.8 },
          verdict: 'pass',
        },
      ],
    });
  });
  it.each([
    ['a missing case', ids.slice(1).map((id) => result(id)), '1 case without a result: c0'],
    [
      'an errored case',
      ids.map((id, i) => result(id, scored(1), { error: i ? null : 'timeout' })),
      '1 case with an error: c0',
    ],
    [
      'an errored outcome',
      ids.map((id, i) => result(id, i ? scored(1) : { state: 'errored', reason: 'x' })),
      'with an error',
    ],
    [
      'an unjudged case',
      ids.map((id, i) => result(id, i ? scored(1) : { state: 'inconclusive', reason: 'x' })),
      'could not be judged',
    ],
    ['a duplicate', [...ids, 'c3'].map((id) => result(id)), 'more than one result'],
    ['a stranger', [...ids, 'other'].map((id) => result(id)), 'not in the dataset: other'],
  ])('%s blocks a pass', (_, results, reason) => {
    const { verdict, reasons } = run(results);
    expect(verdict).toBe('not_enough_evidence');
    expect(reasons.join()).toContain(reason);
  });
  it('a fail stays a fail, and nothing is not a pass', () => {
    expect(run(ids.slice(1).map((id) => result(id, scored(0)))).verdict).toBe('fail');
    expect(run([], {}, []).verdict).toBe('not_enough_evidence');
    expect(run([]).measures[0]).toMatchObject({ value: null, low: null, n: 0 });
    expect(
      run(
        ids.map((id) => result(id)),
        { thresholds: [] },
      ).verdict,
    ).toBe('not_enough_evidence');
    expect(
      run(
        [...ids, 'c0'].map((id) => result(id)),
        {},
        [...ids, 'c0'],
      ).verdict,
    ).toBe('not_enough_evidence');
  });
  it('averages repeats within the case first', () => {
    const results = ids.flatMap((id) => [result(id), result(id, scored(0), { repeat: 1 })]);
    expect(run(results, { repeats: 2 }).measures[0]).toMatchObject({ value: 0.5, n: 100 });
    expect(
      run(
        ids.map((id) => result(id)),
        { repeats: 2 },
      ).cases,
    ).toMatchObject({ missing: 100 });
  });
});
