import { describe, expect, it } from 'vitest';
import { triage } from '@/db/testing/hospital-triage';
import { addEvidenceList } from './commands/add-evidence-list';
import { assessControl } from './commands/assess-control';
import { assessControls } from './commands/assess-controls';
import { planControls } from './commands/plan-controls';
import { getChecklist } from './queries/checklists';
import { getWantedEvidence } from './queries/wanted';

const environment = 'production';
const day = (ahead: number) => new Date(Date.now() + ahead * 86_400_000).toISOString().slice(0, 10);

async function clinicWithRelease() {
  const clinic = await triage();
  const release = await clinic.release('1.0.0', 'first');
  await clinic.answer();
  const { systemId } = await clinic.checklist(release);
  const ref = { releaseId: release.releaseId, environment };
  const controlOf = async (id: string) =>
    (await getChecklist(clinic.as('dpo'), ref)).controls.find(({ controlId }) => controlId === id);
  return { clinic, release, systemId, ref, controlOf };
}

describe('a plan of controls', () => {
  it('says who sees to them and by when, and shows what is late', async () => {
    const { clinic, systemId, controlOf } = await clinicWithRelease();
    const officer = clinic.as('compliance_officer');
    const id = 'gdpr-art-35-dpia';
    const plan = { systemId, controlIds: [id], reason: 'before the audit' };
    const ownerId = clinic.as('dpo').actor.personId ?? '';
    await planControls(officer, { ...plan, ownerId, dueAt: day(7) });
    expect(await controlOf(id)).toMatchObject({ ownerId, isLate: false });
    expect((await clinic.org.trail()).at(-1)).toBe('control.planned');
    // What is left out stays.
    await planControls(officer, { ...plan, dueAt: null });
    expect(await controlOf(id)).toMatchObject({ ownerId, deadline: null });
  });

  it('refuses the past, strangers, unknown controls and roles without the right', async () => {
    const { clinic, systemId } = await clinicWithRelease();
    const officer = clinic.as('compliance_officer');
    const plan = { systemId, controlIds: ['gdpr-art-35-dpia'], reason: 'x' };
    await expect(planControls(officer, { ...plan, dueAt: '2020-01-01' })).rejects.toMatchObject({
      message: 'dueAt must lie in the future',
    });
    await expect(planControls(officer, { ...plan, ownerId: 'per_nobody' })).rejects.toMatchObject({
      code: 'invalid',
    });
    const odd = planControls(officer, { ...plan, controlIds: ['gdpr-art-999'], dueAt: day(1) });
    await expect(odd).rejects.toMatchObject({ message: 'controlIds: there is no control gdpr-art-999' });
    const builder = planControls(clinic.as('ml_engineer'), { ...plan, dueAt: day(1) });
    await expect(builder).rejects.toMatchObject({ code: 'forbidden' });
  });
});

describe('a waiver', () => {
  const npp = 'hipaa-164-520-npp';
  it('lets a control pass until a day, when a second person signs; a blocking duty has none', async () => {
    const { clinic, release, systemId, controlOf } = await clinicWithRelease();
    const control = await controlOf(npp);
    const officer = clinic.as(control?.ownerRole ?? '');
    const given = {
      controlId: npp,
      binding: { kind: 'system' as const, id: systemId },
      environment: null,
      disposition: 'waived' as const,
      role: control?.ownerRole ?? '',
      reason: 'The notice is printed; the page follows',
      evidenceIds: [],
      until: day(30),
    };
    const { until: _, ...endless } = given;
    await expect(assessControl(officer, endless)).rejects.toMatchObject({
      message: 'until must say when the waiver ends',
    });
    await expect(assessControl(officer, { ...given, until: day(900) })).rejects.toMatchObject({
      message: 'until must be at most 366 days ahead',
    });
    await assessControl(officer, given);
    expect(await controlOf(npp)).toMatchObject({ status: 'open', awaitsSignoffOnly: true });
    await clinic.sign(release);
    expect(await controlOf(npp)).toMatchObject({ status: 'waived', by: 'hand' });
    const binding = clinic.bound('release', release);
    const blocking = { ...given, binding, controlId: 'gdpr-art-35-dpia', role: 'dpo' } as const;
    await expect(assessControl(clinic.as('dpo'), blocking)).rejects.toMatchObject({
      code: 'precondition',
      message: expect.stringContaining('allows no waiver') as string,
    });
  });
});

