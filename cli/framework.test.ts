import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { getRequestListener } from '@hono/node-server';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { accessCatalog, accessProfile } from '@/db/testing/oscal-samples';
import { founded, password } from '@/db/testing/people';
import { forPrograms } from '@/server/http/programs';
import { run } from './program';

let [folder, url]: [string, string] = ['', ''];
let server: Server;
const file = (name: string, content: string) => {
  writeFileSync(join(folder, name), content);
  return join(folder, name);
};

/** One command line, as the person whose settings folder is `home`. */
async function as(home: string, args: readonly string[], stdin = '') {
  const [out, log]: [string[], string[]] = [[], []];
  const code = await run(args, {
    stdin: (async function* () {
      yield new TextEncoder().encode(stdin);
    })(),
    out: (text) => out.push(text),
    log: (text) => log.push(text),
    now: () => new Date(),
    env: { XDG_CONFIG_HOME: join(folder, home) },
  });
  return { code, out: out.join(''), log: log.join(''), json: () => JSON.parse(out.join('')) };
}
const officer = (...args: string[]) => as('officer', ['framework', ...args]);

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'countersign-framework-'));
  server = createServer(getRequestListener(forPrograms().fetch)).listen(0, '127.0.0.1');
  await new Promise((done) => server.once('listening', done));
  url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const org = await founded();
  for (const role of ['compliance_officer', 'viewer'] as const) {
    const { email } = await org.join(role);
    const home = role === 'viewer' ? 'viewer' : 'officer';
    await as(home, ['login', url, '--email', email, '--password-stdin'], `${password}\n`);
  }
});
afterAll(() => {
  server.closeAllConnections();
  server.close();
  rmSync(folder, { recursive: true });
});

const pack = (version: string, ...ids: string[]) =>
  `id: house-rules\ntitle: House rules\nversion: "${version}"\nasOf: 2026-11-01\ncontrols:\n${ids
    .map((id) => `  - { id: ${id}, title: ${id}, requirement: Do it. }\n`)
    .join('')}`;

describe('countersign framework', () => {
  it('imports, previews, adopts and goes back', async () => {
    const first = file('first.yaml', pack('1', 'house-1'));
    expect((await officer('import', first, '--dry-run')).out).toMatch(
      /nothing is stored\n1 controls, in use at once/,
    );
    expect((await officer('import', first)).out).toBe('house-rules 1  1 controls  revision 1, in use\n');
    const second = file('second.yaml', pack('2', 'house-1', 'house-2'));
    expect((await officer('import', second, '--json')).json()).toMatchObject({ revision: 2, isInUse: false });
    expect((await officer('list')).out).toMatch(/house-rules +1 +yes +1 +2 \(revision 2\) +House rules/);
    expect((await officer('versions', 'house-rules')).out).toMatch(/2 +2 +2026-11-01 +waiting/);
    const shown = (await officer('preview', 'house-rules')).out;
    expect(shown).toContain('1 → 2 (revision 2)');
    expect(shown).toMatch(/added +house-2/);
    expect((await officer('adopt', 'house-rules', '--reason', 'read')).out).toBe(
      'house-rules 2 (revision 2) is in use, before 1\n',
    );
    expect(await officer('rollback', 'house-rules', '--reason', 'too soon')).toMatchObject({ code: 64 });
    const back = await officer(
      'rollback',
      'house-rules',
      '--revision',
      '1',
      '--reason',
      'too soon',
      '--json',
    );
    expect(back.json()).toMatchObject({ revision: 1, version: '1' });
    expect((await officer('show', 'house-rules', '--json')).json()).toMatchObject({
      version: '1',
      controls: 1,
    });
    expect((await officer('show', 'house-rules', '--revision', '2')).out).toContain('house-2');
    expect((await officer('preview', 'gdpr')).code).toBe(64);
    expect((await as('officer', ['list', 'framework'])).out).toContain('house-rules');
  });

  it('tells a format by its name and content, and takes what a profile imports', async () => {
    const catalog = file('catalog.json', JSON.stringify(accessCatalog));
    const profile = file('base.json', JSON.stringify(accessProfile({ href: 'catalog.json' })));
    const shown = await officer('import', profile, '--with', catalog, '--id-prefix', 'b-', '--dry-run');
    expect(shown.out).toMatch(/House baseline \(house-baseline\) 1, read as oscal-profile/);
    expect(shown.out).toMatch(/note: no expression says when it applies: it applies always/);
    expect(shown.out).toMatch(/b-ac-2\.1 +Accounts \| Without people +always/);
    expect(await officer('import', profile)).toMatchObject({
      code: 65,
      log: expect.stringContaining('Nothing is fetched'),
    });
    const made = await officer('import', catalog, '--id', 'access', '--version', '9', '--json');
    expect(made.json()).toMatchObject({ framework: 'access', version: '9', controls: 3 });
    const csv = file('c.csv', 'id,title,requirement\nc-1,One,Do it.\n');
    const head = ['--id', 'listed', '--title', 'Listed', '--version', '1', '--as-of', '2026-11-01'];
    expect((await officer('import', csv, ...head)).code).toBe(0);
  });

  it('copies a shipped framework into a draft', async () => {
    const copied = await officer('copy', 'hipaa', '--as', 'our-hipaa', '--prefix', 'our-', '--title', 'Ours');
    expect(copied.out).toBe('draft of our-hipaa with 50 controls\n');
    expect(await officer('copy', 'hipaa', '--as', 'gdpr', '--prefix', 'our-')).toMatchObject({ code: 65 });
    expect((await as('viewer', ['framework', 'copy', 'hipaa', '--as', 'v-1', '--prefix', 'v-'])).code).toBe(
      21,
    );
    expect((await officer('copy', 'hipaa', '--as', 'x-1')).code).toBe(64);
  });

  it('downloads the template, which imports as it is', async () => {
    const out = join(folder, 'template.xlsx');
    const { sha256 } = (await officer('template', '--out', out, '--json')).json() as { sha256: string };
    expect(sha256).toMatch(/^[0-9a-f]{64}$/);
    expect(readFileSync(out).subarray(0, 2).toString()).toBe('PK');
    const other = ['--id', 'templated', '--id-prefix', 't-'];
    expect((await officer('import', out, ...other, '--dry-run')).out).toMatch(/t-house-1 +An owner answers/);
  });

  it('says who may not, and what is wrong, by its exit code', async () => {
    const first = file('again.yaml', pack('1', 'house-1'));
    expect((await as('viewer', ['framework', 'import', first])).code).toBe(21);
    expect((await as('viewer', ['framework', 'import', first, '--dry-run'])).code).toBe(21);
    expect((await as('nobody', ['framework', 'list'])).code).toBe(64);
    expect((await officer('show', 'nope')).code).toBe(65);
    expect((await officer('import', join(folder, 'none.yaml'))).code).toBe(64);
    expect((await officer('adopt', 'house-rules')).code).toBe(64);
    const wrong = await officer('import', file('wrong.yaml', pack('3', 'house-1', 'house-1')));
    expect(wrong).toMatchObject({
      code: 65,
      log: expect.stringContaining('Line 7, control house-1: the id stands'),
    });
  });
});
