import { beforeEach, describe, expect, it } from 'vitest';
import { world } from '@/db/testing/world';
import { askGate } from '@/server/gates/commands/decide';
import { foundEnvironments } from '@/server/gates/commands/found-environments';
import type { Ctx } from '@/server/kernel/context';
import { createPrompt } from '@/server/prompts/commands/prompts';
import { createRelease, freezeRelease, submitRelease } from '@/server/releases/commands';
import { createSystem } from '@/server/systems/commands';
import {
  acceptFinding,
  editFinding,
  openFinding,
  remediateFinding,
  verifyFinding,
} from './commands/findings';
import { closeIncident, editIncident, openIncident, recordNotice } from './commands/incidents';
import { getFinding, listFindings, listMyFindings } from './queries/findings';
import { getIncident, listIncidents } from './queries/incidents';
import { OpenFinding } from './schema/findings';
import { Circumstances, OpenIncident } from './schema/incidents';

const environment = 'production';
let org: ReturnType<typeof world>;
let engineer: Ctx;
let officer: Ctx;
let systemId: string;
beforeEach(async () => {
  org = world();
  engineer = await org.member('ml_engineer');
  officer = await org.member('compliance_officer');
  await foundEnvironments(org.job(), {});
  systemId = (await createSystem(engineer, { name: 'triage', purpose: 'Sorts', stage: 'development' })).id;
});

const open = (given: Partial<Parameters<typeof openFinding>[1]> = {}, ctx = engineer) =>
  openFinding(ctx, {
    systemId,
    title: 'Answers leave out the dose',
    description: 'Seen in 3 of 200 answers',
    severity: 'high',
    ...given,
  });
const report = (given: Partial<Parameters<typeof openIncident>[1]> = {}, ctx = engineer) =>
  openIncident(ctx, {
    systemId,
    title: 'Notes of another patient were shown',
    description: '',
    severity: 'critical',
    stopsReleases: true,
    circumstances: Circumstances.parse({ personalData: true, healthInformation: true, affected: 3 }),
    ...given,
  });
const inMs = (ms: number) => new Date(Date.now() + ms).toISOString();
const day = 86_400_000;

async function frozenRelease() {
  const content = { template: 'Sort {{note}}', parameters: {} };
  const prompt = await createPrompt(engineer, { name: 'triage-prompt', content });
  const release = await createRelease(engineer, {
    modelVersionIds: [],
    promptVersionIds: [prompt.latest?.id ?? ''],
    datasetVersionIds: [],
    suiteVersionIds: [],
    studyIds: [],
    frameworks: [],
    config: {},
    systemId,
    version: '1.0.0',
    summary: 'First',
  });
  await freezeRelease(engineer, { releaseId: release.id });
  return submitRelease(engineer, { releaseId: release.id });
}
const reasonsOf = async (digest: string | null) =>
  (
    await askGate(engineer, {
      environment,
      subject: { release_digest: digest ?? '' },
      context: {},
      dry_run: true,
      wait_s: 0,
    })
  ).reasons.map(({ code }) => code);

