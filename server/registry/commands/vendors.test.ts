import { randomUUID } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { world } from '@/db/testing/world';
import { addEvidence } from '@/server/checklists/commands/evidence';
import { answerFacts } from '@/server/checklists/commands/answer-facts';
import { getSystemChecklist } from '@/server/checklists/queries/checklists';
import { getFacts } from '@/server/checklists/queries/system-facts';
import { createSystem } from '@/server/systems/commands';
import { countVendors, getVendor, listSystemVendors, listVendors } from '../queries/vendors';
import { UseVendor } from '../schema/vendors';
import { dropVendor, editVendor, endVendor, registerVendor, recordUse } from './vendors';

const reason = 'contract signed';
const about = {
  roles: ['processor' as const, 'hosting' as const],
  country: 'US',
  services: 'hosts the model',
};

async function clinic() {
  const org = world();
  const engineer = org.as('ml_engineer');
  const dpo = org.as('dpo');
  const { id: systemId } = await createSystem(engineer, {
    name: `sys-${randomUUID()}`,
    purpose: 'Sorts patients',
    stage: 'in_use',
  });
  const facts = {
    processes_personal_data: true,
    eu_establishment: true,
    gdpr_roles: ['controller'],
    third_party_processors: true,
    cross_border_transfer: false,
  };
  await answerFacts(dpo, { systemId, answers: facts, reason });
  const register = async (name = 'Example Cloud', more = {}) =>
    (await registerVendor(dpo, { name, ...about, contact: 'privacy@cloud.example', ...more })).id;
  const uses = (vendorId: string, more = {}) =>
    recordUse(
      dpo,
      UseVendor.parse({ vendorId, systemId, receivesData: true, since: '2026-01-01', reason, ...more }),
    );
  const paper = (vendorId: string, type: string) =>
    addEvidence(dpo, {
      type,
      title: `${type} of ${vendorId}`,
      binding: { kind: 'vendor', id: vendorId },
      content: { as: 'link', url: 'https://example.org/paper' },
    });
  /** What the processor contract control still lacks. */
  const contract = async () => {
    const { controls } = await getSystemChecklist(dpo, { systemId, framework: 'gdpr' });
    const found = controls.find(({ controlId }) => controlId === 'gdpr-art-28-3-processor-contract');
    return { evidence: found?.evidence ?? [], said: found?.problems.map(({ message }) => message) ?? [] };
  };
  return { org, engineer, dpo, systemId, register, uses, paper, contract };
}

describe('a vendor', () => {
  it('is registered, edited, used, dropped and ended, each with its event and without its contact', async () => {
    const { org, dpo, systemId, register, uses } = await clinic();
    const vendorId = await register();
    await editVendor(dpo, { vendorId, contact: 'dpo@cloud.example' });
    await editVendor(dpo, { vendorId, country: 'IE' });
    await uses(vendorId, { purpose: 'hosting' });
    expect(await getVendor(dpo, { vendorId })).toMatchObject({
      ...{ name: 'Example Cloud', country: 'IE', isInEea: true, contact: 'dpo@cloud.example' },
      uses: [{ systemId, receivesData: true, purpose: 'hosting' }],
    });
    expect(await listSystemVendors(dpo, { systemId })).toMatchObject({ vendors: [{ id: vendorId }] });
    await dropVendor(dpo, { vendorId, systemId, reason });
    await endVendor(dpo, { vendorId, reason });
    expect(await getVendor(dpo, { vendorId })).toMatchObject({ state: 'ended', uses: [], pastUses: [{}] });
    expect(await org.trail()).toEqual(
      expect.arrayContaining([
        'vendor.registered',
        'vendor.edited',
        'vendor.used',
        'vendor.dropped',
        'vendor.ended',
      ]),
    );
    expect(JSON.stringify(await org.events())).not.toContain('cloud.example');
    const listed = await listVendors(dpo, { limit: 10, search: 'cloud', role: 'hosting' });
    expect(listed.items.map(({ id }) => id)).toEqual([vendorId]);
    expect(await countVendors(dpo, {})).toEqual({ vendors: 0, receivingData: 0, endedInUse: 0 });
  });

  it('is refused to onlookers, to other organisations and in the wrong state', async () => {
    const { org, dpo, systemId, register, uses } = await clinic();
    const vendorId = await register();
    const auditor = org.as('auditor');
    const stranger = world().as('dpo');
    const use = UseVendor.parse({ vendorId, systemId, receivesData: true, reason });
    for (const call of [
      () => registerVendor(auditor, { name: 'Another', ...about }),
      () => editVendor(auditor, { vendorId, country: 'IE' }),
      () => endVendor(auditor, { vendorId, reason }),
      () => recordUse(auditor, use),
      () => dropVendor(auditor, { vendorId, systemId, reason }),
    ])
      await expect(call()).rejects.toMatchObject({ code: 'forbidden' });
    for (const call of [
      () => editVendor(stranger, { vendorId, country: 'IE' }),
      () => endVendor(stranger, { vendorId, reason }),
      () => recordUse(stranger, use),
      () => dropVendor(stranger, { vendorId, systemId, reason }),
      () => getVendor(stranger, { vendorId }),
    ])
      await expect(call()).rejects.toMatchObject({ code: 'not_found' });
    await registerVendor(stranger, { name: 'Example Cloud', ...about });
    await expect(register('example cloud')).rejects.toMatchObject({ code: 'conflict' });
    await expect(dropVendor(dpo, { vendorId, systemId, reason })).rejects.toMatchObject({
      code: 'precondition',
    });
    await expect(uses(vendorId, { since: '2999-01-01' })).rejects.toMatchObject({ code: 'invalid' });
    await expect(uses(vendorId, { modelIds: ['mod_none'] })).rejects.toMatchObject({ code: 'invalid' });
    await endVendor(dpo, { vendorId, reason });
    await expect(endVendor(dpo, { vendorId, reason })).rejects.toMatchObject({ code: 'conflict' });
    await expect(editVendor(dpo, { vendorId, country: 'IE' })).rejects.toMatchObject({ code: 'conflict' });
    await expect(uses(vendorId)).rejects.toMatchObject({ code: 'conflict' });
    await register('example cloud');
  });
});

