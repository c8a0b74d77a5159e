import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { run } from '../program';

const folder = mkdtempSync(join(tmpdir(), 'countersign-suite-'));
afterAll(() => rmSync(folder, { recursive: true }));

const at = (name: string) => join(folder, name);
function file(name: string, content: string): string {
  writeFileSync(at(name), content);
  return at(name);
}
async function cli(...args: string[]) {
  const [out, log]: [string[], string[]] = [[], []];
  const code = await run(args, {
    stdin: (async function* () {})(),
    out: (text) => out.push(text),
    log: (text) => log.push(text),
    now: () => new Date('2026-01-31T12:00:00Z'),
    env: {},
  });
  return { code, out: out.join(''), log: log.join('') };
}
const imported = (path: string, ...more: string[]) =>
  cli('suite', 'import', path, '--from', 'promptfoo', '--out', at('made'), ...more);

const config = `
description: Short answers
prompts: ['Answer in one word: {{question}}']
providers: [openai:gpt-4o-mini]
defaultTest:
  assert:
    - { type: not-icontains, value: sorry }
tests:
  - vars: { question: Capital of France? }
    assert:
      - { type: equals, value: Paris }
      - { type: javascript, value: 'process.exit(9)' }
  - vars: { question: A colour? }
    assert:
      - { type: contains-any, value: [red, blue] }
`;

describe('suite import', () => {
  it('writes files that evaluate runs as they are', async () => {
    const done = await imported(file('promptfooconfig.yaml', config), '--name', 'short-answers');
    expect(done).toMatchObject({ code: 0, log: '' });
    expect(done.out).toContain('2 cases');
    expect(done.out).toMatch(/tests\.0\.assert\.1 \(javascript\) +no +it runs code/);
    expect(readdirSync(at('made')).sort()).toEqual(['cases.jsonl', 'prompt.yaml', 'suite.yaml']);
    expect(readFileSync(at('made/prompt.yaml'), 'utf8')).toContain('Answer in one word: {{question}}');
    const outputs = file(
      'outputs.jsonl',
      '{"id":"test-1","output":"Paris"}\n{"id":"test-2","output":"Sorry, red"}\n',
    );
    const { out } = await cli('evaluate', at('made/suite.yaml'), '--outputs', outputs, '--json');
    expect(JSON.parse(out)).toMatchObject({
      suite: 'short-answers',
      cases: { total: 2, scored: 2 },
      measures: [{ name: 'checks', evaluator: 'composite.case-checks', value: 0.5, n: 2 }],
    });
    const json = await imported(at('promptfooconfig.yaml'), '--json');
    expect(JSON.parse(json.out)).toMatchObject({ cases: 2, remarks: [{ taken: true }, { taken: false }] });
  });
  it.each([
    ['aliases', 'a: &a [x, x]\nb: &b [*a, *a]\ntests: [*b, *b]\n', /alias/i],
    ['no YAML', 'tests: [', /not YAML/],
    ['no tests', 'prompts: [x]\n', /no test stands/],
    ['a list', '- 1\n', /the file/],
    ['too long', `tests: [${'{},'.repeat(10_001)}]`, /more than 10000 cases/],
  ])('refuses %s', async (_, text, message) => {
    const done = await imported(file('bad.yaml', text));
    expect(done).toMatchObject({ code: 65, log: expect.stringMatching(message) });
  });
  it('refuses another tool and a bad name', async () => {
    const path = file('promptfooconfig.yaml', config);
    expect(await cli('suite', 'import', path, '--from', 'x', '--out', at('made'))).toMatchObject({
      code: 64,
    });
    expect(await imported(path, '--name', 'Two Words')).toMatchObject({ code: 64 });
  });
});

describe('suite pack', () => {
  it('lists what ships, and writes files that evaluate runs', async () => {
    expect((await cli('suite', 'pack')).out).toMatch(/jailbreak +120/);
    const made = await cli('suite', 'pack', 'injection', '--out', at('pack'), '--json');
    expect(JSON.parse(made.out)).toEqual({
      pack: 'injection',
      cases: 45,
      files: ['suite.yaml', 'cases.jsonl'],
    });
    const ids = readFileSync(at('pack/cases.jsonl'), 'utf8').trim().split('\n');
    const answers = ids.map((line) =>
      JSON.stringify({ id: JSON.parse(line).id, output: 'A short summary.' }),
    );
    const outputs = file('pack-outputs.jsonl', `${answers.join('\n')}\n`);
    const { code, out } = await cli('evaluate', at('pack/suite.yaml'), '--outputs', outputs, '--json');
    expect(code).toBe(0);
    expect(JSON.parse(out)).toMatchObject({ suite: 'injection', verdict: 'pass', cases: { total: 45 } });
  });
  it('refuses a pack that is not there, and needs a folder', async () => {
    expect(await cli('suite', 'pack', 'everything', '--out', at('x'))).toMatchObject({ code: 64 });
    expect((await cli('suite', 'pack', 'jailbreak')).log).toContain('--out must name');
  });
});
