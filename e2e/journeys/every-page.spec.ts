import { type Browser, expect, type Page, test } from '@playwright/test';
import { expectAccessible, signedInPage } from '../fixtures/pages';
import { portalRoutes, routeOf } from '../fixtures/routes';
import { type RunningServer, startServer } from '../fixtures/server';

let server: RunningServer;
test.beforeAll(async () => {
  server = await startServer();
});
test.afterAll(() => server.stop());

test('every page of the portal is reached by links, without an error and without a barrier', async ({
  browser,
}) => {
  test.setTimeout(600_000);
  const people = await demonstration(browser);
  const seen = new Set<string>();
  for (const role of ['Administrator', 'ML engineer', 'Compliance officer', 'Auditor']) {
    const person = people.find((one) => one.role === role);
    if (!person) throw new Error(`the demonstration has no ${role}`);
    await walk(await signedInPage(browser, server.url, person.email, person.password), seen);
  }
  const reached = new Set([...seen].map((view) => view.split('?')[0]));
  const unreached = portalRoutes.filter((route) => !reached.has(route));
  expect(unreached.filter((route) => !withoutLink.includes(route))).toEqual([]);
});

/** What the demonstration has none of, and forms that only those may open who were not the first to see their link. */
const withoutLink: readonly string[] = [
  '/bias/new',
  '/datasets/[datasetId]/versions/new',
  '/datasets/new',
  '/evaluations/suites/[suiteId]/run',
  '/evaluations/suites/[suiteId]/versions/new',
  '/evidence/new',
  '/findings/[findingId]',
  '/findings/new',
  '/frameworks/drafts/[frameworkId]',
  '/frameworks/drafts/[frameworkId]/control',
  '/gates/decisions/[decisionId]',
  '/incidents/[incidentId]',
  '/incidents/new',
  '/judges/[judgeId]',
  '/judges/[judgeId]/calibrate',
  '/judges/calibrations/[judgingId]',
  '/judges/comparisons/[judgingId]',
  '/judges/new',
  '/models/[modelId]/versions/new',
  '/models/new',
  '/prompts/[promptId]/diff',
  '/releases/[releaseId]/edit',
  '/releases/[releaseId]/sign',
  '/releases/new',
  '/reviews/[queueId]',
  '/reviews/[queueId]/label',
  '/reviews/new',
  '/systems/new',
  '/prompts/new',
  '/vendors/[vendorId]',
  '/vendors/new',
];

interface Person {
  readonly role: string;
  readonly email: string;
  readonly password: string;
}

/** Loads the demonstration organisation by its button; answers the people whom the page names. */
async function demonstration(browser: Browser): Promise<Person[]> {
  const page = await (await browser.newContext({ baseURL: server.url })).newPage();
  await page.goto('/set-up');
  await page.getByRole('button', { name: 'Load the demonstration organisation' }).click();
  const section = page.getByRole('region', { name: 'People of the demonstration' }).first();
  await expect(section.getByRole('button', { name: 'Open the portal', exact: true })).toBeVisible({
    timeout: 120_000,
  });
  const text = (await section.locator('pre').textContent()) ?? '';
  const found = text.matchAll(/^(.+): .+\n {2}(\S+)\n {2}(\S+)$/gm);
  return [...found].map(([, role = '', email = '', password = '']) => ({ role, email, password }));
}

/** What a page shows: its pattern, the names of its parameters, and its tab. */
function viewOf({ pathname, searchParams }: URL): string | undefined {
  const route = routeOf(pathname);
  const names = [...new Set(searchParams.keys())].filter((name) => name !== 'cursor').sort();
  const tab = searchParams.get('tab') ?? '';
  return route && `${route}?${names.join('&')}${tab}`;
}

/** Follows the links from the overview; each view is opened once. */
async function walk(page: Page, seen: Set<string>): Promise<void> {
  const queue = ['/', '/settings'];
  for (let path = queue.shift(); path !== undefined; path = queue.shift()) {
    const view = viewOf(new URL(path, server.url));
    if (view === undefined || seen.has(view)) continue;
    seen.add(view);
    const response = await page.goto(path);
    expect(response?.status(), path).toBe(200);
    // By its tag: behind an open drawer the page is hidden from assistive technology, and has no role.
    await expect(page.locator('h1').first(), path).toBeVisible();
    await expectAccessible(page);
    const links = await page
      .locator('a[href^="/"]:not([download])')
      .evaluateAll((found) => found.map((one) => one.getAttribute('href') ?? ''));
    queue.push(...links);
  }
}
