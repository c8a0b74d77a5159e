import { randomUUID } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { world } from '@/db/testing/world';
import { createSystem } from '@/server/systems/commands';
import { answerFacts } from './commands/answer-facts';
import { addEvidence, addEvidenceFile, downloadEvidence, revokeEvidence } from './commands/evidence';
import { receiveEvidence } from './commands/receive-evidence';
import { getEvidence, listEvidence } from './queries/evidence';
import { getFacts } from './queries/system-facts';

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

describe('answering facts', () => {
  it('keeps them, derives the class with its rule, and leaves what changed in the trail', async () => {
    const { org, systemId } = await withSystem();
    const answers = { phi: true, hipaa_entity_types: ['covered_provider'], phi_form: ['identifiable'] };
    await answerFacts(org.as('privacy_officer'), { systemId, answers, reason });
    await answerFacts(org.as('privacy_officer'), { systemId, answers: { phi_form: null }, reason });
    const found = await getFacts(org.as('auditor'), { systemId });
    expect(found.answers).toEqual({ phi: true, hipaa_entity_types: ['covered_provider'] });
    expect(found.questionnaire.progress.answered).toBe(2);
    expect((await org.events()).at(-1)).toMatchObject({
      type: 'facts.answered',
      change: [{ path: '/phi_form', from: ['identifiable'], to: null }],
      reason,
    });
  });

  it('says which rule gave the HIPAA status', async () => {
    const { org, systemId } = await withSystem();
    const answers = { phi: false, hipaa_entity_types: [] };
    await answerFacts(org.as('ml_engineer'), { systemId, answers, reason });
    const { classification } = await getFacts(org.as('auditor'), { systemId });
    expect(classification.hipaa.outcome).toBe('not_regulated');
    expect(classification.hipaa.decidedBy?.basis).toContain('160.103');
    expect(classification.aiAct.outcome).toBeNull();
  });

  it('is refused to an auditor, and the refusal is recorded', async () => {
    const { org, systemId } = await withSystem();
    const call = answerFacts(org.as('auditor'), { systemId, answers: { phi: true }, reason });
    await expect(call).rejects.toMatchObject({ code: 'forbidden' });
    expect((await org.trail()).at(-1)).toBe('access.denied');
  });

  it('refuses answers that contradict each other, naming the rule, and keeps none', async () => {
    const { org, systemId } = await withSystem();
    const answers = { phi: true, phi_form: ['identifiable'], processes_personal_data: false };
    const call = answerFacts(org.as('ml_engineer'), { systemId, answers, reason });
    await expect(call).rejects.toMatchObject({
      code: 'invalid',
      message: expect.stringContaining('r-phi-personal: Identifiable PHI is personal data'),
    });
    expect((await getFacts(org.as('auditor'), { systemId })).answers).toEqual({});
  });

  it('does not exist for another organisation', async () => {
    const { systemId } = await withSystem();
    const stranger = world().as('ml_engineer');
    const call = answerFacts(stranger, { systemId, answers: { phi: true }, reason });
    await expect(call).rejects.toMatchObject({ code: 'not_found' });
    await expect(getFacts(stranger, { systemId })).rejects.toMatchObject({ code: 'not_found' });
  });
});

const link = (systemId: string) => ({
  type: 'doc.dpia',
  title: 'DPIA of the triage assistant',
  binding: { kind: 'system' as const, id: systemId },
  content: { as: 'link' as const, url: 'https://example.org/dpia.pdf' },
});
const bytesOf = async function* (text: string) {
  yield Buffer.from(text);
};

