import { describe, expect, it } from 'vitest';
import { jsonAt, JsonPath } from './json-path';
import { requestBody, requestFor } from './request-body';
import { isOtherModel, SuiteTarget } from './target';

const json = (more: object = {}) => ({
  api: 'json',
  baseUrl: 'http://127.0.0.1:8501/v1/models/triage:predict',
  model: 'triage',
  body: { instances: ['{{input}}'] },
  output: '$.predictions[0]',
  ...more,
});
const problem = (target: object) => SuiteTarget.safeParse(target).error?.issues[0]?.message ?? '';

describe('a json target', () => {
  it('takes the bodies of FastAPI, TF Serving and KServe v2', () => {
    const one = { input: { text: 'a rash', age: 7 }, metadata: { ward: 'B' } };
    const tensor = { name: 'text', shape: [1], datatype: 'BYTES', data: ['{{input.text}}'] };
    const kserve = { inputs: [tensor], parameters: { ward: 'ward {{metadata.ward}}' } };
    expect(requestBody(kserve, one, null)).toEqual({
      inputs: [{ ...tensor, data: ['a rash'] }],
      parameters: { ward: 'ward B' },
    });
    expect(requestBody({ instances: [['{{input.age}}']] }, one, null)).toEqual({ instances: [[7]] });
    expect(requestBody({ q: '{{prompt}}' }, one, 'Level of {{text}}?')).toEqual({ q: 'Level of a rash?' });
    expect(requestFor(json(), null, { input: 'x' })).toEqual({ kind: 'body', body: { instances: ['x'] } });
    expect(() => requestBody({ q: '{{input.name}}' }, one, null)).toThrow('the case has no input.name');
  });
  it.each([
    [json(), ''],
    [json({ body: undefined }), 'api json needs a body'],
    [json({ output: undefined }), 'api json needs output'],
    [json({ output: 'predictions' }), 'must be a path'],
    [json({ body: { q: '{{expected}}' } }), 'the target would be told the answer'],
    [json({ body: { q: '{{secret}}' } }), 'the body holds {{secret}}'],
    [json({ body: { q: 1 } }), 'nothing of the case'],
    [json({ temperature: 0 }), 'write it into the body'],
    [{ baseUrl: 'http://a.example/v1', model: 'm', body: {} }, 'body belongs to api json'],
    [{ baseUrl: 'http://a.example/v1', model: 'm', api: 'responses', seed: 1 }, 'knows no seed'],
    [{ baseUrl: 'http://a.example/v1', model: 'm', api: 'grpc' }, 'Invalid option'],
  ])('%#', (target, words) => {
    if (words === '') expect(problem(target)).toBe('');
    else expect(problem(target)).toContain(words);
  });
});

describe('a place in a reply', () => {
  const reply = { a: [{ 'b c': 1 }, { d: null }], e: 'x' };
  it.each([
    ['$', reply],
    ['$.e', 'x'],
    ["$.a[0]['b c']", 1],
    ['$.a[-1].d', null],
    ['$.a[7]', undefined],
    ['$.__proto__', undefined],
    ['$.e.length', undefined],
  ])('%s', (path, found) => expect(jsonAt(reply, path)).toEqual(found));
  it.each(['', 'a', '$a', '$.a[', '$..a', '$.a[*]', '$.a.'])('%s is no path', (path) =>
    expect(JsonPath.safeParse(path).success).toBe(false),
  );
});

it('knows another model from a dated name of the same', () => {
  expect(isOtherModel('gpt-4o-mini', 'gpt-4o-mini-2024-07-18')).toBe(false);
  expect(isOtherModel('meta/Llama-3', 'llama-3')).toBe(false);
  expect(isOtherModel('gpt-4o', null)).toBe(false);
  expect(isOtherModel('gpt-4o', 'gpt-4o-mini-2024-07-18')).toBe(true);
  expect(isOtherModel('triage-1', 'another-model-2')).toBe(true);
});
