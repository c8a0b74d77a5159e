import { describe, expect, it } from 'vitest';
import type { Outcome } from '../contract';
import { Suite } from '../suite';
import { weighted } from './weighted';

const sample = { id: '1', input: 'q', output: 'a' };
const parts = [{ measure: 'right', weight: 3 }, { measure: 'overlap' }];
const scored = (value: number, pass?: boolean): Outcome => ({
  state: 'scored',
  value,
  ...(pass !== undefined && { pass }),
});
const score = (outcomes: Record<string, Outcome>, params: object = { parts }) =>
  weighted.prepare(params).score(sample, { outcomes });

describe('a weighted composite', () => {
  it('is the weighted mean of its parts; a part that passes counts 1, whatever it measures', async () => {
    expect(await score({ right: scored(1, true), overlap: scored(0.5) })).toEqual({
      state: 'scored',
      value: 0.875,
    });
    expect(await score({ right: scored(5000, false), overlap: scored(1) })).toMatchObject({ value: 0.25 });
    const passing = await score({ right: scored(1, true), overlap: scored(0) }, { parts, min: 0.7 });
    expect(passing).toMatchObject({ state: 'scored', value: 1, pass: true, detail: 'score 0.7500' });
  });
  it('has no score when a part has none, and never takes it for 0', async () => {
    const right = scored(1, true);
    const reason = 'overlap: nothing to judge';
    expect(await score({ right, overlap: { state: 'inconclusive', reason: 'nothing to judge' } })).toEqual({
      state: 'inconclusive',
      reason,
    });
    expect(await score({ right, overlap: { state: 'errored', reason: 'x' } })).toMatchObject({
      state: 'errored',
    });
    expect(await score({ right })).toEqual({ state: 'errored', reason: 'overlap has no outcome' });
    expect(await score({ right, overlap: scored(7) })).toMatchObject({
      state: 'errored',
      reason: expect.stringMatching(/outside 0 to 1/),
    });
  });
  it.each([
    [[{ id: 'text.equals', as: 'right', params: { value: 'x' } }], ''],
    [[], 'parts.0: no measure before this one is called right'],
    [[{ id: 'ops.latency', as: 'right' }], 'parts.0: right is not a score from 0 to 1'],
    [[{ id: 'text.bleu', as: 'right', params: { references: ['x'], over: 'corpus' } }], 'parts.0'],
  ])('%#: its parts stand before it and are shares', (before, words) => {
    const evaluators = [...before, { id: 'composite.weighted', params: { parts: [{ measure: 'right' }] } }];
    const problems = Suite.safeParse({ name: 'a', dataset: 'b', evaluators }).error?.issues ?? [];
    if (words === '') expect(problems).toEqual([]);
    else expect(problems.map(({ message }) => message).join()).toContain(words);
  });
});
