import { createHash } from 'node:crypto';
import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startOpenAiServer, type OpenAiServer } from '@/e2e/fixtures/openai-server';
import { run } from './program';

let folder: string;
let server: OpenAiServer;
const file = (name: string, content: string | Uint8Array) => {
  writeFileSync(join(folder, name), content);
  return join(folder, name);
};
beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'countersign-cli-'));
  server = await startOpenAiServer({ apiKey: 'sk-secret' });
});
afterAll(async () => {
  rmSync(folder, { recursive: true });
  await server.close();
});

async function* stdinOf(text: string) {
  yield new TextEncoder().encode(text);
}
async function cli(args: readonly string[], stdin = '', env: Record<string, string> = {}) {
  const [out, log]: [string[], string[]] = [[], []];
  const now = () => new Date('2026-01-31T12:00:00Z');
  const code = await run(args, {
    stdin: stdinOf(stdin),
    out: (t) => out.push(t),
    log: (t) => log.push(t),
    now,
    env,
  });
  const text = out.join('');
  return { code, out: text, log: log.join(''), json: () => JSON.parse(text) };
}
const table = (counts: Record<string, [selected: number, of: number]>) =>
  `group,prediction\n${Object.entries(counts)
    .flatMap(([group, [selected, of]]) =>
      Array.from({ length: of }, (_, i) => `${group},${i < selected ? 1 : 0}`),
    )
    .join('\n')}\n`;
const columns = ['--group', 'group', '--prediction', 'prediction'];

describe('the command line', () => {
  it.each([
    [[], 'name a command: evaluate, suite, bias, scan, cost, hash'],
    [['nothing'], "unknown command 'nothing'"],
    [['hash'], "missing required argument 'path'"],
    [['hash', 'x', '--nope'], "unknown option '--nope'"],
    [['hash', '/no/such/file'], 'there is no file /no/such/file'],
    [['scan', '/'], '/ is a folder'],
    [['bias', 'x.csv', '--group', 'a'], "required option '--prediction <column>' not specified"],
    [['bias', 'x.csv', ...columns, '--confidence', '2'], 'between 0.5 and 1'],
    [['cost', '-', '--at', 'soon'], 'not a date'],
  ])('%j is a usage error on one line', async (args, message) => {
    const { code, log, out } = await cli(args);
    expect(code).toBe(64);
    expect(log).toContain(message);
    expect(log.trim().split('\n')).toHaveLength(1);
    expect(out).toBe('');
  });
  it('helps on every command', async () => {
    for (const name of ['evaluate', 'bias', 'scan', 'cost', 'hash']) {
      const { code, out } = await cli([name, '--help']);
      expect([code, out]).toEqual([0, expect.stringContaining(`countersign ${name}`)]);
    }
  });
});

describe('bias', () => {
  it('reports every group and metric', async () => {
    const { code, json } = await cli(
      ['bias', '-', ...columns, '--json'],
      table({ a: [56, 70], b: [48, 80], c: [1, 3] }),
    );
    expect(code).toBe(0);
    expect(json()).toMatchObject({
      rows: 153,
      confidence: 0.95,
      attributes: [
        {
          name: 'group',
          reference: 'b',
          groups: [{ value: 'a', n: 70, tooSmall: false }, { value: 'b' }, { value: 'c', tooSmall: true }],
          metrics: {
            demographicParityRatio: { value: expect.closeTo(0.75, 12) },
            theilIndex: { value: null, note: 'needs a label column' },
          },
          verdict: 'not_enough_evidence',
        },
      ],
      intersections: [],
    });
  });
  it.each([
    [['--min-demographic-parity-ratio', '0.95'], 1],
    [['--min-demographic-parity-ratio', '0.5'], 0],
    [['--min-demographic-parity-ratio', '0.8'], 3],
    [['--max-demographic-parity-difference', '0.9'], 0],
    [['--smallest-group', '100'], 3],
    [['--max-equalized-odds-difference', '0.9'], 3],
  ])('%j exits %d', async (flags, code) => {
    expect((await cli(['bias', '-', ...columns, ...flags], table({ a: [56, 70], b: [48, 80] }))).code).toBe(
      code,
    );
  });
  it.each([
    ['', 'the file is empty'],
    ['group,prediction\n', 'no rows'],
    ['group,prediction\na\n', 'line 2 has 1 fields'],
    ['group,other\na,1\n', 'there is no column "prediction"'],
    ['group,prediction\na,\n', 'line 2 has no value in column "prediction"'],
    ['group,prediction\na,hire\nb,no\n', 'which prediction is the positive one'],
  ])('refuses %j', async (stdin, message) => {
    const { code, log } = await cli(['bias', '-', ...columns], stdin);
    expect([code, log]).toEqual([65, expect.stringContaining(`standard input: `)]);
    expect(log).toContain(message);
  });
  it('prints a table that can be read', async () => {
    const { out } = await cli(['bias', '-', ...columns], table({ a: [56, 70], b: [48, 80] }));
    expect(out).toContain('demographicParityRatio');
    expect(out).toContain('not enough evidence');
  });
});

