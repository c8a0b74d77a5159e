import { expect, it } from 'vitest';
import { outcomesOf } from '../score';
import { prepareSuite, SuiteEvaluator } from '../suite';

const usage = {
  prompt_tokens: 100,
  completion_tokens: 40,
  total_tokens: 140,
  prompt_tokens_details: { cached_tokens: 20 },
};
const tokens = async (params: object, given: object | null = usage) => {
  const evaluators = [SuiteEvaluator.parse({ id: 'ops.tokens', params })];
  const answer = { output: 'x', provider: null, model: null, usage: given && { ...given }, latencyMs: null };
  const measures = prepareSuite({ evaluators });
  const outcomes = await outcomesOf(answer, { id: '1', input: '' }, null, measures, () => undefined, String);
  return outcomes['ops.tokens'];
};

it('counts the tokens that the provider reported, cached ones once, and never takes unknown for 0', async () => {
  expect(await tokens({})).toEqual({ state: 'scored', value: 140 });
  expect(await tokens({ of: 'input' })).toEqual({ state: 'scored', value: 100 });
  expect(await tokens({ of: 'output', max: 39 })).toMatchObject({ pass: false, detail: '40 tokens' });
  expect(await tokens({ of: 'output', max: 40 })).toMatchObject({ pass: true });
  expect(await tokens({}, null)).toMatchObject({ state: 'inconclusive' });
  expect(await tokens({}, { words: 3 })).toMatchObject({ state: 'inconclusive' });
});

it('takes the time to the first token of streamed answers only', async () => {
  const firstToken = async (params: object, firstTokenMs: number | null) => {
    const measures = prepareSuite({ evaluators: [SuiteEvaluator.parse({ id: 'ops.first-token', params })] });
    const answer = { output: 'x', provider: null, model: null, usage: null, latencyMs: 900, firstTokenMs };
    const said = await outcomesOf(answer, { id: '1', input: '' }, null, measures, () => undefined, String);
    return said['ops.first-token'];
  };
  expect(await firstToken({}, 120)).toEqual({ state: 'scored', value: 120 });
  expect(await firstToken({ maxMs: 100 }, 120)).toMatchObject({ pass: false });
  expect(await firstToken({}, null)).toEqual({
    state: 'inconclusive',
    reason: 'the answer was not streamed',
  });
});
