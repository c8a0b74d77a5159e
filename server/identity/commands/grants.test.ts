import { describe, expect, it } from 'vitest';
import { eventsOf, founded } from '@/db/testing/people';
import { createSystem } from '@/server/systems/commands';
import { listGrants } from '../queries/grants';
import { getPerson } from '../queries/people';
import { approveRole, requestRole, revokeRole } from './grants';
import { disablePerson } from './people';

const last = async (orgId: string) => (await eventsOf(orgId)).at(-1);

/** Two administrators, so that nobody is alone. */
async function two() {
  const org = await founded();
  const second = await org.join('administrator');
  const person = await org.join();
  return { ...org, second, person, first: await org.admin(), other: await second.enter() };
}

describe('while one person alone may grant', () => {
  it('a request is the grant, and its event says bootstrap', async () => {
    const org = await founded();
    const person = await org.join();
    const asked = await requestRole(await org.admin(), {
      personId: person.personId,
      role: 'compliance_officer',
    });
    expect(asked.state).toBe('held');
    expect(await last(org.orgId)).toMatchObject({
      type: 'role.granted',
      action: { reason_code: 'bootstrap' },
      change: [{ path: '/grants/compliance_officer', from: null, to: { scope: 'org' } }],
    });
    const [grant] = (await listGrants(await org.admin(), { limit: 1 })).items;
    expect(grant).toMatchObject({
      state: 'held',
      isBootstrap: true,
      personName: 'A Person',
      approvedBy: null,
    });
  });

  it('what somebody else asks for still waits for the administrator', async () => {
    const org = await founded();
    const person = await org.join('viewer');
    const own = await requestRole(await person.enter(), { personId: person.personId, role: 'ml_engineer' });
    expect(own.state).toBe('requested');
    await approveRole(await org.admin(), own);
    expect(await last(org.orgId)).toMatchObject({ type: 'role.granted', action: { reason_code: null } });
    expect((await person.enter()).actor.grants.map(({ role }) => role)).toEqual(['ml_engineer', 'viewer']);
  });

  it('disabling the second administrator does not bring it back', async () => {
    const org = await two();
    await disablePerson(org.first, { personId: org.second.personId });
    const asked = await requestRole(org.first, { personId: org.person.personId, role: 'compliance_officer' });
    expect(asked.state).toBe('requested');
  });
});

describe('four eyes', () => {
  it('the one who asked may not approve, another administrator may', async () => {
    const org = await two();
    const asked = await requestRole(org.first, { personId: org.person.personId, role: 'risk_officer' });
    expect(asked.state).toBe('requested');
    expect(await last(org.orgId)).toMatchObject({ type: 'role.requested' });
    expect((await getPerson(org.first, org.person)).grants).toEqual([]);
    await expect(approveRole(org.first, asked)).rejects.toThrow(/you requested/);
    expect(await last(org.orgId)).toMatchObject({ type: 'access.denied' });
    await approveRole(org.other, asked);
    expect((await getPerson(org.first, org.person)).grants).toEqual([
      { role: 'risk_officer', systemId: null },
    ]);
    await expect(approveRole(org.other, asked)).rejects.toMatchObject({ code: 'conflict' });
  });

  it('nobody approves a role of their own, whoever asked', async () => {
    const org = await two();
    const asked = await requestRole(org.other, { personId: org.personId, role: 'legal' });
    await expect(approveRole(org.first, asked)).rejects.toThrow(/would be yours/);
    const own = await requestRole(org.first, { personId: org.personId, role: 'dpo' });
    await expect(approveRole(org.first, own)).rejects.toThrow(/would be yours/);
  });

  it('nobody but an administrator asks for others or approves', async () => {
    const org = await two();
    const ctx = await org.person.enter();
    const forOther = requestRole(ctx, { personId: org.personId, role: 'viewer' });
    await expect(forOther).rejects.toMatchObject({ code: 'forbidden' });
    const own = await requestRole(ctx, { personId: org.person.personId, role: 'viewer' });
    await expect(approveRole(ctx, own)).rejects.toMatchObject({ code: 'forbidden' });
  });

  it('a grant of another organisation does not exist', async () => {
    const [org, stranger] = [await two(), await founded()];
    const asked = await requestRole(org.first, { personId: org.person.personId, role: 'viewer' });
    const ctx = await stranger.admin();
    await expect(approveRole(ctx, asked)).rejects.toMatchObject({ code: 'not_found' });
    const foreign = requestRole(ctx, { personId: org.person.personId, role: 'viewer' });
    await expect(foreign).rejects.toMatchObject({ code: 'not_found' });
  });
});

describe('a role', () => {
  it('is asked for once at a time, on one system or on all', async () => {
    const org = await founded();
    const [admin, person] = [await org.admin(), await org.join()];
    const system = await createSystem(admin, {
      name: 'triage',
      purpose: 'Sorts patients',
      stage: 'development',
    });
    const wanted = { personId: person.personId, role: 'ml_engineer' as const };
    await requestRole(admin, { ...wanted, systemId: system.id });
    expect(await last(org.orgId)).toMatchObject({ change: [{ to: { scope: `system/${system.id}` } }] });
    await expect(requestRole(admin, { ...wanted, systemId: system.id })).rejects.toMatchObject({
      code: 'conflict',
    });
    await requestRole(admin, wanted);
    const { items } = await listGrants(admin, { limit: 10, personId: person.personId });
    expect(items.map(({ systemName }) => systemName)).toEqual([null, 'triage']);
    const nowhere = requestRole(admin, { ...wanted, systemId: 'sys_none' });
    await expect(nowhere).rejects.toMatchObject({ code: 'not_found' });
  });

  it('of administrator is never limited to a system', async () => {
    const org = await founded();
    const asked = requestRole(await org.admin(), {
      personId: org.personId,
      role: 'administrator',
      systemId: 'sys_1',
    });
    await expect(asked).rejects.toMatchObject({ code: 'invalid' });
  });

  it('ends at once when it is revoked, and a request when it is declined', async () => {
    const org = await founded();
    const person = await org.join('ml_engineer');
    const ctx = await person.enter();
    const [held] = (await listGrants(ctx, { limit: 10, personId: person.personId })).items;
    await revokeRole(await org.admin(), { grantId: held?.id ?? '' });
    expect(await last(org.orgId)).toMatchObject({
      type: 'role.revoked',
      change: [{ path: '/grants/ml_engineer', from: { scope: 'org' }, to: null }],
    });
    expect((await person.enter()).actor.grants).toEqual([]);
    const own = await requestRole(ctx, { personId: person.personId, role: 'legal' });
    await revokeRole(ctx, own);
    expect(await last(org.orgId)).toMatchObject({ type: 'role.declined' });
    const { items } = await listGrants(ctx, { limit: 10, state: 'declined' });
    expect(items).toHaveLength(1);
  });

  it('of administrator is not revoked below two people', async () => {
    const org = await two();
    const { items } = await listGrants(org.first, { limit: 50, state: 'held' });
    const grant = items.find(
      ({ personId, role }) => role === 'administrator' && personId === org.second.personId,
    );
    const revoked = revokeRole(org.first, { grantId: grant?.id ?? '' });
    await expect(revoked).rejects.toThrow(/Two administrators must remain/);
    const alone = await founded();
    const [only] = (await listGrants(await alone.admin(), { limit: 1 })).items;
    await expect(revokeRole(await alone.admin(), { grantId: only?.id ?? '' })).rejects.toThrow(/must remain/);
    await expect(disablePerson(await alone.admin(), alone)).rejects.toMatchObject({ code: 'precondition' });
  });
});