describe('scan', () => {
  it('finds with line and offsets', async () => {
    const { code, json } = await cli(['scan', '-', '--json'], 'one\ntwo a@example.org\n');
    expect(code).toBe(1);
    expect(json().findings).toEqual([
      {
        file: '-',
        line: 2,
        start: 8,
        end: 21,
        type: 'EMAIL',
        text: 'a@example.org',
        score: 1,
        validated: true,
      },
    ]);
    expect(await cli(['scan', '-'], 'nothing')).toMatchObject({ code: 0, out: 'nothing found\n' });
    expect((await cli(['scan', '-'], 'a@example.org')).out).not.toContain('example');
  });
  it('looks into fields', async () => {
    const lines = '{"a":{"b":"x"}}\n{"a":{"b":"4111 1111 1111 1111"}}\n';
    const { json } = await cli(['scan', '-', '--field', 'a.b', '--json'], lines);
    expect(json().findings).toMatchObject([{ line: 2, start: 0, type: 'CREDIT_CARD', field: 'a.b' }]);
    expect(await cli(['scan', '-', '--field', 'c'], lines)).toMatchObject({ code: 65 });
  });
});

describe('cost', () => {
  const usage = { input_tokens: 3, cache_read_input_tokens: 9511, output_tokens: 1944 };
  it('prices exactly and lists what it cannot', async () => {
    const records = [
      { provider: 'anthropic', model: 'claude-haiku-4-5', at: '2025-11-06', usage },
      { provider: 'nobody', model: 'x', usage },
    ];
    const stdin = records.map((one) => JSON.stringify(one)).join('\n');
    const { code, json } = await cli(['cost', '-', '--json'], stdin);
    expect(code).toBe(0);
    expect(json()).toMatchObject({
      currency: 'USD',
      total: '0.0106741',
      lines: [
        {
          line: 1,
          matched: expect.stringContaining('anthropic/'),
          buckets: { inputUncached: 3, cacheRead: 9511, cacheWrite: 0, outputVisible: 1944, reasoning: 0 },
          cost: '0.0106741',
          unpriced: false,
        },
        { line: 2, cost: null, unpriced: true },
      ],
    });
    expect(await cli(['cost', '-', '--strict'], stdin)).toMatchObject({
      code: 1,
      out: expect.stringContaining('+ 1 unpriced'),
    });
    expect(await cli(['cost', '-'], '{"model":"x"}')).toMatchObject({
      code: 65,
      log: expect.stringContaining('line 1: usage'),
    });
  });
});

