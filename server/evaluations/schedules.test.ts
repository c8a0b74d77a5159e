import { sql } from 'drizzle-orm';
import { afterAll, afterEach, describe, expect, it, vi } from 'vitest';
import { withSuite as suiteAt } from '@/db/testing/with-suite';
import { db, world } from '@/db/testing/world';
import { startOpenAiServer } from '@/e2e/fixtures/openai-server';
import { revokeRole } from '@/server/identity/commands/grants';
import { disablePerson } from '@/server/identity/commands/people';
import { listGrants } from '@/server/identity/queries/grants';
import { addPromptVersion, moveLabel } from '@/server/prompts/commands/prompts';
import { nextFire } from './commands/next-fire';
import { createSchedule, deleteSchedule, editSchedule } from './commands/schedules';
import { fireSchedule } from './commands/fire-schedule';
import { addSuiteVersion } from './commands/suites';
import { listRuns } from './queries/runs';
import { getSchedule, listSchedules } from './queries/schedules';
import { listSuiteVersions } from './queries/suites';
import { CreateSchedule } from './schema/schedules';

const model = await startOpenAiServer({ apiKey: 'sk-secret' });
vi.stubEnv('COUNTERSIGN_TARGET_KEY_TEST', '127.0.0.1 sk-secret');
afterEach(() => model.reset());
afterAll(() => model.close());
/** Its engineer is a person of the database: a schedule looks at the roles of its maker. */
const withSuite = async () => {
  const made = await suiteAt(model.url, { cases: 20 });
  return { ...made, engineer: await made.org.member('ml_engineer') };
};
const apiKeyRef = 'COUNTERSIGN_TARGET_KEY_TEST';

const rule = (cron: string, more = {}) => ({
  cron,
  timeZone: 'UTC',
  jitterSeconds: 0,
  blackouts: [],
  ...more,
});
const at = (cron: string, from: string, more = {}) =>
  nextFire('sch_1', rule(cron, more), Date.parse(from)).toISOString();

describe('when a schedule fires', () => {
  it.each([
    ['0 3 29 2 *', '2026-11-23T00:00:00Z', {}, '2028-02-29T03:00:00.000Z'],
    ['0 3 * * MON-FRI', '2026-11-21T12:00:00Z', { timeZone: 'America/New_York' }, '2026-11-23T08:00:00.000Z'],
    ['30 2 * * *', '2027-03-28T00:30:00Z', { timeZone: 'Europe/Berlin' }, '2027-03-28T01:30:00.000Z'],
    [
      '0 0 * * *',
      '2026-12-23T00:00:00Z',
      { blackouts: ['2026-12-24/2026-12-26'] },
      '2026-12-27T00:00:00.000Z',
    ],
    ['0 0 L * *', '2027-02-01T00:00:00Z', {}, '2027-02-28T00:00:00.000Z'],
  ])('%s from %s', (cron, from, more, next) => expect(at(cron, from, more)).toBe(next));
  it('keeps its jitter for one fire, within its limit', () => {
    const jittered = [60, 3600].map((jitterSeconds) =>
      Date.parse(at('0 3 * * *', '2026-11-23T00:00:00Z', { jitterSeconds })),
    );
    for (const [i, limit] of [60, 3600].entries()) {
      const late = (jittered[i] ?? 0) - Date.parse('2026-11-23T03:00:00Z');
      expect(late >= 0 && late <= limit * 1000).toBe(true);
    }
    expect(at('0 3 * * *', '2026-11-23T00:00:00Z', { jitterSeconds: 60 })).toBe(
      at('0 3 * * *', '2026-11-23T02:00:00Z', { jitterSeconds: 60 }),
    );
  });
  it.each([
    ['0 3 30 2 *', /never fires/],
    ['0 0 31 4,6 *', /never fires/],
    ['0 0 24 12 *', /only on days of the blackouts/],
    ['* * * * * *', /five fields/],
    ['0 25 * * *', /0-23/],
    ['whenever', /five fields/],
  ])('%s is refused with the reason', (cron, message) => {
    const blackouts = ['2026-01-01/2999-12-31'];
    const given = cron === '0 0 24 12 *' ? { blackouts } : {};
    expect(() => at(cron, '2026-11-23T00:00:00Z', given)).toThrow(message);
  });
});

