import { describe, expect, it } from 'vitest';
import { ZodError } from 'zod';
import type { Evaluator, Sample } from '../contract';
import { contains, doesNotContain, endsWith, equals, icontains, startsWith } from './comparison';
import { isJson, jsonSchema } from './json';
import { regex } from './regex';
import { squadTokens, tokenF1, tokenF1Evaluator } from './token-f1';

const sample = (output: string, more: Partial<Sample> = {}): Sample => ({
  id: '1',
  input: 'q',
  output,
  ...more,
});
const score = (one: Evaluator, params: unknown, output: string, more: Partial<Sample> = {}) =>
  one.prepare(params).score(sample(output, more));

describe('comparisons', () => {
  it.each([
    [equals, { value: 'red' }, ' red\n', 1],
    [equals, { value: 'red' }, 'Red', 0],
    [contains, { value: 'ed' }, 'red', 1],
    [contains, { value: 'ED' }, 'red', 0],
    [icontains, { value: 'ED' }, 'red', 1],
    [startsWith, { value: 're' }, ' red', 1],
    [endsWith, { value: 'ed' }, 'red ', 1],
    [doesNotContain, { value: 'x' }, 'red', 1],
    [doesNotContain, { value: 'e' }, 'red', 0],
  ])('%#', async (one, params, output, value) =>
    expect(await score(one, params, output)).toMatchObject({ state: 'scored', value, pass: value === 1 }),
  );
  it('takes the expected value of the case, and does not judge without one', async () => {
    expect(await score(equals, {}, '42', { expected: 42 })).toMatchObject({ value: 1 });
    expect(
      await score(contains, { value: '{{expected.level}}' }, 'urgent', { expected: { level: 'urgent' } }),
    ).toMatchObject({ value: 1 });
    expect(await score(contains, { value: 'level {{ metadata.a }}' }, 'x')).toEqual({
      state: 'inconclusive',
      reason: 'the case has no metadata.a',
    });
  });
  it('an empty answer does not pass by saying nothing', async () => {
    expect(await score(doesNotContain, { value: 'x' }, ' ')).toMatchObject({ state: 'inconclusive' });
  });
  it('refuses unknown and missing parameters', () => {
    expect(() => contains.prepare({ value: 'a', typo: 1 })).toThrow(ZodError);
    expect(() => contains.prepare({})).toThrow(ZodError);
    expect(() => contains.prepare({ value: '' })).toThrow(ZodError);
  });
});

describe('text.regex', () => {
  it('finds in linear time', async () => {
    expect(await score(regex, { pattern: '^LEVEL: (red|green)$', flags: 'i' }, 'level: red')).toMatchObject({
      value: 1,
    });
    expect(await score(regex, { pattern: '(a+)+$' }, `${'a'.repeat(50_000)}b`)).toMatchObject({ value: 0 });
  });
  it.each(['(?=a)', '(?<!a)b', '(a)\\1'])('refuses %s with a reason', (pattern) => {
    expect(() => regex.prepare({ pattern })).toThrow('look-around or a backreference');
  });
  it('refuses broken syntax, also when it arrives with a case', async () => {
    expect(() => regex.prepare({ pattern: '(' })).toThrow('not valid RE2 syntax');
    expect(await score(regex, { pattern: '{{expected}}' }, 'x', { expected: '(' })).toMatchObject({
      state: 'errored',
    });
  });
});

describe('JSON', () => {
  const schema = {
    type: 'object',
    required: ['level'],
    properties: { level: { pattern: '^(red|green)$' }, at: { format: 'date' } },
    additionalProperties: false,
  };
  it('is-json', async () => {
    expect(await score(isJson, {}, '{"a":1}')).toMatchObject({ value: 1 });
    expect(await score(isJson, {}, 'Sure! {"a":1}')).toMatchObject({ value: 0 });
  });
  it.each([
    ['{"level":"red"}', 1],
    ['{"level":"blue"}', 0],
    ['{"level":"red","at":"2026-1-1"}', 0],
    ['[]', 0],
    ['no', 0],
  ])('json-schema %s', async (output, value) => {
    expect(await score(jsonSchema, { schema }, output)).toMatchObject({ value });
  });
  it('knows draft-07, and refuses a schema it cannot compile', async () => {
    const old = { $schema: 'http://json-schema.org/draft-07/schema#', items: [{ type: 'number' }] };
    expect(await score(jsonSchema, { schema: old }, '["x"]')).toMatchObject({ value: 0 });
    expect(() => jsonSchema.prepare({ schema: { type: 'objekt' } })).toThrow('not a usable JSON Schema');
    expect(() => jsonSchema.prepare({ schema: { pattern: '(?=a)' } })).toThrow('look-around');
  });
});

describe('text.token-f1', () => {
  it.each([
    ['The Cat sat.', 'a cat sat', 1],
    ['cat', 'cat sat down', 0.5],
    ['', '', 1],
    ['the', '', 1],
    ['cat', '', 0],
    ['b b b', 'b c', 0.4],
  ])('%j against %j', (output, expected, value) => expect(tokenF1(output, expected)).toBeCloseTo(value, 12));
  it('removes what SQuAD removes', () => {
    expect(squadTokens("The U.S. isn't an island")).toEqual(['us', 'isnt', 'island']);
  });
  it('takes the best of several expected texts', async () => {
    expect(await score(tokenF1Evaluator, {}, 'cat', { expected: ['dog', 'cat'] })).toMatchObject({
      value: 1,
      pass: true,
    });
    expect(await score(tokenF1Evaluator, {}, 'cat')).toMatchObject({ state: 'inconclusive' });
  });
});
