import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { getRequestListener } from '@hono/node-server';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { founded, password } from '@/db/testing/people';
import { foundEnvironments } from '@/server/gates/commands/found-environments';
import { jobActor, contextFor } from '@/server/kernel/runtime';
import { forPrograms } from '@/server/http/programs';
import { run } from './program';

let [folder, url]: [string, string] = ['', ''];
let server: Server;
let org: Awaited<ReturnType<typeof founded>>;
let [engineer, officer]: [string, string] = ['', ''];
let digest: string;

const file = (name: string, content: string) => {
  writeFileSync(join(folder, name), content);
  return join(folder, name);
};
beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'countersign-cli-'));
  server = createServer(getRequestListener(forPrograms().fetch)).listen(0, '127.0.0.1');
  await new Promise((done) => server.once('listening', done));
  url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  org = await founded();
  await foundEnvironments(contextFor(jobActor(org.orgId, 'gates')), {});
  engineer = (await org.join('ml_lead')).email;
  officer = (await org.join('compliance_officer')).email;
});
afterAll(() => {
  server.closeAllConnections();
  server.close();
  rmSync(folder, { recursive: true });
});

/** One command line, as the person whose settings folder is `home`. */
async function as(home: string, args: readonly string[], env: Record<string, string> = {}, stdin = '') {
  const [out, log]: [string[], string[]] = [[], []];
  const code = await run(args, {
    stdin: (async function* () {
      yield new TextEncoder().encode(stdin);
    })(),
    out: (text) => out.push(text),
    log: (text) => log.push(text),
    now: () => new Date(),
    env: { XDG_CONFIG_HOME: join(folder, home), ...env },
  });
  return { code, out: out.join(''), log: log.join(''), json: () => JSON.parse(out.join('')) };
}
const signIn = (home: string, email: string, word = password) =>
  as(home, ['login', url, '--email', email, '--password-stdin'], {}, `${word}\n`);
const check = (home: string, ...more: string[]) =>
  as(home, ['gate', 'check', '--env', 'production', '--release', digest, ...more]);

describe('signing in', () => {
  it('keeps the session and the gate key for this person alone', async () => {
    expect((await signIn('engineer', engineer, 'not the password')).code).toBe(21);
    expect(await signIn('engineer', engineer)).toMatchObject({ code: 0 });
    expect((await signIn('officer', officer)).code).toBe(0);
    const kept = join(folder, 'engineer', 'countersign', 'credentials.json');
    expect(statSync(kept).mode & 0o777).toBe(0o600);
    expect(JSON.parse(readFileSync(kept, 'utf8'))).toMatchObject({ url, email: engineer });
    expect((await as('engineer', ['whoami', '--json'])).json()).toMatchObject({ email: engineer });
  });

  it('is what every command of the server needs, and its session goes nowhere else', async () => {
    expect(await as('nobody', ['whoami'])).toMatchObject({ code: 64 });
    expect(await as('nobody', ['whoami'], { COUNTERSIGN_URL: url })).toMatchObject({ code: 21, out: '' });
    expect((await as('engineer', ['whoami'], { COUNTERSIGN_URL: 'http://127.0.0.1:1' })).code).toBe(21);
    const token = { COUNTERSIGN_URL: url, COUNTERSIGN_TOKEN: 'cs_wrong' };
    expect((await as('nobody', ['whoami'], token)).code).toBe(21);
    const nowhere = { COUNTERSIGN_URL: 'http://127.0.0.1:1', COUNTERSIGN_TOKEN: 'cs_x' };
    expect(await as('nobody', ['whoami'], nowhere)).toMatchObject({
      code: 20,
      log: expect.stringContaining('reached'),
    });
  });

  it('refuses a server whose gate key is not the pinned one', async () => {
    const path = join(folder, 'officer', 'countersign', 'credentials.json');
    const before = readFileSync(path, 'utf8');
    writeFileSync(path, JSON.stringify({ ...JSON.parse(before), gateKey: 'another' }));
    expect((await signIn('officer', officer)).code).toBe(22);
    writeFileSync(path, before);
  });
});

