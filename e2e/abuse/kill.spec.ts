import { expect, test } from '@playwright/test';
import { databases, hasPostgres } from '../fixtures/databases';
import { foundOrganisation, reauthenticated } from '../fixtures/organisation';
import { askGate, statementOf, submitRelease } from '../fixtures/release';
import type { RestClient } from '../fixtures/rest';
import { startServer } from '../fixtures/server';

if (!hasPostgres) {
  test('nothing is lost when the server is killed (Postgres): skipped, TEST_DATABASE_URL names no server', () => {
    test.skip();
  });
}

for (const database of databases) {
  test(`nothing acknowledged is lost and nothing is stored twice when the server is killed (${database.name})`, async () => {
    const server = await startServer(await database.create());
    try {
      const { author, officer } = await foundOrganisation(server.url, {
        author: ['ml_engineer'],
        officer: ['compliance_officer', 'auditor'],
      });
      const release = await submitRelease(author.rest);
      const acknowledged = await writeUntilKilled(author.rest, () => server.kill());
      await server.restart();
      expect(await namesOf(author.rest)).toEqual(expect.arrayContaining(acknowledged));

      const { nonce } = await officer.rest.must(
        officer.rest.post<{ nonce: string }>('/signoffs/prepared', statementOf(release)),
      );
      const fresh = await reauthenticated(officer.rest);
      const signing = fresh.post('/signoffs', { nonce }).then(
        ({ status }) => status,
        () => null,
      );
      await new Promise((done) => setTimeout(done, Math.random() * 60));
      await server.kill();
      const status = await signing;
      await server.restart();
      const signoffs = await signoffsOf(fresh, release.id);
      expect(signoffs).toBeLessThanOrEqual(1);
      if (status === 200) expect(signoffs).toBe(1);
      if (signoffs === 0) await fresh.must(fresh.post('/signoffs', { nonce }));
      expect(await signoffsOf(fresh, release.id)).toBe(1);
      expect((await askGate(author.rest, release.digest)).body.decision).toBe('allow');
      await expectWholeLog(fresh);
    } finally {
      await server.stop();
    }
  });
}

/** Creates prompts in a row until the server dies under it; answers the names that were acknowledged. */
async function writeUntilKilled(rest: RestClient, kill: () => Promise<void>): Promise<string[]> {
  const acknowledged: string[] = [];
  const killed = new Promise((done) => setTimeout(done, 700 + Math.random() * 700)).then(kill);
  for (let i = 0; i < 1000; i++) {
    const name = `note-${i}`;
    const answer = await rest.post('/prompts', { name }).catch(() => null);
    if (answer === null) break;
    if (answer.status === 200) acknowledged.push(name);
  }
  await killed;
  return acknowledged;
}

async function namesOf(rest: RestClient): Promise<string[]> {
  const names: string[] = [];
  for (let cursor: string | null = ''; cursor !== null;) {
    const page: { items: { name: string }[]; nextCursor: string | null } = await rest.must(
      rest.get(`/prompts?limit=200${cursor ? `&cursor=${cursor}` : ''}`),
    );
    names.push(...page.items.map(({ name }) => name));
    cursor = page.nextCursor;
  }
  expect(new Set(names).size).toBe(names.length);
  return names;
}

const signoffsOf = async (rest: RestClient, releaseId: string): Promise<number> =>
  (await rest.must(rest.get<{ items: unknown[] }>(`/signoffs?releaseId=${releaseId}`))).items.length;

/** Every event stands once under the newest checkpoint. */
async function expectWholeLog(rest: RestClient): Promise<void> {
  await expect(async () => {
    const { size, committed } = await rest.must(
      rest.get<{ size: number; committed: number }>('/audit/checkpoint'),
    );
    expect(size).toBe(committed);
  }).toPass({ timeout: 15_000 });
  const lines = (await rest.bytes('/audit/events?limit=5000')).toString().trim().split('\n');
  const ids = lines.map((line) => (JSON.parse(line) as { id: string }).id);
  expect(new Set(ids).size).toBe(ids.length);
}
