import { describe, expect, it } from 'vitest';
import { caseChecks } from '../composite/case-checks';
import { catalog, evaluatorById } from '../catalog';
import { SuiteCase } from '../suite';
import { convertedPromptfoo } from './read';

const config = {
  description: 'Translations',
  prompts: ['Translate {{text}} into {{language}}', 'file://other.txt', 'Another {{text}}'],
  providers: [
    { id: 'openai:chat:gpt-4o-mini', config: { temperature: 0, max_tokens: 50, apiKey: 'sk-x' } },
    'anthropic:messages:x',
  ],
  defaultTest: {
    assert: [
      { type: 'not-icontains', value: 'as an AI' },
      { type: 'latency', threshold: 2000 },
    ],
  },
  tests: [
    {
      description: 'plain',
      vars: { text: 'hello', language: 'French' },
      assert: [
        { type: 'contains-any', value: ['bonjour', 'salut'] },
        { type: 'not-contains', value: '{{text}}', weight: 2 },
        { type: 'javascript', value: 'output.length < 10' },
        { type: 'python', value: 'file://check.py' },
        { type: 'llm-rubric', value: 'is polite' },
        { type: 'telepathy', value: 'x' },
        { type: 'constructor' },
        { type: 'regex', value: '(?=a)b' },
        { type: 'equals', value: 'bonjour {{ name | upper }}' },
      ],
    },
    {
      vars: { text: ['a', 'b'], language: 'French' },
      assert: [{ type: 'equals', value: '{{text}}!' }],
      threshold: 0.5,
    },
    { vars: { text: 'file://long.txt' }, assert: [] },
  ],
  evaluateOptions: { repeat: 2, delay: 5 },
  outputPath: 'out.json',
};

