import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { run } from '../program';

const folder = mkdtempSync(join(tmpdir(), 'countersign-baseline-'));
afterAll(() => rmSync(folder, { recursive: true }));
const file = (name: string, content: string) => {
  writeFileSync(join(folder, name), content);
  return join(folder, name);
};
async function cli(...args: readonly string[]) {
  const [out, log]: [string[], string[]] = [[], []];
  const now = () => new Date('2026-01-31T12:00:00Z');
  const stdin = (async function* () {})();
  const code = await run(args, { stdin, out: (t) => out.push(t), log: (t) => log.push(t), now, env: {} });
  return { code, out: out.join(''), log: log.join('') };
}
const n = 120;
const suite = file(
  'suite.yaml',
  'name: smoke\ndataset: cases.jsonl\nevaluators: [{ id: text.equals, as: right }]\nthresholds: [{ measure: right, min: 0.5 }]\n',
);
const lines = (one: (i: number) => object) =>
  Array.from({ length: n }, (_, i) => JSON.stringify(one(i))).join('\n');
file(
  'cases.jsonl',
  lines((i) => ({ id: `c${i}`, input: 'q', expected: 'yes' })),
);
const outputs = (wrong: (i: number) => boolean) =>
  file(
    'out.jsonl',
    lines((i) => ({ id: `c${i}`, output: wrong(i) ? 'no' : 'yes' })),
  );
const baseline = join(folder, 'run.json');

describe('evaluate --baseline', () => {
  it('passes the same again, fails a regression and lists it', async () => {
    const made = await cli(
      'evaluate',
      suite,
      '--outputs',
      outputs((i) => i < 10),
      '--out',
      baseline,
    );
    expect(made).toMatchObject({ code: 0 });
    const again = await cli(
      'evaluate',
      suite,
      '--outputs',
      outputs((i) => i < 10),
      '--baseline',
      baseline,
    );
    expect(again).toMatchObject({ code: 0, log: '' });
    expect(again.out).toContain('compared with the baseline: pass (margin 0.05 of each range)');
    const bad = await cli(
      ...['evaluate', suite, '--outputs', outputs((i) => i < 40), '--baseline', baseline, '--json'],
    );
    expect(bad.code).toBe(1);
    expect(JSON.parse(bad.out)).toMatchObject({
      verdict: 'pass',
      comparison: {
        verdict: 'fail',
        measures: [{ name: 'right', change: 'worse', regression: 'fail', fell: 30, test: 'mcnemar' }],
        regressed: { count: 30 },
      },
    });
  });
  it('says not enough evidence of a small loss, fails it on demand, accepts it within a wide margin', async () => {
    const given = ['evaluate', suite, '--outputs', outputs((i) => i < 14), '--baseline', baseline];
    expect((await cli(...given)).code).toBe(3);
    expect((await cli(...given, '--no-new-failures')).code).toBe(1);
    expect((await cli(...given, '--margin', '0.2')).code).toBe(0);
  });
  it('fails closed on another dataset and refuses what is no run', async () => {
    const given = ['evaluate', suite, '--outputs', outputs((i) => i < 10), '--baseline'];
    const other = readFileSync(baseline, 'utf8').replace(/sha256:[0-9a-f]{64}/, `sha256:${'0'.repeat(64)}`);
    const result = await cli(...given, file('other.json', other));
    expect(result).toMatchObject({ code: 3, out: expect.stringContaining('different datasets') });
    expect(await cli(...given, file('bad.json', '{"suite":1}'))).toMatchObject({ code: 65 });
    expect(await cli(...given, join(folder, 'none.json'))).toMatchObject({ code: 64 });
    expect(await cli(...given, baseline, '--margin', '2')).toMatchObject({ code: 64 });
    expect(await cli(...given.slice(0, -1), '--margin', '0.1')).toMatchObject({ code: 64 });
  });
  it('holds the suite’s own maxDrop against the file, and is not enough evidence without one', async () => {
    const drop = (more: string) =>
      file(
        'drop.yaml',
        `name: smoke\ndataset: cases.jsonl\nevaluators: [{ id: text.equals, as: right }]\nthresholds: [{ measure: right, maxDrop: 0.1 }, { measure: right, min: 0.5 }]\n${more}`,
      );
    const first = outputs((i) => i < 10);
    expect(await cli('evaluate', drop(''), '--outputs', first, '--out', baseline)).toMatchObject({
      code: 3,
      out: expect.stringContaining('against the baseline: give one with --baseline'),
    });
    const skipping = drop('baseline: { system: s, environment: production, firstRelease: skip }\n');
    expect(await cli('evaluate', skipping, '--outputs', first)).toMatchObject({ code: 0 });
    const held = async (wrong: number) =>
      cli(
        'evaluate',
        drop(''),
        '--outputs',
        outputs((i) => i < wrong),
        '--baseline',
        baseline,
        '--json',
      );
    const same = await held(10);
    expect(same).toMatchObject({ code: 0, log: '' });
    expect(JSON.parse(same.out)).toMatchObject({
      verdict: 'pass',
      baseline: { name: 'the baseline file', paired: 120, total: 120, verdict: 'pass' },
      measures: [{ threshold: { maxDrop: 0.1 }, change: { difference: 0, n: 120 }, verdict: 'pass' }, {}],
    });
    expect((await held(40)).code).toBe(1);
  });
});