describe('hash', () => {
  const sha = (text: string) => `sha256:${createHash('sha256').update(text).digest('hex')}`;
  it('files, folders, prompts and manifests', async () => {
    const path = file('a.txt', 'hello');
    expect((await cli(['hash', path])).out).toBe(`${sha('hello')}  ${path}\n`);
    mkdirSync(join(folder, 'tree/sub'), { recursive: true });
    file('tree/sub/b', 'b');
    file('tree/a', 'a');
    const entries = [
      ['a', 'a'],
      ['sub/b', 'b'],
    ].map(([name, text = '']) => `{"path":"${name}","sha256":"${sha(text).slice(7)}","size":1}`);
    const tree = await cli(['hash', join(folder, 'tree'), '--json']);
    expect(tree.json()).toMatchObject({
      kind: 'tree',
      digest: sha(`[${entries.join(',')}]`),
      files: [{ size: 1 }, { size: 1 }],
    });
    symlinkSync('a', join(folder, 'tree/link'));
    expect(await cli(['hash', join(folder, 'tree')])).toMatchObject({ code: 65 });
    const prompt = file('p.yaml', 'template: "Hi {{name}}"\n');
    expect((await cli(['hash', prompt, '--as', 'prompt', '--json'])).json().digest).toBe(
      sha('{"parameters":{},"roleOrder":[],"template":"Hi {{name}}","variables":["name"]}'),
    );
    const manifest = file('m.json', '{ "version": "1", "schema": "countersign.release/v1" }');
    expect((await cli(['hash', manifest, '--as', 'manifest', '--json'])).json().digest).toBe(
      sha('{"schema":"countersign.release/v1","version":"1"}'),
    );
    expect(await cli(['hash', path, '--as', 'manifest'])).toMatchObject({ code: 65 });
  });
});

describe('evaluate', () => {
  const suiteFile = (more = '') =>
    file(
      'suite.yaml',
      `name: smoke\ndataset: cases.jsonl\nevaluators:\n  - { id: text.equals, as: right }\nthresholds:\n  - { measure: right, min: 0.8 }\n${more}`,
    );
  const cases = (n: number) =>
    file(
      'cases.jsonl',
      Array.from({ length: n }, (_, i) => JSON.stringify({ id: `c${i}`, input: 'q', expected: 'yes' })).join(
        '\n',
      ),
    );
  const outputs = (n: number, right: number) =>
    file(
      'out.jsonl',
      Array.from({ length: n }, (_, i) =>
        JSON.stringify({ id: `c${i}`, output: i < right ? 'yes' : 'no' }),
      ).join('\n'),
    );
  it.each([
    [50, 50, 50, 0, 'pass'],
    [50, 50, 20, 1, 'fail'],
    [50, 50, 42, 3, 'not_enough_evidence'],
    [50, 49, 49, 3, 'not_enough_evidence'],
  ])('%d cases, %d outputs, %d right: exit %d', async (n, given, right, code, verdict) => {
    cases(n);
    const result = await cli(['evaluate', suiteFile(), '--outputs', outputs(given, right), '--json']);
    expect(result.log).toBe('');
    expect(result.code).toBe(code);
    expect(result.json()).toMatchObject({
      suite: 'smoke',
      datasetDigest: expect.stringMatching(/^sha256:[0-9a-f]{64}$/),
      cases: { total: n },
      verdict,
    });
  });
  it('asks a live target and a judge, with keys from the environment only', async () => {
    cases(3);
    const target = `target: { baseUrl: "${server.url}", model: triage-1 }\n`;
    const env = { COUNTERSIGN_TARGET_KEY: 'sk-secret' };
    const result = await cli(
      ['evaluate', suiteFile(target), '--json', '--out', join(folder, 'run.json')],
      '',
      env,
    );
    expect(result.json()).toMatchObject({ cases: { total: 3, scored: 3, errored: 0 }, verdict: 'fail' });
    expect(result.code).toBe(1);
    expect(await cli(['evaluate', suiteFile(target)], '', { OPENAI_API_KEY: 'sk-secret' })).toMatchObject({
      code: 20,
    });
  });
  it.each([
    ['nonsense: [', 'not YAML'],
    ['name: x\n', 'dataset'],
    ['name: x\ndataset: none.jsonl\nevaluators: [{ id: text.is-json }]\n', 'there is no file'],
    ['name: x\ndataset: cases.jsonl\nevaluators: [{ id: text.is-json }]\n', 'names no target'],
  ])('refuses %j', async (text, message) => {
    cases(1);
    const { code, log } = await cli(['evaluate', file('bad.yaml', text)]);
    expect([64, 65]).toContain(code);
    expect(log).toContain(message);
  });
  it('refuses two cases with one id', async () => {
    file('cases.jsonl', '{"id":"a","input":"x"}\n{"id":"a","input":"y"}\n');
    const result = await cli(['evaluate', suiteFile(), '--outputs', outputs(1, 1)]);
    expect(result).toMatchObject({ code: 65, log: expect.stringContaining('the id "a"') });
  });
});