describe('adding evidence', () => {
  it('keeps words with their digest, and the words stay out of the trail', async () => {
    const { org, systemId } = await withSystem();
    const added = await addEvidence(org.as('dpo'), link(systemId));
    const found = await getEvidence(org.as('auditor'), { evidenceId: added.id });
    expect(found).toMatchObject({ status: 'valid', revision: 1, url: 'https://example.org/dpia.pdf' });
    expect(found.satisfies).toContain('gdpr-art-35-dpia');
    expect((await org.trail()).at(-1)).toBe('evidence.added');
    expect(JSON.stringify(await org.events())).not.toContain('example.org/dpia');
  });

  it('takes a file as a stream; a newer one supersedes it; the download is recorded', async () => {
    const { org, systemId } = await withSystem();
    const dpo = org.as('dpo');
    const parameters = {
      type: 'doc.dpia',
      title: 'DPIA',
      fileName: 'dpia.pdf',
      mediaType: 'application/pdf',
      bindingKind: 'system',
      bindingId: systemId,
    };
    const incoming = { parameters, sizeBytes: null, bytes: bytesOf('%PDF-1.7 first') };
    const first = await addEvidenceFile(dpo, await receiveEvidence(dpo, incoming));
    const second = await addEvidenceFile(
      dpo,
      await receiveEvidence(dpo, {
        ...incoming,
        parameters: { ...parameters, supersedes: first.id },
        bytes: bytesOf('%PDF-1.7 second'),
      }),
    );
    const lying = { ...incoming, bytes: bytesOf('MZ\u0090 a program') };
    await expect(receiveEvidence(dpo, lying)).rejects.toMatchObject({
      ...{
        code: 'invalid',
        message: 'the file is application/x-msdownload by its content, not application/pdf',
      },
    });
    const old = await getEvidence(dpo, { evidenceId: first.id });
    expect(old).toMatchObject({ status: 'superseded', sizeBytes: 14 });
    expect(old.revisions.map(({ id }) => id)).toEqual([second.id, first.id]);
    const page = await listEvidence(dpo, { limit: 10, state: 'valid' });
    expect(page.items.map(({ id }) => id)).toEqual([second.id]);
    await downloadEvidence(org.as('auditor'), { evidenceId: second.id });
    expect((await org.trail()).slice(-3)).toEqual([
      'evidence.added',
      'evidence.added',
      'evidence.downloaded',
    ]);
  });

  it('is refused to a viewer, of whom nothing is read', async () => {
    const { org, systemId } = await withSystem();
    const viewer = org.as('viewer');
    await expect(addEvidence(viewer, link(systemId))).rejects.toMatchObject({ code: 'forbidden' });
    const input = await receiveEvidence(viewer, {
      parameters: {
        type: 'doc.dpia',
        title: 'x',
        fileName: 'x',
        bindingKind: 'system',
        bindingId: systemId,
      },
      sizeBytes: null,
      bytes: bytesOf('never'),
    });
    expect(input.file).toBeNull();
  });

  it('refuses what the type does not allow, a wider binding, and a file over the limit', async () => {
    const { org, systemId } = await withSystem();
    const dpo = org.as('dpo');
    const statement = { as: 'statement' as const, statement: 'we did it' };
    await expect(addEvidence(dpo, { ...link(systemId), content: statement })).rejects.toMatchObject({
      message: expect.stringContaining('can be given as record or file or link'),
    });
    const wide = { ...link(systemId), binding: { kind: 'org' as const, id: org.orgId } };
    await expect(addEvidence(dpo, wide)).rejects.toMatchObject({ code: 'invalid' });
    const parameters = {
      type: 'doc.dpia',
      title: 'x',
      fileName: 'x',
      bindingKind: 'system',
      bindingId: systemId,
    };
    const large = receiveEvidence(dpo, { parameters, sizeBytes: 100_000_001, bytes: bytesOf('x') });
    await expect(large).rejects.toMatchObject({ code: 'limit' });
  });

  it('does not exist for another organisation', async () => {
    const { org, systemId } = await withSystem();
    const { id } = await addEvidence(org.as('dpo'), link(systemId));
    const stranger = world().as('dpo');
    await expect(addEvidence(stranger, link(systemId))).rejects.toMatchObject({ code: 'invalid' });
    for (const call of [getEvidence, downloadEvidence]) {
      await expect(call(stranger, { evidenceId: id })).rejects.toMatchObject({ code: 'not_found' });
    }
  });
});

describe('revoking evidence', () => {
  it('takes it out of force once, with the reason', async () => {
    const { org, systemId } = await withSystem();
    const { id: evidenceId } = await addEvidence(org.as('dpo'), link(systemId));
    await revokeEvidence(org.as('dpo'), { evidenceId, reason: 'wrong file' });
    expect(await getEvidence(org.as('auditor'), { evidenceId })).toMatchObject({ status: 'revoked' });
    expect((await org.events()).at(-1)).toMatchObject({ type: 'evidence.revoked', reason: 'wrong file' });
    const again = revokeEvidence(org.as('dpo'), { evidenceId, reason: 'again' });
    await expect(again).rejects.toMatchObject({ code: 'conflict' });
  });

  it('is refused to an auditor and unknown to another organisation', async () => {
    const { org, systemId } = await withSystem();
    const { id: evidenceId } = await addEvidence(org.as('dpo'), link(systemId));
    const byAuditor = revokeEvidence(org.as('auditor'), { evidenceId, reason });
    await expect(byAuditor).rejects.toMatchObject({ code: 'forbidden' });
    const byStranger = revokeEvidence(world().as('dpo'), { evidenceId, reason });
    await expect(byStranger).rejects.toMatchObject({ code: 'not_found' });
  });
});
