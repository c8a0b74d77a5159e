import { type Browser, expect, type Page, test } from '@playwright/test';
import { type IdentityProvider, startIdentityProvider } from '../fixtures/identity-provider';
import { foundOrganisation } from '../fixtures/organisation';
import { askGate, submitRelease } from '../fixtures/release';
import { freePort, type RunningServer, startServer } from '../fixtures/server';

let provider: IdentityProvider;
let server: RunningServer;
let people: Awaited<ReturnType<typeof foundOrganisation<'author'>>>;
test.beforeAll(async () => {
  const port = await freePort();
  provider = await startIdentityProvider(`http://localhost:${port}`);
  server = await startServer(undefined, { ...provider.settings, PORT: String(port) });
  people = await foundOrganisation(server.url, { author: ['ml_engineer'] });
});
test.afterAll(async () => {
  await server.stop();
  await provider.close();
});

test('a person of the identity provider signs in there, and once more to sign a release', async ({
  browser,
}) => {
  test.setTimeout(120_000);
  const { author, administrator } = people;
  const { personId } = await administrator.rest.must(
    administrator.rest.post<{ personId: string }>('/people', {
      name: 'Olga Officer',
      email: 'olga@example.org',
    }),
  );
  await administrator.rest.must(
    administrator.rest.post('/role-grants', { personId, role: 'compliance_officer' }),
  );
  const release = await submitRelease(author.rest);

  const officer = await leftForProvider(browser);
  await signInThere(officer, 'olga');
  await expect(officer.getByRole('navigation', { name: 'Portal' })).toBeVisible();

  await officer.goto(`/releases/${release.id}/sign?environment=production`);
  await officer.getByLabel('Reason').fill('Every result holds on this digest');
  await officer.getByRole('button', { name: 'Continue to the statement' }).click();
  await expect(officer.getByText('I approve this release for this environment.')).toBeVisible();
  await expect(officer.getByLabel('Your password, again')).toHaveCount(0);
  await officer.getByRole('button', { name: 'Continue with Hospital sign-in' }).click();
  await signInThere(officer, 'olga');
  await expect(officer.getByText('I approve this release for this environment.')).toBeVisible();
  await officer.getByRole('button', { name: 'Sign', exact: true }).click();
  await officer.waitForURL(/tab=signoffs/);
  expect((await askGate(author.rest, release.digest)).body).toMatchObject({ decision: 'allow' });
});

test('nobody is let in whom nobody added, or whose address is not verified', async ({ browser }) => {
  for (const name of ['stranger', 'unverified']) {
    const page = await leftForProvider(browser);
    await signInThere(page, name);
    await expect(page).toHaveURL(/\/sign-in\?/);
    await expect(page.getByRole('alert').first()).toBeVisible();
  }
});

async function leftForProvider(browser: Browser): Promise<Page> {
  const page = await (await browser.newContext({ baseURL: server.url })).newPage();
  await page.goto('/sign-in');
  await page.getByRole('button', { name: 'Continue with Hospital sign-in' }).click();
  return page;
}

/** The provider's own pages: a name and any password, then consent. */
async function signInThere(page: Page, name: string): Promise<void> {
  await page.locator('input[name="login"]').fill(name);
  await page.locator('input[name="password"]').fill('any');
  await page.getByRole('button', { name: /sign.?in/i }).click();
  const consent = page.getByRole('button', { name: 'Continue', exact: true });
  const back = page.waitForURL((url) => url.origin === new URL(server.url).origin);
  await Promise.race([back, consent.click().catch(() => undefined)]);
  await back;
}
