import { expect, type Page } from '@playwright/test';
import { password } from '../../fixtures/organisation';
import { open } from './people';

/** Step 7: a draft of everything registered, frozen. */
export async function freezeRelease(page: Page, version: string, prompt: string): Promise<void> {
  await open(page, 'Releases');
  await page.getByRole('link', { name: 'New release' }).first().click();
  await page.getByLabel('System').selectOption({ label: 'triage' });
  await page.getByLabel('Version', { exact: true }).fill(version);
  await page.getByLabel('Summary').fill(`Release ${version}`);
  const parts = ['triage-model @ 1', prompt, 'triage-notes @ 1', 'screening @ 1', 'triage-smoke @ 1'];
  for (const part of [...parts, 'screening-by-sex @ 1']) await page.getByLabel(part, { exact: true }).check();
  await page.getByLabel('EU General Data Protection Regulation').check();
  await page.getByRole('button', { name: 'Create draft' }).click();
  await expect(page.getByRole('heading', { level: 1, name: `triage ${version}` })).toBeVisible();
  await page.getByRole('button', { name: 'Freeze' }).click();
  await expect(page.getByRole('button', { name: 'Submit for sign-off' })).toBeVisible();
}

/** The same of a hospital, which is judged by two frameworks. */
export async function freezeDraft(page: Page, version: string, model: string): Promise<void> {
  await open(page, 'Releases');
  await page.getByRole('link', { name: 'New release' }).first().click();
  await page.getByLabel('System').selectOption({ label: 'triage' });
  await page.getByLabel('Version', { exact: true }).fill(version);
  await page.getByLabel('Summary').fill(`Release ${version}`);
  for (const part of [model, 'triage-prompt @ 1', 'triage-notes @ 1', 'triage-quality @ 1'])
    await page.getByLabel(part, { exact: true }).check();
  await page.getByLabel('EU General Data Protection Regulation').check();
  await page.getByLabel(/HIPAA/).check();
  await page.getByRole('button', { name: 'Create draft' }).click();
  await expect(page.getByRole('heading', { level: 1, name: `triage ${version}` })).toBeVisible();
  await page.getByRole('button', { name: 'Freeze' }).click();
  await expect(page.getByRole('button', { name: 'Submit for sign-off' })).toBeVisible();
}

export async function submitFrozen(page: Page, version: string): Promise<void> {
  await openRelease(page, version);
  await page.getByRole('button', { name: 'Submit for sign-off' }).click();
  await expect(page.getByRole('button', { name: 'Withdraw' })).toBeVisible();
}

/** Submits the frozen release and downloads its manifest; answers the file. */
export async function submit(page: Page, version: string): Promise<string> {
  await openRelease(page, version);
  await page.getByRole('button', { name: 'Submit for sign-off' }).click();
  await expect(page.getByRole('button', { name: 'Withdraw' })).toBeVisible();
  await page.getByRole('link', { name: 'Contents' }).click();
  return downloaded(page, () => page.getByRole('link', { name: 'Download manifest' }).click());
}

/** One word of the prompt changes: the release is withdrawn, holds the next prompt version, and is frozen anew. */
export async function changeRelease(page: Page): Promise<void> {
  await openRelease(page, '1.0.0');
  await page.getByRole('button', { name: 'Withdraw' }).click();
  const dialog = page.getByRole('dialog');
  await dialog.getByLabel('Reason').fill('One word of the prompt changes');
  await dialog.getByRole('button', { name: 'Withdraw release' }).click();
  await page.getByRole('link', { name: 'Edit', exact: true }).click();
  await page.getByLabel('triage-prompt @ 1').uncheck();
  await page.getByLabel('triage-prompt @ 2').check();
  await page.getByRole('button', { name: 'Save as draft' }).click();
  await expect(page.getByRole('heading', { level: 1, name: 'triage 1.0.0' })).toBeVisible();
  await page.getByRole('button', { name: 'Freeze' }).click();
  await expect(page.getByRole('button', { name: 'Submit for sign-off' })).toBeVisible();
}

export async function openRelease(page: Page, version: string): Promise<void> {
  await open(page, 'Releases');
  await page
    .getByRole('link', { name: `triage ${version}` })
    .first()
    .click();
  await expect(page.getByRole('heading', { level: 1, name: `triage ${version}` })).toBeVisible();
}

/** Step 8: from the inbox to the case, the statement, the password again. */
export async function sign(page: Page, version = '1.0.0'): Promise<void> {
  await open(page, 'Inbox');
  await page
    .getByRole('link', { name: `triage ${version}` })
    .first()
    .click();
  await expect(page.getByRole('heading', { level: 1, name: `Sign triage ${version}` })).toBeVisible();
  await page.getByLabel('Reason').fill('Every result holds on this digest');
  await page.getByRole('button', { name: 'Continue to the statement' }).click();
  await expect(page.getByText('I approve this release for this environment.')).toBeVisible();
  await page.getByLabel('Your password, again').fill(password);
  await page.getByRole('button', { name: 'Sign', exact: true }).click();
  await page.waitForURL(/tab=signoffs/);
  await expect(page.getByText('Every result holds on this digest').first()).toBeVisible();
}

/** Step 10: asks for a file of Reports and downloads it when it is made. */
export async function exportFile(page: Page, kind: RegExp): Promise<string> {
  await open(page, 'Reports');
  await page.getByRole('button', { name: 'New export' }).first().click();
  const form = page.getByRole('form', { name: 'New export' });
  await form.getByRole('radio', { name: kind }).check();
  await form.getByRole('combobox', { name: 'Release' }).selectOption({ label: 'triage 1.0.0' });
  await form.getByRole('button', { name: 'Make the file' }).click();
  const link = page.getByRole('row', { name: kind }).getByRole('link', { name: 'Download' });
  await expect(link).toBeVisible({ timeout: 60_000 });
  return downloaded(page, () => link.click());
}

/** Path of the file that a click saves. */
export async function downloaded(page: Page, click: () => Promise<void>): Promise<string> {
  const [download] = await Promise.all([page.waitForEvent('download'), click()]);
  return download.path();
}
