import { expect, test } from '@playwright/test';
import { databases, hasPostgres } from '../fixtures/databases';
import { type OpenAiServer, startOpenAiServer } from '../fixtures/openai-server';
import { foundOrganisation } from '../fixtures/organisation';
import type { RestClient } from '../fixtures/rest';
import { type RunningServer, startServer } from '../fixtures/server';
import { exported, type TrailEvent, verify, wholeTrail } from '../fixtures/trail';

const cases = 300;
const concurrency = 8;
/** A kill loses the calls in flight and what came since the last batch was stored: a few, unless the disk is slow. */
const mostRepeated = concurrency + 2 * 64;

if (!hasPostgres) {
  test('a run survives kill -9 (Postgres): skipped, TEST_DATABASE_URL names no server', () => {
    test.skip();
  });
}

for (const database of databases) {
  test(`a run whose server and database are killed ends by itself, each case counted once (${database.name})`, async () => {
    test.setTimeout(420_000);
    const models = await startOpenAiServer({ latencyMs: 250 });
    const judges = await startOpenAiServer({ answer: () => '{"reason": "plain", "verdict": "pass"}' });
    const server = await startServer(await database.create());
    try {
      const { author, auditor } = await foundOrganisation(server.url, {
        author: ['ml_engineer'],
        auditor: ['auditor'],
      });
      const runId = await startedRun(author.rest, models.url, judges.url);
      const shown = await killedOnce(server, author.rest, models, runId, 40);
      const shownLater = await killedOnce(server, author.rest, models, runId, 150);
      await ended(author.rest, runId);

      const results = await resultsOf(author.rest, runId);
      expect(results.map(({ ordinal }) => ordinal)).toEqual(Array.from({ length: cases }, (_, i) => i));
      for (const before of [...shown, ...shownLater]) expect(results[before.ordinal]).toEqual(before);
      await expectCountedOnce(author.rest, runId, results);
      expectFewCallsAgain(models);
      const events = await wholeTrail(auditor.rest);
      expectStoredOnce(events.filter(({ entity }) => entity.ref === `run/${runId}`));
      const bundle = await exported(auditor.rest, { kind: 'bundle' });
      const checked = await verify(bundle, await auditor.rest.bytes('/audit/trust-policy'));
      expect(checked.code, checked.stdout + checked.stderr).toBe(0);
    } finally {
      await Promise.all([server.stop(), models.close(), judges.close()]);
    }
  });
}

interface Result {
  readonly ordinal: number;
  readonly output: string;
  readonly cost: string;
  readonly judgeCost: string;
  readonly finishedAt: string;
}
interface Run {
  readonly state: string;
  readonly verdict: string;
  readonly doneCount: number;
  readonly errorCount: number;
  readonly cost: string;
  readonly judgeCost: string;
  readonly summary: {
    readonly cases: Record<string, number>;
    readonly cost: string;
    readonly judges: { readonly cost: string };
  };
}

const runOf = (rest: RestClient, runId: string) => rest.must(rest.get<Run>(`/runs/${runId}`));

/** A model with a public price, so that every case costs something. */
async function startedRun(rest: RestClient, baseUrl: string, judgeUrl: string): Promise<string> {
  await rest.must(rest.post('/prompts', { name: 'sort', content: { template: 'Sort this note: {{note}}' } }));
  const dataset = await rest.must(rest.post<{ id: string }>('/datasets', { name: 'notes', kind: 'cases' }));
  const lines = Array.from({ length: cases }, (_, i) =>
    JSON.stringify({ id: `note-${i}`, input: { note: `Patient ${i} has a mild rash` }, expected: 'routine' }),
  );
  await rest.must(
    rest.upload(`/datasets/${dataset.id}/versions`, `${lines.join('\n')}\n`, 'application/jsonl'),
  );
  const text = `name: killed
dataset: notes@1
prompt: sort@1
concurrency: ${concurrency}
target: { baseUrl: "${baseUrl}", model: gpt-4o-mini, temperature: 0, seed: 1, maxTokens: 64 }
evaluators:
  - { id: text.equals, as: level, params: { value: "{{expected}}" } }
  - { id: judge.rubric, as: plain, params: { rubric: Plain., judge: { baseUrl: "${judgeUrl}", model: gpt-4o } } }
thresholds:
  - { measure: level, min: 0.9 }
`;
  const suite = await rest.must(rest.post<{ latest: { id: string } }>('/suites', { text }));
  const run = await rest.must(rest.post<{ id: string }>('/runs', { suiteVersionId: suite.latest.id }));
  return run.id;
}