describe('a finding', () => {
  it('is opened, remediated and closed by somebody else, and its words stay out of the trail', async () => {
    const finding = await open();
    expect(finding).toMatchObject({ state: 'open', ownerId: engineer.actor.personId, isOverdue: false });
    expect((await listMyFindings(engineer, {})).map(({ id }) => id)).toEqual([finding.id]);
    const both = await org.member('ml_engineer', 'compliance_officer');
    await remediateFinding(both, { findingId: finding.id, remediation: 'The prompt asks for the dose' });
    await expect(
      verifyFinding(both, { findingId: finding.id, outcome: 'closed', reason: 'Done' }),
    ).rejects.toThrow('Four eyes');
    const closed = await verifyFinding(officer, { findingId: finding.id, outcome: 'closed', reason: 'Seen' });
    expect(closed).toMatchObject({ state: 'closed', resolvedBy: officer.actor.personId });
    expect(await org.trail()).toContain('finding.opened');
    expect(JSON.stringify(await org.events())).not.toContain('Seen in 3');
    expect((await org.trail()).slice(-3)).toEqual([
      'finding.remediated',
      'access.denied',
      'finding.verified',
    ]);
  });

  it('blocks the gate from its due date on, and not before', async () => {
    const release = await frozenRelease();
    const finding = await open({ dueAt: inMs(1500) });
    expect(await reasonsOf(release.digest)).toEqual(['SIGNOFF_MISSING']);
    await expect.poll(() => reasonsOf(release.digest), { timeout: 10_000 }).toContain('FINDING_OVERDUE');
    expect(await getFinding(officer, { findingId: finding.id })).toMatchObject({ isOverdue: true });
    await acceptFinding(officer, { findingId: finding.id, reason: 'Low volume', until: inMs(30 * day) });
    expect((await org.trail()).at(-1)).toBe('finding.accepted');
    expect(await reasonsOf(release.digest)).toEqual(['SIGNOFF_MISSING']);
  });

  it('of one release does not block another of the same system', async () => {
    const release = await frozenRelease();
    const other = await createSystem(engineer, { name: 'other', purpose: 'Else', stage: 'planned' });
    await expect(open({ systemId: other.id, releaseId: release.id })).rejects.toThrow(
      'not a release of this system',
    );
    const finding = await open({ releaseId: release.id });
    expect(finding).toMatchObject({ releaseId: release.id, releaseVersion: '1.0.0' });
    const ofSystem = await open();
    await open({ systemId: other.id });
    const { items } = await listFindings(officer, { limit: 10, releaseId: release.id });
    expect(items.map(({ id }) => id)).toEqual([ofSystem.id, finding.id]);
  });

  it('is verified only when remediated, reopened when it does not hold, and changed only while open', async () => {
    const { id: findingId } = await open();
    await expect(verifyFinding(officer, { findingId, outcome: 'closed', reason: 'x' })).rejects.toThrow(
      'remediated',
    );
    await remediateFinding(engineer, { findingId, remediation: 'Fixed' });
    expect(await verifyFinding(officer, { findingId, outcome: 'reopened', reason: 'No' })).toMatchObject({
      state: 'open',
    });
    expect(
      await editFinding(officer, { findingId, severity: 'low', dueAt: null, reason: 'Less' }),
    ).toMatchObject({
      severity: 'low',
      dueAt: null,
    });
    expect((await org.trail()).at(-1)).toBe('finding.edited');
    await remediateFinding(engineer, { findingId, remediation: 'Fixed' });
    await verifyFinding(officer, { findingId, outcome: 'closed', reason: 'Yes' });
    await expect(remediateFinding(engineer, { findingId, remediation: 'Again' })).rejects.toThrow('closed');
  });

  it('is neither accepted, eased, postponed nor handed over by its owner', async () => {
    const { id: findingId } = await open({ dueAt: inMs(day) }, officer);
    const change = { findingId, reason: 'Mine' };
    const eyes = 'Four eyes: you own this finding';
    await expect(acceptFinding(officer, { ...change, until: inMs(day) })).rejects.toThrow(eyes);
    await expect(editFinding(officer, { ...change, dueAt: null })).rejects.toThrow(eyes);
    await expect(editFinding(officer, { ...change, severity: 'low' })).rejects.toThrow(eyes);
    const ownerId = engineer.actor.personId ?? '';
    await expect(editFinding(officer, { ...change, ownerId })).rejects.toThrow(eyes);
    const second = await org.member('risk_officer');
    expect(await editFinding(second, { ...change, ownerId })).toMatchObject({ ownerId });
  });

  it('refuses dates behind us or too far ahead, other roles and other organisations', async () => {
    await expect(open({ dueAt: '2020-01-01' })).rejects.toThrow('dueAt must lie in the future');
    await expect(open({ dueAt: inMs(4000 * day) })).rejects.toThrow('at most 3660 days');
    expect(OpenFinding.safeParse({ systemId, title: 'x', severity: 'high', dueAt: 'tomorrow' }).success).toBe(
      false,
    );
    const { id: findingId } = await open();
    await expect(acceptFinding(officer, { findingId, reason: 'x', until: inMs(400 * day) })).rejects.toThrow(
      'at most 366 days',
    );
    await expect(open({}, org.as('viewer'))).rejects.toThrow('None of your roles');
    await expect(editFinding(engineer, { findingId, reason: 'x' })).rejects.toThrow('None of your roles');
    await expect(getFinding(world().as('compliance_officer'), { findingId })).rejects.toThrow('not found');
    await expect(open({}, org.token(engineer, { scopes: ['read'] }))).rejects.toThrow('scope "write"');
  });
});

