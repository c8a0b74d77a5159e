import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { getRequestListener } from '@hono/node-server';
import { afterAll, beforeAll, expect, it, vi } from 'vitest';
import { founded, password } from '@/db/testing/people';
import { startLangfuseServer } from '@/e2e/fixtures/langfuse-server';
import { forPrograms } from '@/server/http/programs';
import { run } from './program';

const traces = [0, 1].map((at) => ({
  id: `t${at}`,
  timestamp: '2026-11-01T10:00:00Z',
  name: 'ask',
  tags: [],
  input: `question ${at}`,
  output: 'yes',
  latency: 1,
  observations: [],
}));
const items = ['a', 'b'].map((id) => ({
  id,
  status: 'ACTIVE',
  input: id,
  expectedOutput: 'yes',
  datasetId: 'd',
}));
const langfuse = await startLangfuseServer({
  version: 3,
  publicKey: 'pk',
  secretKey: 'sk',
  datasets: { questions: items },
  traces,
  runs: { 'questions/first': [{ datasetItemId: 'a', traceId: 't0' }] },
});
vi.stubEnv('COUNTERSIGN_TARGET_KEY_LF', '127.0.0.1 pk:sk');
let [folder, url]: [string, string] = ['', ''];
let server: Server;

async function cli(...args: string[]) {
  const [out, log]: [string[], string[]] = [[], []];
  const code = await run(args, {
    stdin: (async function* () {
      yield new TextEncoder().encode(`${password}\n`);
    })(),
    out: (text) => out.push(text),
    log: (text) => log.push(text),
    now: () => new Date(),
    env: { XDG_CONFIG_HOME: folder },
  });
  return { code, out: out.join(''), log: log.join('') };
}
const file = (name: string, content: string) => {
  writeFileSync(join(folder, name), content);
  return join(folder, name);
};
const access = ['--url', langfuse.url, '--key-ref', 'COUNTERSIGN_TARGET_KEY_LF'];

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'countersign-cli-'));
  server = createServer(getRequestListener(forPrograms().fetch)).listen(0, '127.0.0.1');
  await new Promise((done) => server.once('listening', done));
  url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const { email } = await (await founded()).join('ml_engineer');
  await cli('login', url, '--email', email, '--password-stdin');
});
afterAll(async () => {
  server.closeAllConnections();
  server.close();
  await langfuse.close();
  rmSync(folder, { recursive: true });
});

it('brings a dataset and judges a run of it, from Langfuse or from a file', async () => {
  const dataset = ['langfuse', 'cases', 'questions', ...access, '--dataset', 'questions'];
  expect(await cli(...dataset)).toMatchObject({
    code: 0,
    out: expect.stringContaining('added  dataset questions@1'),
  });
  expect(await cli(...dataset)).toMatchObject({ code: 0, out: expect.stringContaining('unchanged') });
  const suite =
    'name: smoke\ndataset: questions@1\nevaluators: [{ id: text.equals, params: { value: "{{expected}}" } }]\n';
  expect((await cli('register', 'suite', file('smoke.yaml', suite))).code).toBe(0);
  const judged = ['langfuse', 'answers', 'smoke@1', ...access, '--dataset', 'questions', '--run', 'first'];
  const { code, out } = await cli(...judged);
  expect(code).toBe(0);
  expect(out).toMatch(/^started {2}run_[\w-]+ {2}1 answers\nnot known: model 1, usage 1, costUsd 1\n$/);
  const exported = file(
    'export.json',
    JSON.stringify([
      { id: 'b', output: 'yes' },
      { id: 'x', output: 'no' },
    ]),
  );
  expect((await cli('langfuse', 'answers', 'smoke@1', '--file', exported)).out).toContain(
    'left out: noCase 1',
  );
  const traced = [
    'langfuse',
    'cases',
    'seen',
    ...access,
    '--traces',
    '--from',
    '2026-11-01',
    '--to',
    '2026-11-02',
  ];
  expect((await cli(...traced)).out).toContain('2 cases');
});

it('says what is missing or wrong', async () => {
  for (const args of [
    ['cases', 'q'],
    ['cases', 'q', ...access],
    ['cases', 'q', ...access, '--traces'],
  ])
    expect(await cli('langfuse', ...args)).toMatchObject({ code: 64 });
  const none = ['langfuse', 'cases', 'questions', ...access, '--dataset', 'nobody'];
  expect(await cli(...none)).toMatchObject({ code: 65, log: expect.stringContaining('no dataset nobody') });
});