describe('from registration to the gate', () => {
  it('registers, and the same again is unchanged', async () => {
    const files = {
      system: file('triage.yaml', 'purpose: Sorts calls by urgency\n'),
      model: file('weights.bin', 'weights'),
      prompt: file('ask.yaml', 'template: "Sort {{call}}"\n'),
      dataset: file('calls.jsonl', '{"id":"1","input":"a call","expected":"urgent"}\n'),
    };
    for (const [kind, path] of Object.entries(files)) {
      const args = ['register', kind, path, '--json', ...(kind === 'model' ? ['--version', '1.0'] : [])];
      expect((await as('engineer', args)).json()).toMatchObject({ kind, status: 'created' });
      expect((await as('engineer', args)).json()).toMatchObject({ kind, status: 'unchanged' });
    }
    const suite = file(
      'smoke.yaml',
      'name: smoke\ndataset: calls@1\nprompt: ask@1\nevaluators: [{ id: text.contains, params: { value: x } }]\n',
    );
    expect((await as('engineer', ['register', 'suite', suite, '--json'])).json()).toMatchObject({
      status: 'created',
    });
    expect((await as('engineer', ['register', 'suite', suite, '--json'])).json()).toMatchObject({
      status: 'unchanged',
    });
    expect((await as('engineer', ['register', 'prompt', files.prompt, '--label', 'live'])).code).toBe(0);
    expect((await as('engineer', ['list', 'dataset'])).out).toContain('calls');
    expect((await as('engineer', ['show', 'system', 'triage'])).out).toContain('Sorts calls');
    expect(await as('engineer', ['show', 'system', 'nothing'])).toMatchObject({ code: 65 });
  });

  it('answers facts', async () => {
    const set = ['facts', 'triage', '--set', 'processes_personal_data=true'];
    expect((await as('engineer', set)).code).toBe(64);
    expect((await as('engineer', ['facts', 'triage', '--set', 'nothing=1', '--reason', 'x'])).code).toBe(64);
    expect((await as('engineer', ['facts', 'triage', '--json'])).json()).toMatchObject({ name: 'triage' });
  });

  it('makes a release that only its digest names', async () => {
    const path = file(
      'release.yaml',
      'system: triage\nversion: "1.0"\nsummary: First\nmodels: [weights@1.0]\nprompts: [ask@live]\ndatasets: [calls@1]\n',
    );
    expect(await as('engineer', ['release', 'create', path])).toMatchObject({ code: 0 });
    const frozen = await as('engineer', ['release', 'freeze', 'triage@1.0', '--json']);
    digest = frozen.json().digest;
    expect(digest).toMatch(/^sha256:/);
    expect((await check('engineer')).code).toBe(11);
    const unknown = ['gate', 'check', '--env', 'production', '--release', `sha256:${'0'.repeat(64)}`];
    expect(await as('engineer', unknown)).toMatchObject({
      code: 10,
      out: expect.stringContaining('UNKNOWN_DIGEST'),
    });
    expect((await as('engineer', ['release', 'submit', digest])).code).toBe(0);
    expect((await as('engineer', ['release', 'show', digest])).out).toContain('submitted');
  });
});

describe('signing', () => {
  const signing = (home: string, env: Record<string, string> = {}, word = password) =>
    as(
      home,
      [
        'sign',
        '--release',
        digest,
        '--env',
        'production',
        '--meaning',
        'approved',
        '--reason',
        'Looks right',
        '--json',
        '--password-stdin',
      ],
      env,
      word,
    );

  it('takes a person, the right one, and the password again', async () => {
    expect((await check('engineer')).code).toBe(11);
    const made = await as('engineer', [
      'token',
      'create',
      'ci',
      '--scope',
      'read',
      '--scope',
      'gate:check',
      '--json',
    ]);
    const { token } = made.json();
    const tokens = { COUNTERSIGN_TOKEN: token };
    expect((await as('engineer', ['token', 'list'])).out).toContain('ci');
    expect((await signing('engineer', tokens)).code).toBe(21);
    expect((await signing('engineer')).code).toBe(21);
    expect(await signing('officer', {}, 'wrong password')).toMatchObject({ code: 21, out: '' });
    const done = await signing('officer');
    expect(done).toMatchObject({ code: 0, log: expect.stringContaining(`Release digest: ${digest}`) });
    expect(done.json()).toMatchObject({
      releaseDigest: digest,
      role: 'compliance_officer',
      meaning: 'approved',
    });
    expect((await as('officer', ['whoami'])).code).toBe(0);
    expect((await as('engineer', ['whoami'], tokens)).out).toContain('API token');
    expect((await as('engineer', ['token', 'revoke', made.json().id])).code).toBe(0);
    expect((await as('engineer', ['whoami'], tokens)).code).toBe(21);
  });

  it('opens the gate, whose answer counts with the pinned key only', async () => {
    const allowed = await check('engineer', '--json');
    expect([allowed.code, allowed.log]).toEqual([0, '']);
    expect(allowed.json()).toMatchObject({ decision: 'allow', release_digest: digest });
    const kept = file('decision.json', allowed.out);
    expect((await check('engineer', '--offline-bundle', kept)).code).toBe(0);
    expect((await check('engineer', '--offline-bundle', kept, '--max-age', '0s')).code).toBe(12);
    expect((await check('engineer', '--output', 'junit')).out).toContain('failures="0"');
    expect((await check('nobody', '--offline-bundle', kept)).code).toBe(64);
    const other = await as('engineer', [
      'gate',
      'check',
      '--env',
      'staging',
      '--release',
      digest,
      '--offline-bundle',
      kept,
    ]);
    expect(other.code).toBe(22);
    const sarif = (
      await check('engineer', '--offline-bundle', kept, '--max-age', '0s', '--output', 'sarif')
    ).json();
    expect(sarif).toMatchObject({ version: '2.1.0', runs: [{ results: [{ ruleId: 'DECISION_STALE' }] }] });
    expect((await as('nobody', ['export', 'bundle'])).code).toBe(64);
  });
});
