import { afterAll, afterEach, describe, expect, it, vi } from 'vitest';
import { withSuite } from '@/db/testing/with-suite';
import { world } from '@/db/testing/world';
import { startOpenAiServer } from '@/e2e/fixtures/openai-server';
import { acceptReference, recordCanary } from './commands/canary';
import { fireSchedule } from './commands/fire-schedule';
import { createSchedule, deleteSchedule } from './commands/schedules';
import { addSuiteVersion } from './commands/suites';
import { getRun } from './queries/runs';
import { getSchedule, listSchedules } from './queries/schedules';
import { listSuiteVersions } from './queries/suites';
import { CreateSchedule } from './schema/schedules';
import { getMyTasks } from '@/server/tasks/queries/tasks';

const provider = { reply: 'emergency' };
const model = await startOpenAiServer({ apiKey: 'sk-secret', answer: () => provider.reply });
vi.stubEnv('COUNTERSIGN_TARGET_KEY_TEST', '127.0.0.1 sk-secret');
afterEach(() => {
  model.reset();
  provider.reply = 'emergency';
});
afterAll(() => model.close());
const apiKeyRef = 'COUNTERSIGN_TARGET_KEY_TEST';

async function canaryOf(cases = 24) {
  const { org, suite } = await withSuite(model.url, { cases });
  const engineer = await org.member('ml_engineer');
  const given = { suiteId: suite.id, name: 'canary', apiKeyRef, cron: '0 3 * * *', canary: true };
  const { id: scheduleId } = await createSchedule(engineer, CreateSchedule.parse(given));
  const schedule = () => getSchedule(engineer, { scheduleId });
  const replay = async () => {
    await fireSchedule(org.job(), { scheduleId, cause: 'new_version', due: null });
    await org.runJobs();
    const { lastRunId } = await schedule();
    return getRun(engineer, { runId: lastRunId ?? '' });
  };
  return { org, engineer, suite, scheduleId, schedule, replay };
}