describe('an incident', () => {
  it('stops every release of its system until it is closed or said not to', async () => {
    const release = await frozenRelease();
    const incident = await report();
    expect(await reasonsOf(release.digest)).toContain('INCIDENT_OPEN');
    const { id: incidentId } = incident;
    await editIncident(officer, { incidentId, stopsReleases: false, reason: 'Contained' });
    expect((await org.trail()).at(-1)).toBe('incident.edited');
    expect(await reasonsOf(release.digest)).not.toContain('INCIDENT_OPEN');
  });

  it('runs the clocks of its circumstances, and is closed when each is answered', async () => {
    const { id: incidentId, clocks } = await report({ awareAt: inMs(-80 * 3_600_000) });
    expect(clocks.map(({ name, state }) => [name, state])).toEqual([
      ['gdpr_authority', 'late'],
      ['hipaa_individuals', 'running'],
      ['hipaa_hhs', 'running'],
    ]);
    await expect(closeIncident(officer, { incidentId, resolution: 'Done' })).rejects.toThrow(
      'GDPR Art. 33(1)',
    );
    await recordNotice(officer, { incidentId, clock: 'gdpr_authority', madeAt: inMs(-1000), note: 'Ref 1' });
    await recordNotice(officer, {
      incidentId,
      clock: 'hipaa_individuals',
      madeAt: inMs(-1000),
      note: 'Letters',
    });
    const after = await recordNotice(officer, { incidentId, clock: 'hipaa_hhs', note: 'Low probability' });
    expect(after.clocks.map(({ state }) => state)).toEqual(['met_late', 'met', 'left_out']);
    await expect(recordNotice(officer, { incidentId, clock: 'ai_act_authority', note: 'x' })).rejects.toThrow(
      'clock is not one that runs',
    );
    expect(await closeIncident(officer, { incidentId, resolution: 'Cache keyed by patient' })).toMatchObject({
      state: 'closed',
    });
    await expect(closeIncident(officer, { incidentId, resolution: 'Again' })).rejects.toThrow('closed');
    expect((await listIncidents(officer, { limit: 10, state: 'closed' })).items).toHaveLength(1);
    expect(await org.trail()).toEqual(
      expect.arrayContaining(['incident.opened', 'incident.noticed', 'incident.closed']),
    );
  });

  it('refuses a future awareness, a notice before it, other roles and organisations', async () => {
    await expect(report({ awareAt: inMs(day) })).rejects.toThrow('awareAt must not lie in the future');
    await expect(report({ occurredAt: inMs(-1000), awareAt: inMs(-day) })).rejects.toThrow('occurredAt');
    const { id: incidentId } = await report();
    await expect(
      recordNotice(officer, { incidentId, clock: 'gdpr_authority', madeAt: inMs(-day), note: 'x' }),
    ).rejects.toThrow('became aware');
    await expect(closeIncident(engineer, { incidentId, resolution: 'x' })).rejects.toThrow(
      'None of your roles',
    );
    await expect(getIncident(world().as('compliance_officer'), { incidentId })).rejects.toThrow('not found');
    expect(
      OpenIncident.safeParse({ systemId, title: 'x', severity: 'low', circumstances: { affected: -1 } })
        .success,
    ).toBe(false);
  });
});
