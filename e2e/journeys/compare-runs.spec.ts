import { expect, type Page, test } from '@playwright/test';
import { foundOrganisation } from '../fixtures/organisation';
import { expectAccessible, signedInPage } from '../fixtures/pages';
import type { RestClient } from '../fixtures/rest';
import { type RunningServer, startServer } from '../fixtures/server';

let server: RunningServer;
test.beforeAll(async () => {
  server = await startServer();
});
test.afterAll(() => server.stop());

const cases = 120;
const lines = (one: (at: number) => object) =>
  Array.from({ length: cases }, (_, at) => JSON.stringify(one(at))).join('\n');

async function suiteOf(rest: RestClient) {
  const { id } = await rest.must(rest.post<{ id: string }>('/datasets', { name: 'triage', kind: 'cases' }));
  const rows = lines((at) => ({ id: `c${at}`, input: `Patient ${at}`, expected: 'urgent' }));
  await rest.must(rest.upload(`/datasets/${id}/versions`, rows, 'application/jsonl'));
  const text =
    'name: smoke\ndataset: triage@1\nevaluators: [{ id: text.equals, as: level }, { id: text.token-f1, as: words }]\nthresholds: [{ measure: level, min: 0.5 }]\n';
  return rest.must(rest.post<{ id: string; latest: { id: string } }>('/suites', { text }));
}

async function finishedRun(rest: RestClient, versionId: string, wrong: number): Promise<string> {
  const output = (at: number) => (at < wrong ? 'not very urgent' : 'urgent');
  const { id } = await rest.must(
    rest.upload<{ id: string }>(
      `/suite-versions/${versionId}/recorded-runs`,
      lines((at) => ({ id: `c${at}`, output: output(at) })),
      'application/jsonl',
    ),
  );
  const state = async () => (await rest.must(rest.get<{ state: string }>(`/runs/${id}`))).state;
  await expect.poll(state, { timeout: 60_000 }).toBe('finished');
  return id;
}

/** Pictures for whoever asks for them; without the variable nothing is kept. */
async function pictured(page: Page, name: string): Promise<void> {
  const folder = process.env['PICTURES'];
  if (!folder) return;
  for (const colorScheme of ['light', 'dark'] as const)
    for (const width of [1440, 820]) {
      await page.emulateMedia({ colorScheme });
      await page.setViewportSize({ width, height: 900 });
      await page.screenshot({ path: `${folder}/${name}-${colorScheme}-${width}.png`, fullPage: true });
    }
  await page.emulateMedia({ colorScheme: 'light' });
  await page.setViewportSize({ width: 1440, height: 900 });
}

test('two runs are compared, a case is opened, and a schedule is made', async ({ browser }) => {
  const people = await foundOrganisation(server.url, { engineer: ['ml_engineer'] });
  const { rest } = people.engineer;
  const suite = await suiteOf(rest);
  await finishedRun(rest, suite.latest.id, 4);
  const runId = await finishedRun(rest, suite.latest.id, 24);

  const page = await signedInPage(browser, server.url, people.engineer.email);
  await page.goto(`/evaluations/runs/${runId}`);
  await page.getByRole('link', { name: 'Compare' }).click();
  await expect(page.getByText('Fail: the run is worse than the baseline')).toBeVisible();
  await expect(page.getByRole('row', { name: /^level/ }).first()).toContainText('exact McNemar');
  await expectAccessible(page);
  await pictured(page, 'compare');
  await page.getByRole('link', { name: 'c5', exact: true }).click();
  await expect(page.getByRole('heading', { name: 'Case c5' })).toBeVisible();
  await expect(page.getByText('not very', { exact: false }).first()).toBeVisible();
  await expectAccessible(page);
  await pictured(page, 'case');

  await page.goto(`/evaluations/suites/${suite.id}/run`);
  await expect(page.getByText('What this run can tell')).toBeVisible();
  await pictured(page, 'run');
  await page.goto(`/evaluations/suites/${suite.id}`);
  await pictured(page, 'suite');

  await page.goto(`/evaluations/suites/${suite.id}?tab=schedules`);
  await page.getByRole('button', { name: 'New schedule' }).click();
  await page.getByLabel('Name').fill('leap days');
  await page.getByLabel('Cron').fill('0 3 30 2 *');
  await page.getByRole('button', { name: 'Create schedule' }).click();
  await expect(page.getByText('never fires: no such day exists')).toBeVisible();
  await expectAccessible(page);
  await pictured(page, 'schedule-refused');
  await page.getByLabel('Cron').fill('0 3 29 2 *');
  await page.getByRole('button', { name: 'Create schedule' }).click();
  await expect(page.getByRole('row', { name: /leap days/ })).toContainText('29 Feb 2028');
  await expectAccessible(page);
  await pictured(page, 'schedules');
});
