import { expect, type Locator, type Page } from '@playwright/test';
import { filledForms } from '@/db/testing/filled-forms';
import { open } from './people';

type Filled = Readonly<Record<string, string | number | boolean | readonly string[]>>;

export async function openChecklist(page: Page, version: string): Promise<void> {
  await open(page, 'Checklists');
  await page.getByRole('link', { name: `Checklist of triage ${version} in production` }).click();
  await expect(page.getByRole('heading', { level: 1, name: `Checklist: triage ${version}` })).toBeVisible();
}

/** Everything that the checklist waits for, on one page and in one submission. */
export async function handInEverything(page: Page, version: string): Promise<number> {
  await openChecklist(page, version);
  await page.getByRole('link', { name: 'Hand in evidence' }).click();
  const form = page.getByRole('form', { name: 'Hand in evidence' });
  await expect(form).toBeVisible();
  const rows = form.getByRole('listitem').filter({ has: page.locator('input[name="rows[]"]') });
  const count = await rows.count();
  for (let at = 0; at < count; at += 1) await fillRow(rows.nth(at));
  await form.getByRole('button', { name: 'Hand in what is filled in' }).click();
  await expect(page.getByText('Evidence handed in')).toBeVisible({ timeout: 30_000 });
  return count;
}

async function fillRow(row: Locator): Promise<void> {
  const box = row.locator('input[name="rows[]"]');
  const at = await box.getAttribute('value');
  await box.check();
  const type = await row.locator(`input[name="${at}.type"]`).inputValue();
  const title = await row.locator(`input[name="${at}.title"]`).inputValue();
  const form = formOf(type, await row.getByRole('group').first().locator('legend').first().innerText());
  if (form) return fillForm(row, `${at}.record.`, form);
  const way = row.locator(`select[name="${at}.as"]`);
  if ((await way.count()) > 0 && (await way.locator('option[value="link"]').count()) > 0)
    await way.selectOption('link');
  const address = row.getByLabel('Address');
  if ((await address.count()) > 0) await address.fill(`https://intranet.example.org/${type}`);
  else {
    if ((await way.count()) > 0) await way.selectOption('statement');
    await row.getByLabel('Record or statement').fill(`${title}: looked at by the ward and in order`);
  }
}

/** What stands in the form of a type; of those with several records the one that the row asks for. */
function formOf(type: string, legend: string): Filled | undefined {
  const all = filledForms[type] ?? [];
  return (
    all.find((one) => Object.values(one).some((value) => legend.endsWith(`: ${String(value)}`))) ?? all[0]
  );
}

async function fillForm(row: Locator, prefix: string, form: Filled): Promise<void> {
  for (const [name, value] of Object.entries(form)) {
    if (Array.isArray(value)) {
      for (const one of value as string[])
        await row.locator(`input[name="${prefix}${name}[]"][value="${one}"]`).check();
      continue;
    }
    const control = row.locator(`[name="${prefix}${name}"]`);
    const isChoice = (await control.evaluate(({ tagName }) => tagName)) === 'SELECT';
    if (isChoice) await control.selectOption(String(value));
    else await control.fill(String(value));
  }
}

/** A page that everybody can read is captured as it is today. */
export async function capturePage(page: Page, version: string, url: string): Promise<void> {
  await openChecklist(page, version);
  await page.getByRole('link', { name: 'Hand in evidence' }).click();
  const row = page.getByRole('listitem').filter({ hasText: /^Public page/ });
  await row.getByRole('link', { name: 'Add' }).click();
  await page.getByLabel('Title', { exact: true }).fill('Privacy notice for patients');
  await page.getByLabel('Address').fill(url);
  await page.getByRole('button', { name: 'Add evidence' }).click();
  await expect(page.getByRole('heading', { level: 1, name: /Privacy notice for patients/ })).toBeVisible();
}

/** One decision for all controls of each role that the person holds. */
export async function assessAll(page: Page, version: string, roles: readonly string[]): Promise<void> {
  await openChecklist(page, version);
  await page.getByRole('link', { name: 'Many controls' }).click();
  for (const role of roles) {
    await page.getByLabel('Owner role').selectOption(role);
    await page.waitForURL(new RegExp(`role=${role}`));
    const all = page.getByRole('checkbox', { name: /^All \d+/ });
    const nothing = page.getByText('No control waits for this role');
    await expect(all.or(nothing)).toBeVisible();
    if (await nothing.isVisible()) continue;
    await all.check();
    const form = page.getByRole('form', { name: 'Assess the chosen controls' });
    await form.getByLabel('Reason').fill('Read the evidence that counts for each of them');
    await form.getByRole('button', { name: /^Record \d+ assessment/ }).click();
    await expect(nothing).toBeVisible();
  }
}
