import { expect, test } from '@playwright/test';
import { foundOrganisation, type Member } from '../fixtures/organisation';
import { signedInPage } from '../fixtures/pages';
import { askGate, statementOf, type SubmittedRelease, submitRelease } from '../fixtures/release';
import { type RunningServer, startServer } from '../fixtures/server';

let server: RunningServer;
let people: Record<'administrator' | 'author' | 'auditor', Member>;
let release: SubmittedRelease;

test.beforeAll(async () => {
  server = await startServer();
  people = await foundOrganisation(server.url, {
    author: ['ml_engineer', 'compliance_officer'],
    auditor: ['auditor'],
  });
  release = await submitRelease(people.author.rest);
});
test.afterAll(() => server.stop());

test('the author cannot sign, by REST or by tRPC, and the attempts are recorded', async () => {
  const rest = await people.author.rest.post('/signoffs/prepared', statementOf(release));
  expect(rest.status).toBe(403);
  const trpc = await fetch(`${server.url}/api/trpc/signoff.prepare`, {
    method: 'POST',
    headers: { authorization: `Bearer ${people.author.rest.secret}`, 'content-type': 'application/json' },
    body: JSON.stringify({ json: statementOf(release) }),
  });
  expect(trpc.status).toBe(403);
  const { items } = await people.auditor.rest.must(
    people.auditor.rest.get<{ items: unknown[] }>('/audit/trail?type=access.denied'),
  );
  expect(items.length).toBeGreaterThan(0);
});

test('a token never signs, and asks the gate only with its scope', async () => {
  const { author } = people;
  const made = await author.rest.must(
    author.rest.post<{ token: string }>('/tokens', { name: 'pipeline', scopes: ['gate:check'], days: 1 }),
  );
  const token = author.rest.as(made.token);
  expect((await askGate(token, release.digest)).status).toBe(200);
  expect((await token.post('/signoffs/prepared', statementOf(release))).status).toBeGreaterThanOrEqual(400);
  expect((await token.get('/releases')).body).toMatchObject({ items: [] });
  const reader = await author.rest.must(
    author.rest.post<{ token: string }>('/tokens', { name: 'reader', scopes: ['read'], days: 1 }),
  );
  expect((await askGate(author.rest.as(reader.token), release.digest)).status).toBe(403);
});

test('an auditor reads and changes nothing', async () => {
  const { rest } = people.auditor;
  expect((await rest.get(`/releases/${release.id}`)).status).toBe(200);
  for (const path of ['/systems', '/prompts', '/releases', '/environments']) {
    expect((await rest.post(path, {})).status).toBeGreaterThanOrEqual(400);
  }
  expect((await rest.post(`/releases/${release.id}/withdraw`, { reason: 'no' })).status).toBe(403);
});

test('malformed bodies are named: duplicate keys, nesting, size, type', async () => {
  const ask = (body: string, type = 'application/json') =>
    fetch(`${server.url}/api/v1/gate/decisions`, {
      method: 'POST',
      headers: {
        authorization: `Bearer ${people.author.rest.secret}`,
        'content-type': type,
        'idempotency-key': 'one',
      },
      body,
    });
  const duplicate = await ask('{"environment":"staging","environment":"production"}');
  expect(await duplicate.json()).toMatchObject({
    status: 400,
    detail: expect.stringMatching(/environment/),
  });
  expect((await ask('['.repeat(40) + ']'.repeat(40))).status).toBe(400);
  expect((await ask(`{"environment":"${'x'.repeat(70_000)}"}`)).status).toBe(413);
  expect((await ask('environment=production', 'text/plain')).status).toBe(400);
  expect((await ask('{"environment":"production","extra":1}')).status).toBe(400);
});

test('a page of another site cannot act with the cookie of a signed-in person', async ({ browser }) => {
  const page = await signedInPage(browser, server.url, people.author.email);
  const cookie = (await page.context().cookies()).map(({ name, value }) => `${name}=${value}`).join('; ');
  const create = (origin: string, name: string) =>
    fetch(`${server.url}/api/v1/systems`, {
      method: 'POST',
      headers: { origin, cookie, 'content-type': 'application/json' },
      body: JSON.stringify({ name, purpose: 'Anything' }),
    });
  expect((await create('https://evil.example', 'forged')).status).toBe(403);
  expect((await create(server.url, 'own')).status).toBe(200);
  const { items } = await people.author.rest.must(
    people.author.rest.get<{ items: { name: string }[] }>('/systems'),
  );
  expect(items.map(({ name }) => name)).toContain('own');
  expect(items.map(({ name }) => name)).not.toContain('forged');
});

test('a page runs only scripts that carry the nonce of its answer', async ({ browser }) => {
  const page = await signedInPage(browser, server.url, people.author.email);
  const refused: string[] = [];
  page.on('console', (message) => {
    if (message.text().includes('Content Security Policy')) refused.push(message.text());
  });
  const nonces = await Promise.all(
    ['/systems', '/releases'].map(async (path) => {
      const policy = (await page.request.get(server.url + path)).headers()['content-security-policy'] ?? '';
      return /script-src [^;]*'nonce-([^']{20,})'/.exec(policy)?.[1];
    }),
  );
  expect(new Set(nonces).size).toBe(2);
  await page.goto(`${server.url}/systems`);
  await page.getByRole('link', { name: 'Releases', exact: true }).first().click();
  await page.waitForURL('**/releases');
  expect(refused).toEqual([]);
  const attack = `document.body.innerHTML += '<img src="x" onerror="document.title = 1">'`;
  await page.evaluate(attack);
  await expect.poll(() => refused.length).toBe(1);
  expect(await page.title()).not.toBe('1');
});
