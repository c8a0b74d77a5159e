import { type Browser, expect, type Page } from '@playwright/test';
import { password } from '../../fixtures/organisation';

/** Opens a page of the portal as a person does: by the sidebar. */
export async function open(page: Page, label: string): Promise<void> {
  await page.getByRole('navigation', { name: 'Portal' }).getByRole('link', { name: label }).click();
  await expect(page.getByRole('heading', { level: 1, name: label })).toBeVisible();
}

/** Step 1: the first person names the organisation and becomes its administrator. */
export async function setUp(browser: Browser, url: string): Promise<Page> {
  const page = await (await browser.newContext({ baseURL: url })).newPage();
  await page.goto('/');
  const form = page.getByRole('form', { name: 'Set up' });
  await form.getByLabel('Organisation').fill('Northfield Hospital');
  await form.getByLabel('Your name').fill('Ada Admin');
  await form.getByLabel('E-mail address').fill('ada@example.org');
  await form.getByLabel('Password').fill(password);
  await form.getByRole('button', { name: 'Create organisation' }).click();
  await expect(page.getByRole('navigation', { name: 'Portal' })).toBeVisible();
  return page;
}

/** Step 2: the administrator adds a person, grants the roles, and passes the link on; the person sets a password. */
export async function addPerson(
  browser: Browser,
  admin: Page,
  name: string,
  roles: readonly string[],
): Promise<Page> {
  await open(admin, 'Settings');
  await admin.getByRole('link', { name: 'People and roles' }).click();
  await admin.getByRole('button', { name: 'Add person' }).click();
  const dialog = admin.getByRole('dialog');
  await dialog.getByLabel('Name').fill(name);
  await dialog.getByLabel('E-mail address').fill(`${name.split(' ')[0]?.toLowerCase()}@example.org`);
  await dialog.getByRole('button', { name: 'Add person' }).click();
  const link = await dialog.getByText(/\/invitations\//).innerText();
  await admin.keyboard.press('Escape');
  await admin.getByRole('link', { name }).click();
  for (const role of roles) await grant(admin, role);
  return accepted(browser, link);
}

async function grant(admin: Page, role: string): Promise<void> {
  const form = admin.getByRole('form', { name: 'Request a role' });
  await form.getByLabel('Role').selectOption({ label: role });
  await form.getByRole('button', { name: 'Request role' }).click();
  const name = role.replace(' (responsibility)', '');
  await expect(admin.getByRole('row', { name: new RegExp(`^${name}.*held`, 'i') })).toBeVisible();
}

async function accepted(browser: Browser, link: string): Promise<Page> {
  const { origin } = new URL(link);
  const page = await (await browser.newContext({ baseURL: origin, acceptDownloads: true })).newPage();
  await page.goto(link);
  await page.getByLabel('Password').fill(password);
  await page.getByRole('button', { name: 'Set password and sign in' }).click();
  await expect(page.getByRole('navigation', { name: 'Portal' })).toBeVisible();
  return page;
}
