import { existsSync } from 'node:fs';
import { type Browser, chromium, type Page } from '@playwright/test';
import { foundOrganisation, type Member } from '@/e2e/fixtures/organisation';
import { signedInPage } from '@/e2e/fixtures/pages';
import { startServer } from '@/e2e/fixtures/server';
import { benchDatabase, noServer } from './database';
import { atMost, median, skipped } from './harness';

const cases = 100_000;
const rounds = 7;
const levels = ['routine', 'urgent'];

const lines = (line: (n: number) => object): string =>
  Array.from({ length: cases }, (_, n) => JSON.stringify(line(n))).join('\n');

/** One answer of about 200 characters; every so manieth names the wrong level. */
const recorded = (wrongEvery: number) =>
  lines((n) => ({
    id: `c${n}`,
    latencyMs: 100 + ((n * 7919) % 977) / 3,
    output: `Level: ${levels[(n + (n % wrongEvery === 0 ? 1 : 0)) % 2]}, claim ${n}. The member asked for a second look at the bill of the ${1 + (n % 28)}th; the letter names the doctor, the amount and the day. Please answer within ${1 + (n % 30)} days.`,
  }));

const suiteText = `
name: many
dataset: many@1
target: { baseUrl: "http://127.0.0.1:9", model: m }
evaluators:
  - { id: text.contains, as: named, params: { value: "{{expected}}" } }
  - { id: text.token-f1, as: f1 }
  - { id: text.length, as: long, params: { unit: characters, max: 400 } }
  - { id: ops.latency }
thresholds:
  - { measure: named, min: 0.5 }`;

async function suiteOf({ rest }: Member): Promise<string> {
  const dataset = await rest.must(rest.post<{ id: string }>('/datasets', { name: 'many', kind: 'cases' }));
  const questions = lines((n) => ({
    id: `c${n}`,
    input: `Which level has claim ${n}?`,
    expected: levels[n % 2],
  }));
  await rest.must(rest.upload(`/datasets/${dataset.id}/versions`, questions, 'application/jsonl'));
  const suite = await rest.must(rest.post<{ latest: { id: string } }>('/suites', { text: suiteText }));
  return suite.latest.id;
}

async function finishedRun({ rest }: Member, suiteVersionId: string, wrongEvery: number): Promise<string> {
  const path = `/suite-versions/${suiteVersionId}/recorded-runs`;
  const { id } = await rest.must(
    rest.upload<{ id: string }>(path, recorded(wrongEvery), 'application/jsonl'),
  );
  for (;;) {
    const run = await rest.must(rest.get<{ state: string; verdict: string }>(`/runs/${id}`));
    if (run.state === 'finished') return id;
    if (run.state !== 'queued' && run.state !== 'running') throw new Error(`the run ended ${run.state}`);
    await new Promise((done) => setTimeout(done, 500));
  }
}

/** From the request to the last row of the page in the browser, in milliseconds. */
async function opened(page: Page, path: string, text: string): Promise<number> {
  const began = performance.now();
  await page.goto(path);
  await page.getByText(text).first().waitFor();
  return performance.now() - began;
}

async function measure(url: string, browser: Browser): Promise<void> {
  const { engineer } = await foundOrganisation(url, { engineer: ['ml_engineer'] });
  const suite = await suiteOf(engineer);
  const [before, run] = [await finishedRun(engineer, suite, 10), await finishedRun(engineer, suite, 9)];
  const page = await signedInPage(browser, url, engineer.email);
  const results = `/evaluations/runs/${run}`;
  const compared = `${results}/compare?baseline=${before}`;
  const times: number[] = [];
  for (let round = 0; round < rounds; round += 1) times.push(await opened(page, results, 'c49'));
  const what = `results of a run of ${cases} cases in the browser, median of ${rounds}`;
  atMost('RUNS', what, median(times), 1000, 'ms');
  atMost('RUNS', 'the slowest of them', Math.max(...times), 1000, 'ms');
  const most = 4000;
  atMost('RUNS', `comparison of two such runs`, await opened(page, compared, 'Got worse'), most, 'ms');
  atMost('RUNS', 'the same again', await opened(page, compared, 'Got worse'), 1000, 'ms');
}

const executablePath = process.env['CHROMIUM_PATH'] ?? '/usr/bin/chromium';
const database = existsSync(executablePath) ? await benchDatabase('runs') : null;
if (!existsSync(executablePath)) skipped('RUNS', `${executablePath} is missing; set CHROMIUM_PATH`);
else if (!database) skipped('RUNS', noServer);
else {
  const server = await startServer(database.url);
  const browser = await chromium.launch({ executablePath, args: ['--no-sandbox', '--disable-gpu'] });
  await measure(server.url, browser).finally(async () => {
    await browser.close();
    await server.stop();
    await database.drop();
  });
}