/** Kills everything once at least `stored` results are shown and answers those; the server runs again then. */
async function killedOnce(
  server: RunningServer,
  rest: RestClient,
  models: OpenAiServer,
  runId: string,
  stored: number,
): Promise<Result[]> {
  const done = async () => (await runOf(rest, runId)).doneCount;
  await expect.poll(done, { timeout: 60_000, intervals: [100] }).toBeGreaterThanOrEqual(stored);
  const shown = await resultsOf(rest, runId);
  await server.killGroup();
  expect(models.counts.size, 'the kill came while cases were open').toBeLessThan(cases);
  await server.restart();
  return shown;
}

/** No person resumes it. */
async function ended(rest: RestClient, runId: string): Promise<void> {
  await expect.poll(async () => (await runOf(rest, runId)).state, { timeout: 90_000 }).toBe('finished');
}

async function resultsOf(rest: RestClient, runId: string): Promise<Result[]> {
  const results: Result[] = [];
  for (let cursor: string | null = ''; cursor !== null;) {
    const page: { items: Result[]; nextCursor: string | null } = await rest.must(
      rest.get(`/runs/${runId}/results?limit=200${cursor ? `&cursor=${cursor}` : ''}`),
    );
    results.push(...page.items);
    cursor = page.nextCursor;
  }
  return results.sort((a, b) => a.ordinal - b.ordinal);
}

async function expectCountedOnce(rest: RestClient, runId: string, results: readonly Result[]): Promise<void> {
  const run = await runOf(rest, runId);
  expect(run).toMatchObject({ verdict: 'pass', doneCount: cases, errorCount: 0, judgeCalls: cases });
  expect(run.summary.cases).toMatchObject({ total: cases, scored: cases, missing: 0, duplicate: 0 });
  const sum = (costs: readonly string[]) => costs.reduce((total, cost) => total + Number(cost), 0);
  const [answers, judges] = [results.map(({ cost }) => cost), results.map(({ judgeCost }) => judgeCost)];
  expect(sum(answers)).toBeGreaterThan(0);
  expect(Number(run.cost)).toBeCloseTo(sum(answers), 9);
  expect(run.summary.cost).toBe(run.cost);
  expect(sum(judges)).toBeGreaterThan(0);
  expect(Number(run.judgeCost)).toBeCloseTo(sum(judges), 9);
  expect(run.summary.judges.cost).toBe(run.judgeCost);
}

/** Two kills ask a case three times at most, and only those whose answers were not yet stored. */
function expectFewCallsAgain({ counts, requests }: OpenAiServer): void {
  expect(counts.size).toBe(cases);
  expect(Math.max(...counts.values())).toBeLessThanOrEqual(3);
  expect(requests.length - cases).toBeLessThanOrEqual(2 * mostRepeated);
}

/** The trail tells of each result once, and of one ending. */
function expectStoredOnce(events: readonly TrailEvent[]): void {
  const of = (type: string) => events.filter((event) => event.type === type);
  const stored = of('run.results-recorded').map(({ change }) => {
    const batch = change.find(({ path }) => path === '/batch')?.to as { stored: number };
    return batch.stored;
  });
  expect(stored.reduce((sum, count) => sum + count, 0)).toBe(cases);
  expect(of('run.started')).toHaveLength(1);
  expect(of('run.finished')).toHaveLength(1);
  expect(of('run.taken-up').length).toBeGreaterThanOrEqual(3);
}
