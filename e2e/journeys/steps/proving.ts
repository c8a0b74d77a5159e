import { mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, type Page } from '@playwright/test';
import { countersign, type Ended } from '../../fixtures/command-line';
import { open } from './people';
import { downloaded, exportFile } from './releasing';

/** Asks the gate as a pipeline does. */
export type AskGate = (...args: string[]) => Promise<Ended>;

/** Step 9: a token for the pipeline and the key of the gate, both from the settings. */
export async function pipeline(page: Page, url: string): Promise<AskGate> {
  await open(page, 'Settings');
  await page.getByRole('main').getByRole('link', { name: 'API tokens' }).click();
  await page.getByRole('button', { name: 'Create token' }).first().click();
  const dialog = page.getByRole('dialog');
  await dialog.getByRole('textbox', { name: 'Name', exact: true }).fill('release pipeline');
  await dialog.getByLabel('Ask the gate').check();
  await dialog.getByRole('button', { name: 'Create token' }).click();
  const token = await dialog.getByText(/^cs_/).innerText();
  await page.keyboard.press('Escape');
  const key = join(mkdtempSync(join(tmpdir(), 'countersign-gate-')), 'gate.pub');
  writeFileSync(key, await (await fetch(`${url}/keys/gate.pub`)).text());
  const env = { COUNTERSIGN_URL: url, COUNTERSIGN_TOKEN: token };
  return (...args) =>
    countersign(['gate', 'check', '--env', 'production', '--policy-key', key, ...args], env);
}

/** Step 10: the trail, then the files for people outside. */
export async function readTrail(page: Page): Promise<void> {
  await page.getByRole('navigation', { name: 'Portal' }).getByRole('link', { name: 'Trail' }).click();
  await expect(page.getByRole('row', { name: /sign-?off recorded/i })).toBeVisible();
  await page
    .getByRole('link', { name: /sign-?off recorded/i })
    .first()
    .click();
  await expect(page.getByRole('dialog', { name: /sign-?off recorded/i })).toBeVisible();
  await page.keyboard.press('Escape');
}

export async function takeReport(page: Page): Promise<void> {
  const pdf = readFileSync(await exportFile(page, /^Release report/));
  expect(pdf.subarray(0, 5).toString()).toBe('%PDF-');
}

/** The bundle and, another way, the trust policy. */
export async function takeBundle(page: Page): Promise<{ bundle: Buffer; trustPolicy: Buffer }> {
  const bundle = readFileSync(await exportFile(page, /^Evidence bundle/));
  const path = await downloaded(page, () => page.getByRole('link', { name: 'Trust policy' }).click());
  return { bundle, trustPolicy: readFileSync(path) };
}
