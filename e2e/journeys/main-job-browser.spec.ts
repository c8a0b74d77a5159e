import { expect, type Page, test } from '@playwright/test';
import { predictions, triageCases, triageSuite } from '../fixtures/material';
import { type OpenAiServer, startOpenAiServer } from '../fixtures/openai-server';
import { expectAccessible } from '../fixtures/pages';
import { type RunningServer, startServer } from '../fixtures/server';
import { flipped, verify } from '../fixtures/trail';
import { assess, handInEvidence, requireResults, runStudy, runSuite } from './steps/judging';
import { addPerson, setUp } from './steps/people';
import { pipeline, readTrail, takeBundle, takeReport } from './steps/proving';
import {
  changePrompt,
  createSystem,
  registerModel,
  registerPrompt,
  uploadDataset,
} from './steps/registering';
import { changeRelease, freezeRelease, openRelease, sign, submit } from './steps/releasing';

let server: RunningServer;
let models: OpenAiServer;
test.beforeAll(async () => {
  [server, models] = await Promise.all([startServer(), startOpenAiServer()]);
});
test.afterAll(() => Promise.all([server.stop(), models.close()]));

test('people do the main job in ten steps, in the browser alone', async ({ browser }) => {
  test.setTimeout(420_000);
  const admin = await setUp(browser, server.url);
  const engineer = await addPerson(browser, admin, 'Emil Engineer', ['ML engineer', 'Compliance officer']);
  const officer = await addPerson(browser, admin, 'Olga Officer', [
    'Compliance officer',
    'DPO (responsibility)',
  ]);
  const auditor = await addPerson(browser, admin, 'Anton Auditor', ['Auditor']);

  await registered(engineer);
  await createSystem(engineer);
  await runSuite(engineer, triageSuite('triage-notes@1', 'triage-prompt@1', models.url));
  await runStudy(engineer);
  await requireResults(officer);

  await freezeRelease(engineer, '1.0.0', 'triage-prompt @ 1');
  await handInEvidence(engineer);
  await assess(officer);
  const manifest = await submit(engineer, '1.0.0');
  const askGate = await pipeline(engineer, server.url);
  const before = await askGate('--manifest', manifest);
  expect([before.code, before.stdout + before.stderr]).toEqual([
    11,
    expect.stringContaining('SIGNOFF_MISSING'),
  ]);

  await expectAuthorRefused(engineer);
  await sign(officer);
  await openRelease(engineer, '1.0.0');
  await expect(engineer.getByText('The gate lets this release deploy.')).toBeVisible();
  await expectAccessible(engineer);
  const after = await askGate('--manifest', manifest);
  expect(after.code, after.stdout + after.stderr).toBe(0);

  await changePrompt(engineer);
  await changeRelease(engineer);
  const changed = await askGate('--manifest', await submit(engineer, '1.0.0'));
  expect([changed.code, changed.stdout + changed.stderr]).toEqual([
    10,
    expect.stringContaining('SIGNOFF_MISSING'),
  ]);
  expect((await askGate('--manifest', manifest)).code).toBe(10);

  await readTrail(auditor);
  await takeReport(auditor);
  await expectBundleVerifies(auditor);
});

async function registered(engineer: Page): Promise<void> {
  await registerModel(engineer);
  await registerPrompt(engineer);
  const notes = { name: 'triage-notes', kind: 'Cases', file: 'notes.jsonl', text: triageCases() } as const;
  await uploadDataset(engineer, notes);
  const table = { name: 'screening', kind: 'Table', file: 'screening.csv', text: predictions() } as const;
  await uploadDataset(engineer, table);
}

/** Four eyes: the author finds the button in its place, withheld, and the page of the signature says why. */
async function expectAuthorRefused(author: Page): Promise<void> {
  await openRelease(author, '1.0.0');
  await expect(author.getByRole('button', { name: 'Sign', exact: true })).toHaveAttribute(
    'aria-disabled',
    'true',
  );
  await author.goto(`${author.url().split('?')[0]}/sign?environment=production`);
  await expect(author.getByText('You cannot sign this release')).toBeVisible();
  await expect(author.getByText(/Four eyes/).first()).toBeVisible();
  await expect(author.getByRole('button', { name: 'Continue to the statement' })).toHaveCount(0);
}

async function expectBundleVerifies(auditor: Page): Promise<void> {
  const { bundle, trustPolicy } = await takeBundle(auditor);
  const good = await verify(bundle, trustPolicy);
  expect(good.code, good.stdout + good.stderr).toBe(0);
  const bad = await verify(flipped(bundle, 'release.submitted'), trustPolicy);
  expect(bad.code).toBe(1);
  expect(JSON.parse(bad.stdout)).toMatchObject({ ok: false, firstBadIndex: expect.any(Number) });
}
