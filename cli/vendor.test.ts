import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { getRequestListener } from '@hono/node-server';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { founded, password } from '@/db/testing/people';
import { forPrograms } from '@/server/http/programs';
import { run } from './program';

let [folder, url]: [string, string] = ['', ''];
let server: Server;

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
  return { code, out: out.join(''), log: log.join('') };
}
const vendor = (...args: string[]) => as('officer', ['vendor', ...args]);

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'countersign-vendor-'));
  server = createServer(getRequestListener(forPrograms().fetch)).listen(0, '127.0.0.1');
  await new Promise((done) => server.once('listening', done));
  url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const org = await founded();
  const roles = { officer: 'compliance_officer', viewer: 'viewer', engineer: 'ml_engineer' } as const;
  for (const [home, role] of Object.entries(roles)) {
    const { email } = await org.join(role);
    await as(home, ['login', url, '--email', email, '--password-stdin'], `${password}\n`);
  }
  const file = (name: string, text: string) => {
    writeFileSync(join(folder, name), text);
    return join(folder, name);
  };
  await as('engineer', [
    'register',
    'system',
    file('s.yaml', 'name: triage\npurpose: Sorts\nstage: development\n'),
  ]);
  for (const name of ['one', 'two'])
    await as('engineer', ['register', 'model', file(`${name}.bin`, name), '--name', name, '--version', '1']);
  file('dpa.pdf', '%PDF-1.4\n');
});
afterAll(() => {
  server.closeAllConnections();
  server.close();
  rmSync(folder, { recursive: true });
});

describe('countersign vendor', () => {
  it('registers, says who uses it with several models, gives a paper, edits, drops and ends', async () => {
    const made = await vendor(
      'register',
      'Model House',
      '--role',
      'processor',
      '--role',
      'hosting',
      '--country',
      'US',
    );
    expect(made.out).toMatch(/^ven_\S+ {2}Model House\n$/);
    const models = ['--model', 'one', '--model', 'two'];
    const used = await vendor(
      'use',
      'model house',
      'triage',
      '--receives-data',
      ...models,
      '--reason',
      'It runs it',
    );
    expect(used.out).toMatch(/^sys_\S+ uses ven_\S+ since \d{4}-\d{2}-\d{2}\n$/);
    expect((await vendor('list')).out).toMatch(/Model House +processor, hosting +US +triage +ven_/);
    const shown = (await vendor('show', 'Model House')).out;
    expect(shown).toMatch(/receivesData: true/);
    expect(shown).toMatch(/name: one[\s\S]*name: two/);
    expect((await as('officer', ['show', 'vendor', 'Model House'])).out).toBe(shown);
    const given = await vendor(
      'give',
      'Model House',
      join(folder, 'dpa.pdf'),
      '--type',
      'doc.dpa',
      '--title',
      'DPA',
    );
    expect(given.out).toMatch(/^evd_\S+ {2}DPA for vendor ven_/);
    expect((await vendor('papers', 'Model House')).out).toMatch(
      /doc\.dpa +valid +\d{4}-\d{2}-\d{2} +DPA +evd_/,
    );
    expect((await vendor('edit', 'Model House', '--country', 'DE')).code).toBe(0);
    expect((await vendor('list', '--role', 'hosting')).out).toContain(' DE ');
    expect((await vendor('drop', 'Model House', 'triage', '--reason', 'Replaced')).code).toBe(0);
    expect((await vendor('end', 'Model House', '--reason', 'Replaced')).code).toBe(0);
    expect((await vendor('list', '--ended', '--json')).out).toContain('"state": "ended"');
  });

  it('says by its exit code what is wrong, and who may not', async () => {
    const one = ['--role', 'processor', '--country', 'DE'];
    expect((await vendor('register', 'Nobody')).code).toBe(64);
    expect((await vendor('register', 'Nobody', '--role', 'king', '--country', 'DE')).code).toBe(65);
    expect(await vendor('show', 'Nobody')).toMatchObject({
      code: 65,
      log: 'countersign: there is no vendor called Nobody\n',
    });
    expect((await vendor('edit', 'ven_1')).code).toBe(64);
    expect((await as('viewer', ['vendor', 'register', 'Another', ...one])).code).toBe(21);
    expect((await as('nobody', ['vendor', 'list'])).code).toBe(64);
    expect((await vendor('register', 'Twice', ...one)).code).toBe(0);
    expect((await vendor('register', 'twice', ...one)).code).toBe(65);
    expect((await vendor('use', 'Twice', 'nothing', '--reason', 'x')).code).toBe(65);
  });
});
