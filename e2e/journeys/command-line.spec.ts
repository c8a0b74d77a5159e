import { mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from '@playwright/test';
import { countersign, type Ended } from '../fixtures/command-line';
import { foundOrganisation, type Member } from '../fixtures/organisation';
import { sign } from '../fixtures/release';
import { type RunningServer, startServer } from '../fixtures/server';

type Ask = (...args: string[]) => Promise<Ended>;

let server: RunningServer;
let people: Record<'author' | 'officer' | 'auditor', Member>;
let author: Ask;
const folder = mkdtempSync(join(tmpdir(), 'countersign-commands-'));
const image = `registry.example/team/triage:1.0@sha256:${'ab'.repeat(32)}`;

const file = (name: string, text = ''): string => {
  const path = join(folder, name);
  if (text) writeFileSync(path, text);
  return path;
};

test.beforeAll(async () => {
  server = await startServer();
  people = await foundOrganisation(server.url, {
    author: ['ml_engineer'],
    officer: ['compliance_officer'],
    auditor: ['auditor'],
  });
  author = await asToken(people.author, ['read', 'write', 'gate:check']);
  file('gate.pub', await (await fetch(`${server.url}/keys/gate.pub`)).text());
  const { rest } = people.author;
  const model = await rest.must(rest.post<{ id: string }>('/models', { name: 'triage-image' }));
  const source = {
    kind: 'oci',
    repository: 'registry.example/team/triage',
    digest: `sha256:${'ab'.repeat(32)}`,
  };
  await rest.must(rest.post(`/models/${model.id}/versions`, { version: '1.0', source }));
});
test.afterAll(() => server.stop());

/** The command line with a token of this person, as a pipeline has it. */
async function asToken({ rest }: Member, scopes: readonly string[]): Promise<Ask> {
  const { token } = await rest.must(
    rest.post<{ token: string }>('/tokens', { name: `commands ${scopes.join(' ')}`, scopes, days: 1 }),
  );
  return (...args) => countersign(args, { COUNTERSIGN_URL: server.url, COUNTERSIGN_TOKEN: token });
}

const done = async (asked: Promise<Ended>): Promise<string> => {
  const { code, stdout, stderr } = await asked;
  expect(code, stdout + stderr).toBe(0);
  return stdout;
};
const codeOf = async (asked: Promise<Ended>) => (await asked).code;
const check = (...args: string[]) =>
  author('gate', 'check', '--env', 'production', '--policy-key', file('gate.pub'), ...args);

test.describe.serial('commands of the server', () => {
  let digest = '';

  test('facts --set answers all or none, and what is shown follows from the answers', async () => {
    await done(author('register', 'system', file('triage.yaml', 'purpose: Sorts arriving patients\n')));
    const set = (...answers: string[]) =>
      author('facts', 'triage', ...answers.flatMap((one) => ['--set', one]), '--reason', 'Asked the owner');
    expect(await codeOf(set('eu_establishment=true', 'org_nature=nobody'))).toBe(65);
    await done(
      set('eu_establishment=true', 'processes_personal_data=true', 'gdpr_roles=controller,processor'),
    );
    const shown = JSON.parse(await done(author('facts', 'triage', '--json')));
    expect(shown.answers).toMatchObject({ eu_establishment: true, gdpr_roles: ['controller', 'processor'] });
    expect(shown.answers).not.toHaveProperty('org_nature');
    await done(set('gdpr_roles='));
    expect(JSON.parse(await done(author('facts', 'triage', '--json'))).answers.gdpr_roles ?? null).toBeNull();
  });

  test('release create, freeze, submit and show', async () => {
    await done(author('register', 'prompt', file('ask.yaml', 'template: "Sort {{note}}"\n')));
    const text =
      'system: triage\nversion: "1.0"\nsummary: First\nmodels: [triage-image@1.0]\nprompts: [ask@1]\nframeworks: [gdpr]\n';
    await done(author('release', 'create', file('release.yaml', text)));
    ({ digest } = JSON.parse(await done(author('release', 'freeze', 'triage@1.0', '--json'))));
    await done(author('release', 'submit', 'triage@1.0'));
    expect(await done(author('release', 'show', digest))).toContain('submitted');
  });

  test('evidence add keeps a file with its digest, bound to what it is about', async () => {
    const path = file('intended-use.md', '# Intended use\n');
    const add = (type: string, ...about: string[]) =>
      author('evidence', 'add', path, '--type', type, '--for', ...about, '--json');
    expect(JSON.parse(await done(add('doc.intended-use', 'system', 'triage')))).toMatchObject({
      type: 'doc.intended-use',
      fileName: 'intended-use.md',
      sha256: expect.stringMatching(/^[0-9a-f]{64}$/),
    });
    await done(add('doc.intended-use', 'release', 'triage@1.0'));
    expect(await codeOf(add('doc.nothing', 'system', 'triage'))).toBe(65);
    expect(await codeOf(add('doc.intended-use', 'galaxy', 'triage'))).toBe(64);
    expect(await done(author('list', 'evidence'))).toContain('doc.intended-use');
  });

  test('gate check waits for the signature, and knows a release by image and by manifest', async () => {
    expect(await codeOf(check('--release', digest))).toBe(11);
    expect(await codeOf(check('--release', digest, '--wait', '1s'))).toBe(11);
    const waiting = check('--release', digest, '--wait', '2m');
    await sign(people.officer.rest, await releaseByDigest(digest));
    await done(waiting);
    await done(check('--image', image));
    expect(await codeOf(check('--image', 'registry.example/team/triage:1.0'))).toBe(64);
    expect(await codeOf(check('--image', image.replaceAll('ab', 'cd')))).toBe(10);
    const { id } = await releaseByDigest(digest);
    writeFileSync(file('manifest.json'), await people.author.rest.bytes(`/releases/${id}/manifest`));
    await done(check('--manifest', file('manifest.json')));
    file('other.json', readFileSync(file('manifest.json'), 'utf8').replace('"1.0"', '"1.1"'));
    const other = await check('--manifest', file('other.json'));
    expect([other.code, other.stdout]).toEqual([10, expect.stringContaining('UNKNOWN_DIGEST')]);
  });

  test('export bundle, report and audit write files that hold what they say', async () => {
    const reader = await (await asToken(people.auditor, ['read']))('export', 'bundle');
    expect([reader.code, reader.stderr]).toEqual([21, expect.stringContaining('lacks the scope "write"')]);
    const auditor = await asToken(people.auditor, ['read', 'write']);
    const [bundle, report, csv, jsonl] = ['b.zip', 'r.pdf', 'a.csv', 'a.jsonl'].map((name) => file(name));
    await done(auditor('export', 'bundle', '--release', 'triage@1.0', '--out', bundle ?? ''));
    const policy = file('policy.txt');
    writeFileSync(policy, await people.auditor.rest.bytes('/audit/trust-policy'));
    await done(countersign(['verify', bundle ?? '', '--trust-policy', policy]));
    await done(author('export', 'report', '--release', digest, '--out', report ?? ''));
    expect(
      readFileSync(report ?? '')
        .subarray(0, 5)
        .toString(),
    ).toBe('%PDF-');
    await done(auditor('export', 'audit', '--format', 'csv', '--out', csv ?? ''));
    expect(readFileSync(csv ?? '', 'utf8')).toContain('signoff.recorded');
    await done(auditor('export', 'audit', '--release', 'triage@1.0', '--out', jsonl ?? ''));
    expect(readFileSync(jsonl ?? '', 'utf8')).toContain('"release.submitted"');
    expect(await codeOf(author('export', 'audit', '--out', file('none.jsonl')))).toBe(21);
  });
});

async function releaseByDigest(digest: string): Promise<{ id: string; digest: string }> {
  const { rest } = people.author;
  return rest.must(rest.get<{ id: string; digest: string }>(`/releases/by-digest/${digest}`));
}
