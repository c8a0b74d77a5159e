import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { type Browser, expect, type Page, test } from '@playwright/test';
import { hospitalCard, hospitalCases, hospitalSuite } from '../fixtures/hospital';
import { type OpenAiServer, startOpenAiServer } from '../fixtures/openai-server';
import { expectAccessible } from '../fixtures/pages';
import { type RunningServer, startServer } from '../fixtures/server';
import { answerEverything } from './steps/hospital-facts';
import { assessAll, capturePage, handInEverything, openChecklist } from './steps/hospital-evidence';
import { runSuite } from './steps/judging';
import { addPerson, open, setUp } from './steps/people';
import {
  addModelVersion,
  createSystemOnly,
  registerModel,
  registerPrompt,
  scanVersion,
  uploadDataset,
} from './steps/registering';
import { freezeDraft, openRelease, sign, submitFrozen } from './steps/releasing';

let server: RunningServer;
let models: OpenAiServer;
let notice: Server;
test.beforeAll(async () => {
  notice = createServer((_, response) => response.end('<h1>How we use your data</h1>')).listen(
    0,
    '127.0.0.1',
  );
  [server, models] = await Promise.all([
    startServer(undefined, { COUNTERSIGN_PAGE_CAPTURE: 'anywhere' }),
    startOpenAiServer(),
  ]);
});
test.afterAll(async () => {
  notice.close();
  await Promise.all([server.stop(), models.close()]);
});

/** The roles that sign, then those whose controls the same person decides about. */
const staff = [
  ['Dora Dpo', 'DPO (responsibility)', ['dpo']],
  ['Petra Privacy', 'Privacy officer', ['privacy_officer']],
  ['Sven Security', 'Security officer (responsibility)', ['security_officer']],
  ['Bea Business', 'Business owner (responsibility)', []],
  ['Olga Officer', 'Compliance officer', ['compliance_officer']],
] as const;
const board = ['Model owner (responsibility)', 'Executive (responsibility)', 'Legal'];
const alsoHeld = ['Human overseer (responsibility)', 'AI risk owner (responsibility)'];

test('a hospital goes from first fact to green; a new model makes it stale, new evidence heals it', async ({
  browser,
}) => {
  test.setTimeout(900_000);
  const admin = await setUp(browser, server.url);
  const engineer = await addPerson(browser, admin, 'Emil Engineer', ['ML engineer']);
  const people = await staffOf(browser, admin);
  await registerModel(engineer, hospitalCard);
  await registerPrompt(engineer);
  await uploadDataset(engineer, {
    name: 'triage-notes',
    kind: 'Cases',
    file: 'notes.jsonl',
    text: hospitalCases(),
  });
  await scanVersion(engineer);
  await createSystemOnly(engineer);
  const [dpo, , security, , officer] = people;
  if (!dpo || !security || !officer) throw new Error('the staff is not complete');
  await open(dpo.page, 'Systems');
  await dpo.page.getByRole('link', { name: 'triage' }).click();
  await answerEverything(dpo.page);
  await requireFrameworks(officer.page);

  await runSuite(engineer, hospitalSuite(models.url));
  await freezeDraft(engineer, '1.0.0', 'triage-model @ 1');
  await openChecklist(officer.page, '1.0.0');
  await expect(officer.page.getByText('Controls stop the deployment.')).toBeVisible();
  expect(await handInEverything(security.page, '1.0.0')).toBeGreaterThan(40);
  const { port } = notice.address() as AddressInfo;
  await capturePage(security.page, '1.0.0', `http://127.0.0.1:${port}/privacy`);
  await decide(people, '1.0.0');
  await submitFrozen(engineer, '1.0.0');
  for (const { page } of people) await sign(page, '1.0.0');
  await decide(people, '1.0.0');
  await expectGreen(officer.page, '1.0.0');

  await addModelVersion(engineer, '2', hospitalCard);
  await freezeDraft(engineer, '1.1.0', 'triage-model @ 2');
  await submitFrozen(engineer, '1.1.0');
  await expectStale(officer.page);

  await runSuite(engineer, null, 'triage-model@2');
  await handInEverything(security.page, '1.1.0');
  await decide(people, '1.1.0');
  for (const { page } of people) await sign(page, '1.1.0');
  await decide(people, '1.1.0');
  await expectGreen(officer.page, '1.1.0');
});

interface Member {
  readonly page: Page;
  readonly roles: readonly string[];
}

async function staffOf(browser: Browser, admin: Page): Promise<Member[]> {
  const members: Member[] = [];
  for (const [name, role, roles] of staff) {
    const isBoard = name === 'Bea Business';
    const held = isBoard ? [role, ...board, ...alsoHeld] : [role];
    const page = await addPerson(browser, admin, name, held);
    members.push({ page, roles: isBoard ? ['model_owner', 'executive', 'legal'] : roles });
  }
  return members;
}

/** Production asks for both frameworks and for the signature of everybody whose controls must be signed. */
async function requireFrameworks(page: Page): Promise<void> {
  await open(page, 'Gates');
  await page.getByRole('link', { name: 'production' }).click();
  await page.getByRole('link', { name: 'Edit' }).click();
  const form = page.getByRole('form', { name: 'Gate policy' });
  for (const role of ['dpo', 'privacy_officer', 'security_officer', 'business_owner']) {
    await form.getByRole('button', { name: 'Another role' }).click();
    await form.locator('select[name="role[]"]').last().selectOption(role);
  }
  await form.getByLabel('EU General Data Protection Regulation').check();
  await form.getByLabel(/HIPAA/).check();
  await form.getByRole('button', { name: 'Save as version 2' }).click();
  await expect(page.getByText('Version 2 is in force')).toBeVisible();
}

async function decide(people: readonly Member[], version: string): Promise<void> {
  for (const { page, roles } of people) await assessAll(page, version, roles);
}

async function expectGreen(page: Page, version: string): Promise<void> {
  await openChecklist(page, version);
  await expect(page.getByText('Nothing in this checklist stops the deployment.')).toBeVisible();
  await expectAccessible(page);
  await openRelease(page, version);
  await expect(page.getByText('The gate lets this release deploy.')).toBeVisible();
}

/** What hung on the replaced model no longer holds, and the gate says what; the control says why. The rest holds. */
async function expectStale(page: Page): Promise<void> {
  const accuracy = 'Accuracy of personal data in and out of the model';
  await openRelease(page, '1.1.0');
  await expect(page.getByText('The gate denies this release.')).toBeVisible();
  await expect(page.getByText(/GDPR: \d+ blocking controls? (is|are) stale: .*Accuracy/)).toBeVisible();
  await openChecklist(page, '1.1.0');
  const row = (name: string) => page.getByRole('row', { name: new RegExp(name) });
  await expect(row(`${accuracy}.*Stale`)).toBeVisible();
  await expect(row('Storage limitation.*Satisfied')).toBeVisible();
  await page.getByRole('link', { name: accuracy }).click();
  const control = page.getByRole('dialog', { name: accuracy });
  await expect(control.getByText(/the model version changed since/).first()).toBeVisible();
  await page.keyboard.press('Escape');
  await expect(page.getByRole('dialog')).toHaveCount(0);
}
