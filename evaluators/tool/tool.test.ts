import { describe, expect, it } from 'vitest';
import type { Evaluator } from '../contract';
import { callsOf } from './calls';
import { callF1, toolCorrectness, validCalls } from './correctness';
import { noLoop, stepCount, toolArguments, toolSequence, toolUsed } from './use';

const openai = JSON.stringify({
  role: 'assistant',
  tool_calls: [
    { id: '1', type: 'function', function: { name: 'lookup', arguments: '{"id": 7, "full": true}' } },
    { id: '2', type: 'function', function: { name: 'send', arguments: '{"to": "jo"}' } },
  ],
});
const score = (one: Evaluator, params: object, output: string, expected?: unknown) =>
  one.prepare(params).score({ id: '1', input: '', output, expected });

describe('tool calls', () => {
  it('reads the forms of the providers', () => {
    const two = [
      { name: 'lookup', arguments: { id: 7, full: true } },
      { name: 'send', arguments: { to: 'jo' } },
    ];
    expect(callsOf(openai)).toEqual(two);
    expect(
      callsOf(
        JSON.stringify([
          { type: 'text', text: 'I look' },
          { type: 'tool_use', id: 'x', name: 'lookup', input: { id: 7, full: true } },
          { type: 'function_call', name: 'send', arguments: '{"to":"jo"}' },
        ]),
      ),
    ).toEqual(two);
    expect(callsOf('```json\n[{"name":"send","args":{"to":"jo"}}]\n```')).toEqual(two.slice(1));
    expect(callsOf(JSON.stringify({ steps: [{ tool: 'send', tool_input: 'broken {' }] }))).toEqual([
      { name: 'send', arguments: null },
    ]);
    expect(callsOf('no calls')).toEqual([]);
    expect(callsOf('['.repeat(5000))).toEqual([]);
  });
  it.each([
    [toolUsed, { values: ['lookup', 'other'] }, 1],
    [toolUsed, { values: ['lookup', 'other'], need: 'all' }, 0],
    [toolUsed, { values: ['lookup'], need: 'only' }, 0],
    [toolUsed, { values: ['delete'], need: 'none' }, 1],
    [toolArguments, { tool: 'lookup', arguments: { id: 7 } }, 1],
    [toolArguments, { tool: 'lookup', arguments: { id: 7 }, exact: true }, 0],
    [toolArguments, { tool: 'lookup', arguments: { id: '7' } }, 0],
    [toolArguments, { tool: 'none', arguments: {} }, 0],
    [toolSequence, { values: ['lookup', 'send'], mode: 'exact' }, 1],
    [toolSequence, { values: ['send', 'lookup'], mode: 'in-order' }, 0],
    [toolSequence, { values: ['send', 'lookup'], mode: 'any-order' }, 1],
    [toolSequence, { values: ['send'], mode: 'in-order' }, 1],
    [stepCount, {}, 2],
    [stepCount, { max: 1 }, 0],
    [noLoop, { limit: 2 }, 1],
  ] as const)('%#', async (one, params, value) =>
    expect(await score(one, params, openai)).toMatchObject({ state: 'scored', value }),
  );
  it('finds loops', async () => {
    const calls = JSON.stringify(Array.from({ length: 3 }, () => ({ name: 'a', args: { x: 1 } })));
    expect(await score(noLoop, {}, calls)).toMatchObject({ value: 0 });
  });
  it('scores against expected calls', async () => {
    expect(await score(callF1, {}, openai, ['lookup', 'other'])).toMatchObject({ value: 0.5 });
    const wanted = [
      { name: 'send', arguments: { to: 'jo' } },
      { name: 'lookup', arguments: { id: 7 } },
    ];
    const of = (params: object) => score(toolCorrectness, params, openai, wanted);
    expect(await of({})).toMatchObject({ value: 1 });
    expect(await of({ mode: 'exact' })).toMatchObject({ value: 0 });
    expect(await of({ mode: 'ordered' })).toMatchObject({ value: 0.5 });
    expect(await of({ compareArguments: true })).toMatchObject({ value: 0.75 });
    expect(await score(toolCorrectness, {}, 'none', wanted)).toMatchObject({ value: 0, pass: false });
    expect(await score(toolCorrectness, {}, openai)).toMatchObject({ state: 'inconclusive' });
  });
  it('checks calls against the definitions', async () => {
    const parameters = { type: 'object', properties: { id: { type: 'integer' } }, required: ['id'] };
    const tools = [{ type: 'function', function: { name: 'lookup', parameters } }, { name: 'send' }];
    expect(await score(validCalls, { tools }, openai)).toMatchObject({ value: 1 });
    expect(await score(validCalls, { tools: tools.slice(0, 1) }, openai)).toMatchObject({ value: 0 });
    expect(await score(validCalls, { tools }, '[{"name":"lookup","args":{"id":"7"}}]')).toMatchObject({
      value: 0,
      detail: 'lookup: /id must be integer',
    });
    expect(await score(validCalls, { tools, required: false }, 'x')).toMatchObject({ state: 'inconclusive' });
    expect(() => validCalls.prepare({ tools: [{ name: 'a', parameters: { type: 'objekt' } }] })).toThrow(
      'not a usable JSON Schema',
    );
  });
});
