import { expect, test } from '@playwright/test';
import { foundOrganisation } from '../fixtures/organisation';
import { expectAccessible, signedInPage } from '../fixtures/pages';
import { type RunningServer, startServer } from '../fixtures/server';

let server: RunningServer;
test.beforeAll(async () => {
  server = await startServer();
});
test.afterAll(() => server.stop());

test('an engineer assembles a release, an officer signs it, the gate allows it and an auditor reads it', async ({
  browser,
}) => {
  const people = await foundOrganisation(server.url, {
    engineer: ['ml_engineer', 'compliance_officer'],
    officer: ['compliance_officer'],
    auditor: ['auditor'],
  });
  const engineer = await signedInPage(browser, server.url, people.engineer.email);
  await engineer.goto('/systems/new');
  await engineer.getByLabel('Name').fill('triage');
  await engineer.getByLabel('Purpose').fill('Sorts arriving patients by urgency');
  await engineer.getByRole('button', { name: 'Create system' }).click();
  await expect(engineer.getByRole('heading', { name: 'triage' })).toBeVisible();

  await engineer.goto('/prompts/new');
  await engineer.getByLabel('Name').fill('triage-prompt');
  await engineer.getByLabel('Template').fill('Give the triage level of this note: {{note}}');
  await engineer.getByRole('button', { name: 'Create prompt' }).click();
  await expect(engineer.getByRole('heading', { name: 'triage-prompt' })).toBeVisible();

  await engineer.goto('/releases/new');
  await engineer.getByLabel('System').selectOption({ label: 'triage' });
  await engineer.getByLabel('Version', { exact: true }).fill('1.0.0');
  await engineer.getByLabel('Summary').fill('First release');
  await engineer.getByLabel('triage-prompt @ 1').check();
  await engineer.getByRole('button', { name: 'Create draft' }).click();
  await expect(engineer.getByRole('heading', { name: 'triage 1.0.0' })).toBeVisible();
  const address = engineer.url();
  await engineer.getByRole('button', { name: 'Freeze' }).click();
  await engineer.getByRole('button', { name: 'Submit for sign-off' }).click();
  await expect(engineer.getByText('Only signatures are missing.')).toBeVisible();
  await expectAccessible(engineer);
  // Four eyes: the author finds the button in its place, disabled, with the reason.
  await engineer.goto(`${address}/sign?environment=production`);
  await expect(engineer.getByText(/Four eyes/).first()).toBeVisible();

  const officer = await signedInPage(browser, server.url, people.officer.email);
  await officer.goto('/inbox');
  await expect(officer.getByText('triage 1.0.0').first()).toBeVisible();
  await officer.goto(`${address}/sign?environment=production`);
  await officer.getByLabel('Reason').fill('Every result holds on this digest');
  await officer.getByRole('button', { name: 'Continue to the statement' }).click();
  await expect(officer.getByText('I approve this release for this environment.')).toBeVisible();
  await expectAccessible(officer);
  await officer.getByLabel('Your password, again').fill('a long enough password 7');
  await officer.getByRole('button', { name: 'Sign', exact: true }).click();
  await officer.waitForURL(/tab=signoffs/);
  await expect(officer.getByText('Every result holds on this digest')).toBeVisible();
  await officer.goto(address);
  await expect(officer.getByText('The gate lets this release deploy.')).toBeVisible();

  const auditor = await signedInPage(browser, server.url, people.auditor.email);
  await auditor.goto('/audit');
  await expect(auditor.getByRole('row', { name: /sign-?off recorded/i })).toBeVisible();
  await expectAccessible(auditor);
});