describe('many controls at once', () => {
  it('takes the evidence that is asked for, then one decision for each role', async () => {
    const { clinic, ref, release } = await clinicWithRelease();
    const dpo = clinic.as('dpo');
    const { wanted } = await getWantedEvidence(dpo, ref);
    const dpia = wanted.find(({ type }) => type === 'doc.dpia');
    expect(dpia?.serves.map(({ controlId }) => controlId)).toContain('gdpr-art-35-dpia');
    const courses = wanted.flatMap(({ record }) => record['course'] ?? []);
    expect(courses).toContain('hipaa-privacy');
    const items = wanted
      .filter(({ ways }) => ways.includes('link'))
      .map(({ type, title, binding }) => ({
        type,
        title,
        binding: clinic.bound(binding, release),
        content: { as: 'link' as const, url: `https://example.org/${type}` },
      }));
    const { added } = await addEvidenceList(clinic.as('security_officer'), { items });
    expect(added).toHaveLength(items.length);
    const left = (await getWantedEvidence(dpo, ref)).wanted.map(({ type }) => type);
    expect(left).not.toContain('doc.dpia');
    const waiting = (await getChecklist(dpo, ref)).controls.filter(
      ({ ownerRole, problems }) =>
        ownerRole === 'dpo' && problems.some(({ code }) => code === 'NOT_ASSESSED'),
    );
    expect(waiting.length).toBeGreaterThan(3);
    const decision = {
      ...ref,
      controlIds: waiting.map(({ controlId }) => controlId),
      role: 'dpo',
      decision: 'met' as const,
      reason: 'Read every document',
      evidenceIds: [],
    };
    const before = (await clinic.org.trail()).length;
    expect(await assessControls(dpo, decision)).toEqual({ assessed: waiting.length });
    const trail = (await clinic.org.trail()).slice(before);
    expect(trail).toEqual(waiting.map(() => 'control.assessed'));
    const again = (await getChecklist(dpo, ref)).controls;
    for (const { controlId } of waiting) {
      const state = again.find((one) => one.controlId === controlId);
      expect(state?.assessment?.reason).toBe('Read every document');
      expect(state?.problems.map(({ code }) => code)).not.toContain('NOT_ASSESSED');
    }
  });

  it('does all or nothing, and names what refuses', async () => {
    const { clinic, ref, release } = await clinicWithRelease();
    const decision = { ...ref, decision: 'met' as const, reason: 'x', evidenceIds: [] };
    const mixed = { ...decision, role: 'dpo', controlIds: ['gdpr-art-35-dpia', 'hipaa-164-520-npp'] };
    await expect(assessControls(clinic.as('dpo'), mixed)).rejects.toMatchObject({
      message: expect.stringContaining('is assessed by the privacy officer') as string,
    });
    const waived = { ...mixed, controlIds: ['gdpr-art-35-dpia'], decision: 'waived' as const, until: day(9) };
    await expect(assessControls(clinic.as('dpo'), waived)).rejects.toMatchObject({
      message: expect.stringContaining('allows no waiver') as string,
    });
    await expect(assessControls(clinic.as('legal'), mixed)).rejects.toMatchObject({ code: 'forbidden' });
    const alien = { ...mixed, controlIds: ['nist-govern-1-1'] };
    await expect(assessControls(clinic.as('dpo'), alien)).rejects.toMatchObject({ code: 'invalid' });
    const link = { as: 'link' as const, url: 'https://example.org/a' };
    const item = { type: 'doc.dpia', title: 'DPIA', binding: clinic.bound('system', release), content: link };
    const items = [item, { ...item, title: 'Odd one', type: 'chk.eval.accuracy' as 'doc.x' }];
    const before = (await clinic.org.trail()).length;
    await expect(addEvidenceList(clinic.as('dpo'), { items })).rejects.toMatchObject({
      message: expect.stringContaining('Odd one (item 2)') as string,
    });
    expect((await clinic.org.trail()).length).toBe(before);
  });
});