describe('what a system inherits from its vendors', () => {
  it('serves its controls while every vendor that receives data has its own', async () => {
    const { register, uses, paper, contract } = await clinic();
    const [cloud, labels] = [await register(), await register('Example Labels')];
    await paper(cloud, 'doc.dpa');
    await paper(cloud, 'doc.vendor-assessment');
    expect((await contract()).evidence).toEqual([]);
    await uses(cloud);
    expect((await contract()).evidence).toHaveLength(2);
    await uses(labels);
    expect((await contract()).evidence).toHaveLength(0);
    // Who receives no data needs no agreement about data, but is assessed.
    await uses(labels, { receivesData: false });
    await paper(labels, 'doc.vendor-assessment');
    expect((await contract()).evidence).toHaveLength(3);
  });

  it('is stale when the vendor changes, is removed, or is no longer used', async () => {
    const { dpo, systemId, register, uses, paper, contract } = await clinic();
    const cloud = await register();
    await uses(cloud);
    await paper(cloud, 'doc.dpa');
    await paper(cloud, 'doc.vendor-assessment');
    await editVendor(dpo, { vendorId: cloud, contact: 'else@cloud.example' });
    expect((await contract()).evidence).toHaveLength(2);
    await editVendor(dpo, { vendorId: cloud, services: 'hosts and trains' });
    expect((await contract()).said.join()).toContain('the vendor changed after it was given');
    await paper(cloud, 'doc.dpa');
    await paper(cloud, 'doc.vendor-assessment');
    expect((await contract()).evidence).toHaveLength(2);
    await endVendor(dpo, { vendorId: cloud, reason });
    expect((await contract()).said.join()).toContain(
      'Example Cloud was removed from the register of vendors',
    );
    await dropVendor(dpo, { vendorId: cloud, systemId, reason });
    expect((await contract()).said.join()).toContain('which the system no longer uses');
  });

  it('asks the answers about vendors again, and knows no vendor of another organisation', async () => {
    const { org, dpo, systemId, register, uses, paper } = await clinic();
    const cloud = await register();
    await uses(cloud, { since: undefined });
    await org.runJobs();
    const { toConfirm } = await getFacts(dpo, { systemId });
    expect(toConfirm.map(({ fact, trigger }) => `${fact} ${trigger}`)).toEqual([
      'cross_border_transfer vendor',
      'third_party_processors vendor',
    ]);
    await expect(paper('ven_none', 'doc.dpa')).rejects.toMatchObject({
      message: 'binding.id names no vendor of this organisation',
    });
  });
});