const create = (suiteId: string, more: object) =>
  CreateSchedule.parse({ suiteId, name: 'nightly', apiKeyRef, ...more });
/** As if the server had been away: the planned fire lies in the past. */
const missed = (id: string) =>
  db.transaction(async (tx) => {
    await tx.execute(sql`set local session_replication_role = replica`);
    await tx.execute(
      sql`update countersign.run_schedules set next_at = date_trunc('second', now()) - interval '3 days' where id = ${id}`,
    );
  });

describe('a schedule of a suite', () => {
  it('runs once after missed fires, plans the next, and ignores what was delivered again', async () => {
    const { org, engineer, suite } = await withSuite();
    const made = await createSchedule(
      engineer,
      create(suite.id, { cron: '0 3 * * *', timeZone: 'Europe/Berlin' }),
    );
    expect(made.nextAt?.getTime()).toBeGreaterThan(Date.now());
    await missed(made.id);
    const before = await getSchedule(engineer, { scheduleId: made.id });
    const fire = { scheduleId: made.id, cause: 'cron' as const, due: before.nextAt?.getTime() ?? null };
    await fireSchedule(org.job(), fire);
    await fireSchedule(org.job(), fire);
    await org.runJobs();
    const runs = await listRuns(engineer, { limit: 10 });
    expect(runs.items).toMatchObject([{ state: 'finished', scheduleId: made.id }]);
    const after = await getSchedule(engineer, { scheduleId: made.id });
    expect(after).toMatchObject({ lastRunId: runs.items[0]?.id, lastProblem: null });
    expect(after.nextAt?.getTime()).toBeGreaterThan(Date.now());
    const trail = await org.trail();
    for (const type of ['schedule.created', 'schedule.fired', 'schedule.ignored', 'run.started'])
      expect(trail).toContain(type);
  });

  it('runs each new version, and follows a label of its prompt', async () => {
    const { org, engineer, suite, prompt } = await withSuite();
    await createSchedule(engineer, create(suite.id, { onNewVersion: true }));
    await createSchedule(engineer, create(suite.id, { name: 'label', promptLabel: 'candidate' }));
    const version = await addPromptVersion(engineer, {
      ...{ promptId: prompt.id, template: 'Level of care? {{input}}', parameters: {} },
    });
    await moveLabel(engineer, {
      promptId: prompt.id,
      label: 'candidate',
      versionId: version.id,
      expectedVersionId: null,
    });
    await org.runJobs();
    const versions = await listSuiteVersions(engineer, { suiteId: suite.id, limit: 5 });
    expect(versions.items[0]).toMatchObject({ number: 2, promptVersionId: version.id });
    expect((await listRuns(engineer, { limit: 10 })).items).toHaveLength(1);
    const text = `${versions.items[0]?.yaml.replace('repeats: 1', 'repeats: 2')}`;
    await addSuiteVersion(engineer, { suiteId: suite.id, text });
    await org.runJobs();
    expect((await listRuns(engineer, { limit: 10 })).items[0]).toMatchObject({
      suiteNumber: 3,
      state: 'finished',
    });
  });

  it('stops at its budget, and says why it cannot start', async () => {
    const { org, engineer, suite, start } = await withSuite();
    const poor = await createSchedule(
      engineer,
      create(suite.id, { onNewVersion: true, budget: '0.000000001' }),
    );
    const fire = { scheduleId: poor.id, cause: 'new_version', due: null } as const;
    await fireSchedule(org.job(), fire);
    expect((await getSchedule(engineer, { scheduleId: poor.id })).lastProblem).toMatch(
      /more than the budget/,
    );
    expect(await org.trail()).toContain('schedule.skipped');
    await start({ budget: '0.00000001' });
    await org.runJobs();
    expect((await listRuns(engineer, { limit: 10 })).items[0]).toMatchObject({
      ...{ state: 'stopped', stateReason: 'budget_exhausted', verdict: null },
    });
  });

  it('is paused, resumed and deleted by builders of the same organisation only', async () => {
    const { org, engineer, suite } = await withSuite();
    const wanted = create(suite.id, { cron: '0 3 * * *' });
    const { id: scheduleId } = await createSchedule(engineer, wanted);
    await expect(createSchedule(engineer, wanted)).rejects.toMatchObject({ code: 'conflict' });
    const nothing = create(suite.id, { name: 'nothing' });
    await expect(createSchedule(engineer, nothing)).rejects.toMatchObject({ code: 'invalid' });
    for (const bad of [{ cron: '0 3 30 2 *' }, { cron: 'x' }])
      await expect(createSchedule(engineer, create(suite.id, { name: 'b', ...bad }))).rejects.toMatchObject({
        code: 'invalid',
      });
    const viewer = org.as('viewer');
    expect((await listSchedules(viewer, { limit: 5, suiteId: suite.id })).items).toHaveLength(1);
    await expect(createSchedule(viewer, wanted)).rejects.toMatchObject({ code: 'forbidden' });
    await expect(editSchedule(viewer, { scheduleId, state: 'paused' })).rejects.toMatchObject({
      code: 'forbidden',
    });
    const stranger = world().as('ml_engineer');
    await expect(deleteSchedule(stranger, { scheduleId })).rejects.toMatchObject({ code: 'not_found' });
    expect(await editSchedule(engineer, { scheduleId, state: 'paused' })).toMatchObject({ nextAt: null });
    await fireSchedule(org.job(), { scheduleId, cause: 'new_version', due: null });
    expect((await listRuns(viewer, { limit: 5 })).items).toHaveLength(0);
    expect((await editSchedule(engineer, { scheduleId, state: 'active' })).nextAt).not.toBeNull();
    await deleteSchedule(engineer, { scheduleId });
    expect(await org.trail()).toEqual(expect.arrayContaining(['schedule.edited', 'schedule.deleted']));
    await expect(getSchedule(engineer, { scheduleId })).rejects.toMatchObject({ code: 'not_found' });
  });

  it('stops, and says why, once its maker may no longer start runs', async () => {
    const { org, engineer, suite } = await withSuite();
    const admin = await org.founded();
    const { id: scheduleId } = await createSchedule(engineer, create(suite.id, { cron: '0 3 * * *' }));
    const fire = { scheduleId, cause: 'new_version', due: null } as const;
    const personId = engineer.actor.personId ?? '';
    const { items: held } = await listGrants(admin, { personId, limit: 5 });
    await revokeRole(admin, { grantId: held[0]?.id ?? '' });
    await fireSchedule(org.job(), fire);
    expect(await getSchedule(admin, { scheduleId })).toMatchObject({
      ...{ state: 'paused', nextAt: null, lastRunId: null },
      lastProblem: expect.stringMatching(/may no longer start runs/),
    });
    expect(await org.trail()).toContain('schedule.stopped');
    const lead = await org.member('ml_lead');
    await expect(editSchedule(lead, { scheduleId, state: 'active' })).rejects.toMatchObject({
      ...{ code: 'precondition', message: expect.stringMatching(/make it again/) },
    });
    const { id: again } = await createSchedule(lead, create(suite.id, { name: 'again', onNewVersion: true }));
    await disablePerson(admin, { personId: lead.actor.personId ?? '' });
    await fireSchedule(org.job(), { ...fire, scheduleId: again });
    expect(await getSchedule(admin, { scheduleId: again })).toMatchObject({
      ...{ state: 'paused', lastProblem: expect.stringMatching(/can no longer sign in/) },
    });
    expect((await listRuns(admin, { limit: 5 })).items).toHaveLength(0);
  });

  it.each([
    { timeZone: 'Mars/Base' },
    { jitterSeconds: 4000 },
    { blackouts: ['2026-12-26/2026-12-24'] },
    { blackouts: ['2026-02-30/2026-03-01'] },
    { budget: '-1' },
    { budget: '0' },
    { promptLabel: 'No Label' },
  ])('refuses %j', (bad) => {
    const given = { suiteId: 'ste_1', name: 'x', cron: '0 3 * * *', ...bad };
    expect(CreateSchedule.safeParse(given).success).toBe(false);
  });
});
