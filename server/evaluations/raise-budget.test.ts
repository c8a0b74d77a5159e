import { afterAll, afterEach, expect, it, vi } from 'vitest';
import { withSuite } from '@/db/testing/with-suite';
import { world } from '@/db/testing/world';
import { startOpenAiServer } from '@/e2e/fixtures/openai-server';
import { resumeRun } from './commands/runs';
import { getRun } from './queries/runs';

const model = await startOpenAiServer({ apiKey: 'sk-secret' });
vi.stubEnv('COUNTERSIGN_TARGET_KEY_TEST', '127.0.0.1 sk-secret');
afterEach(() => model.reset());
afterAll(() => model.close());

/** A run of 40 cases that ended at half of what they cost. */
async function broke() {
  const whole = await withSuite(model.url);
  const first = await whole.start();
  await whole.org.runJobs();
  const { totalCost } = await getRun(whole.engineer, { runId: first.id });
  const made = await withSuite(model.url);
  const budget = (Number(totalCost) / 2).toFixed(9);
  const { id: runId } = await made.start({ budget });
  await made.org.runJobs();
  return { ...made, runId, budget, enough: (Number(totalCost) * 3).toFixed(9) };
}
const refused = (field: string) => ({
  code: 'invalid',
  details: { fields: { [field]: [expect.any(String)] } },
});

it('a run that ended at its budget goes on with a higher one, for a reason that is kept', async () => {
  const { org, engineer, runId, budget, enough } = await broke();
  const stopped = await getRun(engineer, { runId });
  expect(stopped).toMatchObject({ state: 'stopped', stateReason: 'budget_exhausted', budget });
  const asked = model.requests.length;
  await resumeRun(engineer, { runId, budget: enough, reason: 'The release needs all cases' });
  await org.runJobs();
  expect(await getRun(engineer, { runId })).toMatchObject({
    state: 'finished',
    doneCount: 40,
    budget: enough,
  });
  expect(model.requests).toHaveLength(asked + 40 - stopped.doneCount);
  const event = (await org.events()).find(({ type }) => type === 'run.resumed');
  expect(JSON.stringify(event)).toContain('The release needs all cases');
  expect(JSON.stringify(event)).toContain(enough);
});

it('is refused without a higher budget, or without a reason', async () => {
  const { org, engineer, runId, budget, enough } = await broke();
  const reason = 'because';
  const before = await org.trail();
  await expect(resumeRun(engineer, { runId })).rejects.toMatchObject(refused('budget'));
  await expect(resumeRun(engineer, { runId, budget, reason })).rejects.toMatchObject(refused('budget'));
  await expect(resumeRun(engineer, { runId, budget: '0.000000001', reason })).rejects.toMatchObject(
    refused('budget'),
  );
  await expect(resumeRun(engineer, { runId, budget: enough })).rejects.toMatchObject(refused('reason'));
  expect(await org.trail()).toEqual(before);
});

it('is for those who may run, in their organisation, and for runs that have a budget', async () => {
  const { org, engineer, runId, enough, start } = await broke();
  const given = { runId, budget: enough, reason: 'because' };
  await expect(resumeRun(org.as('compliance_officer'), given)).rejects.toMatchObject({ code: 'forbidden' });
  await expect(resumeRun(world().as('ml_engineer'), given)).rejects.toMatchObject({ code: 'not_found' });
  model.set([{ kind: 'bad-key', share: 1 }] as never);
  const { id } = await start({ apiKeyRef: undefined });
  await org.runJobs();
  expect(await getRun(engineer, { runId: id })).toMatchObject({ state: 'failed' });
  await expect(resumeRun(engineer, { ...given, runId: id })).rejects.toMatchObject(refused('budget'));
  await resumeRun(engineer, given);
  await org.runJobs();
  await expect(resumeRun(engineer, given)).rejects.toMatchObject({ code: 'precondition' });
});
