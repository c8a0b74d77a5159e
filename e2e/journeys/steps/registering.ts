import { expect, type Page } from '@playwright/test';
import { open } from './people';

const heading = (page: Page, name: string | RegExp) =>
  expect(page.getByRole('heading', { level: 1, name })).toBeVisible();

/** Step 3: a model behind an API, named by its provider and exact name. */
export async function registerModel(page: Page, card = ''): Promise<void> {
  await open(page, 'Models');
  await page.getByRole('link', { name: 'Register model' }).first().click();
  await page.getByRole('textbox', { name: 'Name', exact: true }).fill('triage-model');
  await page.getByLabel('Intended use').fill('Gives the triage level of a note');
  await page.getByRole('button', { name: 'Register model' }).click();
  await page.getByLabel('Version', { exact: true }).fill('1');
  await page.getByLabel('Named by').selectOption({ label: 'Hosted behind an API' });
  await page.getByLabel('Provider', { exact: true }).fill('local');
  await page.getByLabel('Exact model').fill('triage-1');
  if (card) await page.getByLabel('Model card').fill(card);
  await page.getByRole('button', { name: 'Add version' }).click();
  await heading(page, /triage-model/);
}

/** The provider offers a newer model under a name of its own. */
export async function addModelVersion(page: Page, version: string, card: string): Promise<void> {
  await open(page, 'Models');
  await page.getByRole('link', { name: 'triage-model' }).click();
  await page.getByRole('link', { name: 'Add version' }).first().click();
  await page.getByLabel('Version', { exact: true }).fill(version);
  await page.getByLabel('Named by').selectOption({ label: 'Hosted behind an API' });
  await page.getByLabel('Provider', { exact: true }).fill('local');
  await page.getByLabel('Exact model').fill(`triage-${version}`);
  await page.getByLabel('Model card').fill(card);
  await page.getByRole('button', { name: 'Add version' }).click();
  await heading(page, /triage-model/);
}

export async function registerPrompt(page: Page): Promise<void> {
  await open(page, 'Prompts');
  await page.getByRole('link', { name: 'New prompt' }).first().click();
  await page.getByRole('textbox', { name: 'Name', exact: true }).fill('triage-prompt');
  await page.getByLabel('Template').fill('Give the triage level of this note: {{note}}');
  await page.getByRole('button', { name: 'Create prompt' }).click();
  await heading(page, 'triage-prompt');
}

/** One word of it changes: the next version. */
export async function changePrompt(page: Page): Promise<void> {
  await open(page, 'Prompts');
  await page.getByRole('link', { name: 'triage-prompt' }).click();
  await page.getByRole('link', { name: 'New version' }).first().click();
  await page.getByLabel('Template').fill('Give the urgency level of this note: {{note}}');
  await page.getByRole('button', { name: 'Add version' }).click();
  await heading(page, /triage-prompt/);
}

export async function uploadDataset(
  page: Page,
  { name, kind, file, text }: { name: string; kind: 'Cases' | 'Table'; file: string; text: string },
): Promise<void> {
  await open(page, 'Datasets');
  await page.getByRole('link', { name: 'New dataset' }).first().click();
  await page.getByRole('textbox', { name: 'Name', exact: true }).fill(name);
  await page.getByRole('radio', { name: kind }).check();
  await page.getByLabel('Personal data').selectOption({ label: 'No personal data' });
  await page.getByLabel('Licence').fill('Own notes');
  await page.getByLabel('Legal basis').fill('None needed: written for tests');
  await page.getByRole('button', { name: 'Create dataset' }).click();
  await page
    .getByLabel('File', { exact: true })
    .setInputFiles({ name: file, mimeType: 'text/plain', buffer: Buffer.from(text) });
  await page.getByRole('button', { name: 'Upload' }).click();
  await heading(page, new RegExp(`^${name}`));
}

export async function createSystemOnly(page: Page): Promise<void> {
  await open(page, 'Systems');
  await page.getByRole('link', { name: 'New system' }).first().click();
  await page.getByRole('textbox', { name: 'Name', exact: true }).fill('triage');
  await page.getByLabel('Purpose').fill('Sorts arriving patients by urgency');
  await page.getByRole('button', { name: 'Create system' }).click();
  await heading(page, 'triage');
}

/** Step 4: the system, and the facts that decide which law binds it. */
export async function createSystem(page: Page): Promise<void> {
  await createSystemOnly(page);
  await page.getByRole('link', { name: 'Facts' }).click();
  await answer(page, 'A. Context and roles', [
    [/established in the EU or EEA/, 'Yes'],
    [/which GDPR role/, 'Controller'],
  ]);
  await answer(page, 'B. Data', [[/personal data processed at any stage/, 'Yes']]);
  await expect(page.getByRole('row', { name: /Gdpr applies Yes/i })).toBeVisible();
}

async function answer(page: Page, section: string, answers: readonly (readonly [RegExp, string])[]) {
  const form = page.getByRole('form', { name: section });
  for (const [question, words] of answers)
    await form.getByRole('group', { name: question }).getByLabel(words, { exact: true }).check();
  await form.getByRole('button', { name: 'Save this section' }).click();
  await expect(page.getByText(`Saved: ${section}`)).toBeVisible();
}

/** On the page of a dataset version: looks for personal data in its rows. */
export async function scanVersion(page: Page): Promise<void> {
  await page.getByRole('button', { name: 'Scan', exact: true }).click();
  await expect(page.getByText('The scan runs; reload to see what it found')).toBeVisible();
}