describe('a canary', () => {
  it('takes the first run as reference, the second for the noise, and alarms when answers change', async () => {
    const { org, engineer, scheduleId, schedule, replay } = await canaryOf();
    const [first, second, third] = [await replay(), await replay(), await replay()];
    expect(first.canary).toMatchObject({ role: 'reference', referenceRunId: first.id, check: null });
    expect(second.canary).toMatchObject({ role: 'noise', sameShare: 1, check: null });
    expect(third.canary).toMatchObject({
      ...{ role: 'check', referenceRunId: first.id, noiseRunId: second.id, sameShare: 1 },
      check: { verdict: 'same', compared: 24 },
    });
    expect(third.canary?.check?.tests.map(({ what }) => what)).not.toContain('ops.latency');
    provider.reply = 'self-care';
    const [changed, later] = [await replay(), await replay()];
    expect(changed.canary).toMatchObject({ sameShare: 0, check: { verdict: 'changed' } });
    expect(changed.canary?.check?.reasons[0]).toMatch(/word for word .*: 1 before, 0 now/);
    expect((await schedule()).alarmRunId).toBe(changed.id);
    const tasks = async () => (await getMyTasks(engineer, {})).tasks.map(({ place }) => place);
    expect(await tasks()).toEqual([`run/${changed.id}`]);
    const accept = { scheduleId, runId: later.id, reason: 'The provider announced it' };
    expect(await acceptReference(engineer, accept)).toMatchObject({
      ...{ referenceRunId: later.id, noiseRunId: null, alarmRunId: null },
    });
    expect(await tasks()).toEqual([]);
    expect((await replay()).canary).toMatchObject({ role: 'noise', sameShare: 1 });
    expect(await org.trail()).toEqual(
      expect.arrayContaining([
        ...['canary.reference-set', 'canary.checked', 'canary.alarmed', 'canary.reference-accepted'],
      ]),
    );
  });

  it('alarms at once when the model calls itself by another name, and keeps the first alarm', async () => {
    const { schedule, replay } = await canaryOf();
    await replay();
    model.set([{ kind: 'other-model' }]);
    const renamed = await replay();
    expect(renamed.canary).toMatchObject({ role: 'check', noiseRunId: null, check: { verdict: 'changed' } });
    expect(renamed.canary?.check?.reasons).toEqual([
      'The model calls itself another-model-2; before: gpt-4o-mini',
    ]);
    await replay();
    expect((await schedule()).alarmRunId).toBe(renamed.id);
  });

  it('begins anew with another suite version, and says when there is too little to compare', async () => {
    const { engineer, suite, replay } = await canaryOf(8);
    const [first] = [await replay(), await replay()];
    expect((await replay()).canary?.check).toMatchObject({ verdict: 'not_enough_evidence', compared: 8 });
    const versions = await listSuiteVersions(engineer, { suiteId: suite.id, limit: 1 });
    const text = `${versions.items[0]?.yaml.replace('repeats: 1', 'repeats: 2')}`;
    await addSuiteVersion(engineer, { suiteId: suite.id, text });
    const anew = await replay();
    expect(anew.canary).toMatchObject({ role: 'reference', referenceRunId: anew.id });
    expect(anew.id).not.toBe(first.id);
  });

  it('is checked once, needs times to run at, and asks no more than a thousand times', async () => {
    const { org, engineer, suite, replay, schedule } = await canaryOf(52);
    const run = await replay();
    await recordCanary(org.job(), { runId: run.id });
    expect(await getRun(engineer, { runId: run.id })).toEqual(run);
    expect(await org.trail()).toContain('canary.ignored');
    const timeless = CreateSchedule.parse({ suiteId: suite.id, name: 'b', canary: true, onNewVersion: true });
    await expect(createSchedule(engineer, timeless)).rejects.toMatchObject({ code: 'invalid' });
    const versions = await listSuiteVersions(engineer, { suiteId: suite.id, limit: 1 });
    const text = `${versions.items[0]?.yaml.replace('repeats: 1', 'repeats: 20')}`;
    await addSuiteVersion(engineer, { suiteId: suite.id, text });
    await replay();
    expect((await schedule()).lastProblem).toMatch(/at most 1000 times; this suite asks 1040 times/);
  });

  it('has its reference accepted by builders only, and only a finished run of its own', async () => {
    const { org, engineer, scheduleId, replay } = await canaryOf();
    const { id: runId } = await replay();
    const accept = { scheduleId, runId, reason: 'Known' };
    await expect(acceptReference(org.as('viewer'), accept)).rejects.toMatchObject({ code: 'forbidden' });
    const stranger = world().as('ml_engineer');
    await expect(acceptReference(stranger, accept)).rejects.toMatchObject({ code: 'not_found' });
    const other = await canaryOf();
    const foreign = await other.replay();
    await expect(acceptReference(engineer, { ...accept, runId: foreign.id })).rejects.toThrow();
    expect(acceptReference.input.safeParse({ ...accept, reason: '' }).success).toBe(false);
  });

  it('starts the schedules that wait for its alarm, once for each alarm', async () => {
    const { org, engineer, suite, scheduleId, replay } = await canaryOf();
    const given = { suiteId: suite.id, name: 'in-full', apiKeyRef, onAlarmOf: scheduleId };
    const { id: waiting } = await createSchedule(engineer, CreateSchedule.parse(given));
    const full = () => getSchedule(engineer, { scheduleId: waiting });
    await replay();
    await replay();
    expect(await full()).toMatchObject({ onAlarmOf: scheduleId, lastRunId: null });
    provider.reply = 'self-care';
    await replay();
    const { lastRunId } = await full();
    expect(await getRun(engineer, { runId: lastRunId ?? '' })).toMatchObject({ scheduleId: waiting });
    const fired = (await org.events()).filter(({ type }) => type === 'schedule.fired').at(-1);
    expect(fired).toMatchObject({ action: { reason_code: 'canary_alarmed' } });
    await replay();
    expect((await full()).lastRunId).toBe(lastRunId);
    const watched = { limit: 5, canary: 'true' } as const;
    expect((await listSchedules(engineer, watched)).items.map(({ id }) => id)).toEqual([scheduleId]);
    const refused = { code: 'precondition', message: expect.stringMatching(/in-full starts on the alarm/) };
    await expect(deleteSchedule(engineer, { scheduleId })).rejects.toMatchObject(refused);
    await deleteSchedule(engineer, { scheduleId: waiting });
    await deleteSchedule(engineer, { scheduleId });
  });

  it('is waited for by schedules of its organisation only, and must be a canary', async () => {
    const { org, engineer, suite, scheduleId } = await canaryOf(4);
    const given = (onAlarmOf: string) => CreateSchedule.parse({ suiteId: suite.id, name: 'b', onAlarmOf });
    const other = await canaryOf(4);
    const plain = CreateSchedule.parse({ suiteId: suite.id, name: 'plain', onNewVersion: true });
    const { id: noCanary } = await createSchedule(engineer, plain);
    for (const id of [other.scheduleId, noCanary])
      await expect(createSchedule(engineer, given(id))).rejects.toMatchObject({
        ...{ code: 'invalid', message: 'onAlarmOf is no canary' },
      });
    const viewer = org.as('viewer');
    await expect(createSchedule(viewer, given(scheduleId))).rejects.toMatchObject({ code: 'forbidden' });
  });
});
