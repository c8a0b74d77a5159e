import { expect, type Page } from '@playwright/test';
import { open } from './people';

/** Step 5: a suite, and a run of it that the person watches until its verdict.
 *  @param file null: the suite is there already */
export async function runSuite(page: Page, file: string | null, model = 'triage-model@1'): Promise<void> {
  await open(page, 'Evaluations');
  if (file === null) await page.getByRole('link', { name: 'triage-quality' }).first().click();
  else {
    await page.getByRole('link', { name: 'New suite' }).first().click();
    await page.getByLabel('Suite file').fill(file);
    await page.getByRole('button', { name: 'Create suite' }).click();
  }
  await page.getByRole('link', { name: 'Run', exact: true }).first().click();
  await page.getByLabel('Model version').selectOption({ label: model });
  // The suite asks for the model that it was written for.
  if (file === null) await page.getByLabel('Model (optional)').fill('triage-2');
  await page.getByRole('button', { name: 'Start run' }).click();
  await expect(page.getByRole('heading', { level: 1, name: /^Run of/ })).toBeVisible();
  await expect(page.getByText(/^Pass: the evidence/)).toBeVisible({ timeout: 90_000 });
}

/** Step 6: a bias study over the predictions of the model. */
export async function runStudy(page: Page): Promise<void> {
  await open(page, 'Bias');
  await page.getByRole('link', { name: 'New study' }).first().click();
  await page.getByRole('textbox', { name: 'Name', exact: true }).fill('screening-by-sex');
  await page.getByLabel('sex', { exact: true }).check();
  await page.getByLabel('Column of the prediction').selectOption('invited');
  await page.getByLabel('Model version that made the predictions').selectOption({ label: 'triage-model@1' });
  await page.getByRole('button', { name: 'Create and compute' }).click();
  await expect(page.getByText(/^Pass: every threshold/)).toBeVisible({ timeout: 60_000 });
}

/** The officer makes suite and study a condition of production. */
export async function requireResults(page: Page): Promise<void> {
  await open(page, 'Gates');
  await page.getByRole('link', { name: 'production' }).click();
  await page.getByRole('link', { name: 'Edit' }).click();
  const form = page.getByRole('form', { name: 'Gate policy' });
  await form.getByLabel('triage-smoke').check();
  await form.getByLabel('screening-by-sex').check();
  await form.getByRole('button', { name: 'Save as version 2' }).click();
  await expect(page.getByText('Version 2 is in force')).toBeVisible();
}

const control = 'Purpose limitation and compatible reuse';

/** Step 7: evidence for one control of the checklist, handed in from the control itself. */
export async function handInEvidence(page: Page): Promise<void> {
  await openControl(page);
  await page.getByRole('link', { name: 'Add evidence' }).first().click();
  await page.getByLabel('Title', { exact: true }).fill('Intended use of the triage assistant');
  await page.getByLabel('File', { exact: true }).setInputFiles({
    name: 'intended-use.md',
    mimeType: 'text/markdown',
    buffer: Buffer.from('# Intended use\n\nSorts notes of arriving patients. A nurse decides.\n'),
  });
  await page.getByRole('button', { name: 'Add evidence' }).click();
  await expect(page.getByRole('heading', { level: 1, name: /Intended use of the triage/ })).toBeVisible();
  await expect(page.getByText(/sha256:/).first()).toBeVisible();
}

/** The owner of the control decides by hand, with that evidence and a reason. */
export async function assess(page: Page): Promise<void> {
  await openControl(page);
  const form = page.getByRole('form', { name: 'Assess this control' });
  await form.getByLabel('Decision').selectOption({ label: 'Satisfied' });
  await form.getByLabel('Reason').fill('One purpose, stated, and nothing else is done with the notes');
  await form.getByLabel(/Intended use of the triage assistant/).check();
  await form.getByRole('button', { name: 'Record assessment' }).click();
  await expect(page.getByText('set by hand')).toBeVisible();
  await page.keyboard.press('Escape');
  await expect(page.getByRole('dialog')).toHaveCount(0);
}

async function openControl(page: Page): Promise<void> {
  await open(page, 'Checklists');
  await page.getByRole('link', { name: 'Checklist of triage 1.0.0 in production' }).click();
  await page.getByRole('link', { name: control }).click();
  await expect(page.getByRole('dialog', { name: control })).toBeVisible();
}
