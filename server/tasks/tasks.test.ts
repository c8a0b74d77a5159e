import { randomUUID } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { world } from '@/db/testing/world';
import { addEvidence } from '@/server/checklists/commands/evidence';
import { delegateControl } from '@/server/checklists/commands/delegate-control';
import { planControls } from '@/server/checklists/commands/plan-controls';
import { openFinding } from '@/server/findings/commands/findings';
import { openIncident } from '@/server/findings/commands/incidents';
import { createSystem } from '@/server/systems/commands';
import { readNotifications, remind } from './commands';
import { remindJob } from './jobs';
import { getMyTasks } from './queries/tasks';
import { levelOf, remindersOf } from './rules/reminders';

const day = 86_400_000;
const inDays = (days: number) => new Date(Date.now() + days * day).toISOString();
const dpia = 'gdpr-art-35-dpia';

async function clinic() {
  const org = world();
  const dpo = await org.member('dpo');
  const officer = await org.member('compliance_officer');
  const { id: systemId } = await createSystem(org.as('ml_engineer'), {
    name: `sys-${randomUUID()}`,
    purpose: 'Sorts arriving patients',
    stage: 'development',
  });
  const personOf = (ctx: typeof dpo) => ctx.actor.personId ?? '';
  return { org, dpo, officer, systemId, personOf };
}

const link = (systemId: string, validDays: number) => ({
  type: 'doc.dpia',
  title: 'DPIA of the assistant',
  binding: { kind: 'system' as const, id: systemId },
  content: { as: 'link' as const, url: 'https://example.org/dpia' },
  validDays,
});

describe('the tasks of a person', () => {
  it('are evidence that ends, controls, findings and notices, the soonest first', async () => {
    const { dpo, officer, systemId, personOf } = await clinic();
    await addEvidence(dpo, link(systemId, 6));
    await addEvidence(dpo, { ...link(systemId, 200), type: 'doc.privacy-notice', title: 'Far off' });
    const plan = { systemId, controlIds: [dpia], ownerId: personOf(dpo), reason: 'audit' };
    await planControls(officer, { ...plan, dueAt: inDays(20) });
    const finding = { systemId, title: 'No rota', description: '', severity: 'high' as const };
    await openFinding(dpo, { ...finding, dueAt: inDays(3) });
    await openIncident(dpo, {
      systemId,
      title: 'Leak',
      description: '',
      severity: 'high',
      stopsReleases: false,
      circumstances: {
        personalData: true,
        risk: 'risk',
        healthInformation: false,
        affected: null,
        affectedInOneState: null,
        serious: 'none',
      },
    });
    const { tasks } = await getMyTasks(dpo, {});
    const found = [...new Set(tasks.map(({ kind }) => kind))].sort();
    expect(found).toEqual(['control_due', 'evidence_ends', 'finding_due', 'incident_notice']);
    expect(tasks.map(({ title }) => title)).not.toContain('Far off');
    const days = tasks.map(({ dueAt }) => dueAt.getTime());
    expect(days).toEqual(days.toSorted((a, b) => a - b));
    expect((await getMyTasks(officer, {})).tasks).toEqual([]);
  });

  it('remind once, escalate once the day has passed, and are read', async () => {
    const { org, dpo, officer, systemId, personOf } = await clinic();
    const plan = { systemId, controlIds: [dpia], ownerId: personOf(dpo), reason: 'audit' };
    await planControls(officer, { ...plan, dueAt: new Date(Date.now() + 1200).toISOString() });
    await new Promise((done) => setTimeout(done, 1300));
    await remindJob.run(org.job(), {});
    await remindJob.run(org.job(), {});
    expect((await org.trail()).filter((type) => type === 'tasks.reminded')).toHaveLength(1);
    const mine = await getMyTasks(dpo, {});
    expect(mine.notifications.map(({ level }) => level)).toEqual(['late']);
    const theirs = await getMyTasks(officer, {});
    expect(theirs.notifications.map(({ level }) => level)).toEqual(['escalated']);
    const foreign = { notificationIds: [theirs.notifications[0]?.id ?? ''] };
    await expect(readNotifications(dpo, foreign)).rejects.toMatchObject({ code: 'precondition' });
    expect(await readNotifications(dpo, {})).toEqual({ read: 1 });
    expect((await org.trail()).at(-1)).toBe('notifications.read');
    expect((await getMyTasks(dpo, {})).notifications).toEqual([]);
    await expect(remind(officer, {})).rejects.toMatchObject({ code: 'forbidden' });
  });

  it('are handed on by who sees to them, and by nobody else without the right', async () => {
    const { org, dpo, officer, systemId, personOf } = await clinic();
    const engineer = await org.member('ml_engineer');
    const plan = { systemId, controlIds: [dpia], ownerId: personOf(engineer), reason: 'audit' };
    await planControls(officer, { ...plan, dueAt: inDays(5) });
    const to = { controlId: dpia, systemId, toId: personOf(dpo), reason: 'on leave' };
    const stranger = await org.member('ml_lead');
    await expect(delegateControl(stranger, to)).rejects.toMatchObject({ code: 'forbidden' });
    await expect(delegateControl(engineer, { ...to, toId: 'per_nobody' })).rejects.toMatchObject({
      code: 'invalid',
    });
    await delegateControl(engineer, to);
    expect((await getMyTasks(engineer, {})).tasks).toEqual([]);
    expect((await getMyTasks(dpo, {})).tasks).toMatchObject([{ kind: 'control_due', part: systemId }]);
    await expect(delegateControl(engineer, to)).rejects.toMatchObject({ code: 'forbidden' });
    expect(await org.trail()).toContain('control.delegated');
    const other = delegateControl(world().as('compliance_officer'), to);
    await expect(other).rejects.toMatchObject({ code: 'not_found' });
  });
});

describe('reminders', () => {
  it.each([
    [31 * day, null],
    [30 * day, '30'],
    [7 * day, '7'],
    [day, '1'],
    [0, 'late'],
  ])('%d ms ahead: %s', (ahead, level) => {
    expect(levelOf(1e12 + ahead, 1e12)).toBe(level);
  });

  it('a late one goes to every overseer but its owner', () => {
    const task = {
      kind: 'finding_due' as const,
      personId: 'per_1',
      place: 'finding/fnd_1',
      part: '',
      title: 'x',
      dueAt: new Date(1e12),
    };
    const all = remindersOf([task], ['per_1', 'per_2'], 1e12 + 1);
    expect(all.map(({ personId, level }) => [personId, level])).toEqual([
      ['per_1', 'late'],
      ['per_2', 'escalated'],
    ]);
  });
});
