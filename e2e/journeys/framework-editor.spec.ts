import { expect, type Page, test } from '@playwright/test';
import { foundOrganisation } from '../fixtures/organisation';
import { expectAccessible, signedInPage } from '../fixtures/pages';
import { type RunningServer, startServer } from '../fixtures/server';

let server: RunningServer;
test.beforeAll(async () => {
  server = await startServer();
});
test.afterAll(() => server.stop());

test('a framework is written, changed, adopted and rolled back in the browser, without a file', async ({
  browser,
}) => {
  test.setTimeout(240_000);
  const people = await foundOrganisation(server.url, { officer: ['compliance_officer'] });
  const { rest } = people.administrator;
  await rest.must(rest.post('/systems', { name: 'triage', purpose: 'Sorts', stage: 'development' }));
  const page = await signedInPage(browser, server.url, people.officer.email);

  await page.goto('/frameworks');
  await page.getByRole('link', { name: 'New framework' }).click();
  await page.getByRole('textbox', { name: /^Id/ }).fill('house-rules');
  await page.getByRole('textbox', { name: /^Title/ }).fill('House rules');
  await page.getByRole('button', { name: 'Begin the draft' }).click();
  await expect(page.getByRole('heading', { name: 'House rules, version 1' })).toBeVisible();

  await addControl(page, 'house-1', 'An owner answers for it', async () => {
    await page.getByLabel(/^Applies when/).fill('phi and phy');
    await expect(page.getByText('there is no fact named phy').first()).toBeVisible();
    await page.getByText('Facts and their questions').click();
    await page.getByRole('searchbox', { name: 'Search facts' }).fill('release_environment');
    await page.getByLabel(/^Applies when/).fill('');
    await page.getByRole('button', { name: "release_environment == 'production'" }).click();
    await expect(page.getByTestId('in-words')).toContainText('is answered with production');
    await expectAccessible(page);
  });
  await addControl(page, 'house-2', 'Nobody is scored');
  await addControl(page, 'house-3', 'A person can be asked');
  await publish(page);
  await expect(page.getByText('version 1', { exact: true })).toBeVisible();
  await page.getByLabel('For', { exact: true }).selectOption({ label: 'triage' });
  await page.getByLabel('Choice').selectOption({ label: 'Used' });
  await page.getByRole('button', { name: 'Choose' }).click();
  await expect(page.getByText('triage: used')).toBeVisible();

  await page.getByRole('button', { name: 'Edit', exact: true }).click();
  await expect(page.getByRole('heading', { name: 'House rules, version 2' })).toBeVisible();
  await page.getByRole('link', { name: 'An owner answers for it' }).click();
  await expect(page.getByRole('textbox', { name: /^Id/ })).toHaveAttribute('readonly');
  const other = await page.context().newPage();
  await other.goto(page.url());
  await page.getByLabel(/^What is asked/).fill('Name the owner and a deputy.');
  await save(page);
  await expectOvertaken(other);
  await addControl(page, 'house-4', 'It can be switched off');
  await page.getByRole('button', { name: 'Remove Nobody is scored' }).click();
  await expect(page.getByRole('button', { name: 'Bring back Nobody is scored' })).toBeVisible();
  await expectAccessible(page);
  await publish(page);

  await expect(page.getByText('An owner answers for it').first()).toBeVisible();
  await expect(page.getByText('Name the owner and a deputy.').first()).toBeVisible();
  await decide(page, 'Adopt', 'Adopt', 'The board agreed');
  await expect(page.getByText('This version is in use.')).toBeVisible();
  await page.getByRole('link', { name: 'House rules', exact: true }).click();
  await page.getByRole('link', { name: '1 (revision 1)' }).click();
  await decide(page, 'Go back to this version', 'Go back', 'Too early');
  await expect(page.getByText('This version is in use.')).toBeVisible();
});

async function addControl(page: Page, id: string, title: string, more = async () => {}) {
  await page.getByRole('link', { name: 'Add a control' }).first().click();
  await page.getByRole('textbox', { name: /^Id/ }).first().fill(id);
  await page.getByRole('textbox', { name: /^Title/ }).fill(title);
  await page.getByLabel(/^What is asked/).fill('Name the owner.');
  await more();
  await save(page);
  await expect(page.getByRole('link', { name: title })).toBeVisible();
}

async function save(page: Page) {
  await page.getByRole('button', { name: 'Save the control' }).click();
  await page.waitForURL(({ pathname }) => !pathname.endsWith('/control'));
}

/** Somebody else saved first: nothing is lost, and what they wrote is shown before it is replaced. */
async function expectOvertaken(page: Page) {
  await page.getByRole('textbox', { name: /^Title/ }).fill('An owner, and who else');
  await page.getByRole('button', { name: 'Save the control' }).click();
  await expect(page.getByText(/Somebody changed this draft since you opened it/)).toBeVisible();
  await page.getByRole('button', { name: 'Look at the newest draft' }).click();
  await expect(page.getByText('Requirement: Name the owner and a deputy.')).toBeVisible();
  await expect(page.getByRole('textbox', { name: /^Title/ })).toHaveValue('An owner, and who else');
  await page.close();
}

async function publish(page: Page) {
  await page.getByRole('button', { name: 'Publish' }).click();
  await page.getByRole('dialog').getByRole('button', { name: 'Publish' }).click();
  await page.waitForURL(({ pathname }) => !pathname.includes('/drafts/'));
}

async function decide(page: Page, button: string, submit: string, reason: string) {
  await page.getByRole('button', { name: button, exact: true }).click();
  // A toast is a dialog as well.
  const dialog = page
    .getByRole('dialog')
    .filter({ has: page.getByRole('button', { name: submit, exact: true }) });
  await dialog.getByLabel(/^Reason/).fill(reason);
  await dialog.getByRole('button', { name: submit, exact: true }).click();
  await expect(dialog).toBeHidden();
}