describe('a promptfoo configuration', () => {
  it('becomes cases with checks of their own, a prompt and a target', () => {
    const { cases, prompt, target, repeats } = convertedPromptfoo(config);
    expect(cases.map(({ id }) => id)).toEqual(['test-1', 'test-2.1', 'test-2.2']);
    for (const one of cases) expect(SuiteCase.safeParse(one).success).toBe(true);
    const shared = [
      { id: 'text.icontains', params: { value: 'as an AI' }, not: true },
      { id: 'ops.latency', params: { maxMs: 2000 } },
    ];
    expect(cases[0]?.metadata).toEqual({
      description: 'plain',
      checks: [
        ...shared,
        { id: 'text.contains-any', params: { values: ['bonjour', 'salut'] } },
        { id: 'text.contains', params: { value: 'hello' }, not: true },
      ],
    });
    expect(cases[2]).toMatchObject({
      input: { text: 'b', language: 'French' },
      metadata: { checks: [...shared, { id: 'text.equals', params: { value: 'b!' } }] },
    });
    expect({ prompt, repeats }).toEqual({ prompt: 'Translate {{text}} into {{language}}', repeats: 2 });
    expect(target).toMatchObject({ model: 'gpt-4o-mini', temperature: 0, maxTokens: 50 });
    expect(JSON.stringify(target)).not.toContain('sk-x');
  });
  it('takes tools over where they stand in the file', () => {
    const tool = { type: 'function', function: { name: 'lookup', parameters: { type: 'object' } } };
    const asked = (given: object) =>
      convertedPromptfoo({ ...config, providers: [{ id: 'openai:gpt-4o-mini', config: given }] });
    const choice = { type: 'function', function: { name: 'lookup' } };
    expect(asked({ tools: [tool], tool_choice: choice }).target).toMatchObject({
      ...{ tools: [{ name: 'lookup', parameters: { type: 'object' } }], toolChoice: 'lookup' },
    });
    const { target, remarks } = asked({ tools: 'file://tools.json', tool_choice: 'required' });
    expect(target).toMatchObject({ model: 'gpt-4o-mini', tools: undefined, toolChoice: undefined });
    expect(remarks).toContainEqual(
      expect.objectContaining({
        where: 'providers.0.config.tools',
        reason: expect.stringMatching(/another file/),
      }),
    );
  });
  it('names everything that it does not take over, once and with the reason', () => {
    const { remarks } = convertedPromptfoo(config);
    const reasonOf = (where: string) =>
      remarks.filter((one) => one.where === where).map(({ reason }) => reason);
    const expected: [string, RegExp][] = [
      ['tests.0.assert.1 (not-contains).weight', /not known/],
      ['tests.0.assert.2 (javascript)', /never executed/],
      ['tests.0.assert.3 (python)', /another file/],
      ['tests.0.assert.4 (llm-rubric)', /judge\.rubric/],
      ['tests.0.assert.5 (telepathy)', /no assertion of this type/],
      ['tests.0.assert.6 (constructor)', /no assertion of this type/],
      ['tests.0.assert.7 (regex)', /linear-time/],
      ['tests.0.assert.8 (equals)', /more than variables/],
      ['tests.1.threshold', /not known/],
      ['tests.1.assert.0 (equals)', /white space/],
      ['tests.2.vars.text', /another file/],
      ['prompts.1', /another file/],
      ['prompts.2', /one prompt/],
      ['providers.0.config.apiKey', /not known/],
      ['providers.1', /one model/],
      ['evaluateOptions.delay', /no place/],
      ['outputPath', /no place/],
    ];
    for (const [where, reason] of expected)
      expect([where, ...reasonOf(where)]).toEqual([where, expect.stringMatching(reason)]);
    expect(remarks).toHaveLength(expected.length);
  });
  it.each([
    [null, /the file/],
    ['text', /the file/],
    [{ tests: 'file://tests.csv' }, /no test stands/],
    [{ tests: [] }, /no test stands/],
    [{ tests: [{ assert: 'x' }] }, /tests\.0\.assert/],
    [{ tests: [{ vars: {}, assert: [{ value: 'x' }] }] }, /tests\.0\.assert\.0\.type/],
    [{ tests: [{}], evaluateOptions: { repeat: 1e9 } }, /repeat/],
    [
      { tests: [{ vars: Object.fromEntries('abcdef'.split('').map((k) => [k, Array(10).fill('x')])) }] },
      /more than 10000 cases/,
    ],
  ])('%j is refused', (given, message) => expect(() => convertedPromptfoo(given)).toThrow(message));
});

describe('checks of a case', () => {
  const prepared = caseChecks(catalog).prepare({});
  const judged = (checks: unknown, output: string) =>
    prepared.score({ id: '1', input: '', output, metadata: checks === undefined ? {} : { checks } });
  const contains = (value: string, not = false) => ({ id: 'text.contains', params: { value }, not });
  it('pass together, or say which did not', async () => {
    expect(await judged([contains('a'), contains('b', true)], 'a')).toMatchObject({ value: 1, pass: true });
    expect(await judged([contains('a'), contains('b', true)], 'ab')).toMatchObject({
      ...{ value: 0, pass: false, detail: 'failed: not text.contains' },
    });
  });
  it('never pass what cannot be judged', async () => {
    expect(await judged(undefined, 'a')).toMatchObject({ state: 'inconclusive' });
    for (const bad of [[], 'x', [{ id: 'none' }], [{ id: 'text.contains' }], Array(51).fill(contains('a'))])
      expect(await judged(bad, 'a')).toMatchObject({ state: 'errored' });
    expect(await judged([{ id: 'judge.rubric', params: { rubric: 'x' } }], 'a')).toMatchObject({
      state: 'errored',
    });
    expect(await judged([{ id: 'text.regex', params: { pattern: '(?=a)' }, not: true }], 'a')).toMatchObject({
      state: 'errored',
    });
    expect(evaluatorById('composite.case-checks')?.docs.formula).toContain('not');
  });
});
