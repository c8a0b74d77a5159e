import { randomUUID } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { world } from '@/db/testing/world';
import { createSystem } from '@/server/systems/commands';
import { answerFacts } from './commands/answer-facts';
import { assessControl } from './commands/assess-control';
import { addEvidence, revokeEvidence } from './commands/evidence';
import { getSystemChecklist } from './queries/checklists';

const reason = 'as the purpose says';
async function withSystem() {
  const org = world();
  const { id: systemId } = await createSystem(org.as('ml_engineer'), {
    name: `sys-${randomUUID()}`,
    purpose: 'Sorts arriving patients',
    stage: 'development',
  });
  return { org, systemId };
}

const link = (systemId: string) => ({
  type: 'doc.dpia',
  title: 'DPIA of the triage assistant',
  binding: { kind: 'system' as const, id: systemId },
  content: { as: 'link' as const, url: 'https://example.org/dpia.pdf' },
});
const record = (systemId: string) => ({
  ...link(systemId),
  type: 'rec.ropa',
  content: {
    as: 'record' as const,
    record: {
      contact: 'The clinic, its DPO',
      purposes: 'triage',
      categories: 'patients; symptoms',
      recipients: 'none',
      transfers: 'none',
      time_limits: '30 days',
      security: 'encrypted, access by role',
    },
  },
});
const notice = (systemId: string, type: string) => ({ ...link(systemId), type });
const logic = 'gdpr-art-13-14-15-logic';
const assessed = (systemId: string, evidenceIds: string[]) => ({
  controlId: logic,
  binding: { kind: 'system' as const, id: systemId },
  environment: null,
  disposition: 'satisfied' as const,
  role: 'dpo',
  reason: 'read it',
  evidenceIds,
});
const statusOf = async (org: ReturnType<typeof world>, systemId: string, id = logic) => {
  const { controls } = await getSystemChecklist(org.as('auditor'), { systemId });
  return controls.find(({ controlId }) => controlId === id);
};
const controller = {
  processes_personal_data: true,
  eu_establishment: true,
  gdpr_roles: ['controller'],
  decision_role: 'solely_automated',
  legal_or_similar_effect: true,
};

describe('assessing a control', () => {
  it('is done by hand, by the holder of the owner role; without its evidence it is open again', async () => {
    const { org, systemId } = await withSystem();
    const dpo = org.as('dpo');
    expect(await statusOf(org, systemId)).toMatchObject({ status: 'undetermined', blocks: true });
    await answerFacts(dpo, { systemId, answers: controller, reason });
    expect(await statusOf(org, systemId)).toMatchObject({ status: 'open', by: null });
    const { id } = await addEvidence(dpo, notice(systemId, 'doc.privacy-notice'));
    await addEvidence(dpo, notice(systemId, 'doc.adverse-notice'));
    await assessControl(dpo, assessed(systemId, [id]));
    const done = await statusOf(org, systemId);
    expect(done).toMatchObject({ status: 'satisfied', by: 'hand', blocks: false });
    expect(done?.evidence).toContainEqual(expect.objectContaining({ id }));
    expect((await org.trail()).at(-1)).toBe('control.assessed');
    await revokeEvidence(dpo, { evidenceId: id, reason: 'outdated' });
    expect(await statusOf(org, systemId)).toMatchObject({ status: 'open' });
  });

  it('is decided by a check over the form that somebody filled in, and not by hand', async () => {
    const { org, systemId } = await withSystem();
    const dpo = org.as('dpo');
    await answerFacts(dpo, { systemId, answers: controller, reason });
    const id = 'gdpr-art-30-1-ropa-controller';
    const words = { as: 'statement' as const, statement: 'Purpose, categories, recipients' };
    await addEvidence(dpo, { ...record(systemId), content: words });
    const unread = await statusOf(org, systemId, id);
    expect(unread).toMatchObject({ status: 'open', checks: [{ verdict: 'not_enough_evidence' }] });
    const byHand = assessControl(dpo, { ...assessed(systemId, []), controlId: id });
    await expect(byHand).rejects.toMatchObject({ code: 'precondition' });
    await addEvidence(dpo, record(systemId));
    expect(await statusOf(org, systemId, id)).toMatchObject({
      status: 'satisfied',
      by: 'automation',
      checks: [{ verdict: 'pass', params: { variant: '30(1)' } }],
    });
  });

  it.each([
    ['an unknown field', { nonsense: 'x' }, 'has no field nonsense'],
    ['nothing', {}, 'contact must be text'],
    ['a control character', { contact: '\u0000', transfers: 'a', security: 'b' }, 'contact must be'],
  ])('refuses a form with %s', async (_, filled, message) => {
    const { org, systemId } = await withSystem();
    const content = { as: 'record' as const, record: filled };
    const call = addEvidence(org.as('dpo'), { ...record(systemId), content });
    await expect(call).rejects.toMatchObject({ message: expect.stringContaining(message) as string });
  });

  it('is refused to any other role and to an API token of the right person', async () => {
    const { org, systemId } = await withSystem();
    const dpo = org.as('dpo');
    const { id } = await addEvidence(dpo, link(systemId));
    for (const caller of [org.as('compliance_officer'), org.token(dpo, { scopes: ['read', 'write'] })]) {
      const call = assessControl(caller, assessed(systemId, [id]));
      await expect(call).rejects.toMatchObject({ code: 'forbidden' });
    }
  });

  it('refuses a disposition the control does not offer, and evidence that was revoked', async () => {
    const { org, systemId } = await withSystem();
    const dpo = org.as('dpo');
    const { id } = await addEvidence(dpo, link(systemId));
    const odd = assessControl(dpo, {
      ...assessed(systemId, [id]),
      disposition: 'excluded_with_justification',
    });
    await expect(odd).rejects.toMatchObject({ code: 'invalid' });
    await revokeEvidence(dpo, { evidenceId: id, reason: 'wrong' });
    const call = assessControl(dpo, assessed(systemId, [id]));
    await expect(call).rejects.toMatchObject({ message: `evidenceIds: ${id} is revoked` });
  });

  it('does not exist for another organisation', async () => {
    const { systemId } = await withSystem();
    const call = assessControl(world().as('dpo'), assessed(systemId, []));
    await expect(call).rejects.toMatchObject({ code: 'invalid' });
  });
});
