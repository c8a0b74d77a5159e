import { randomUUID } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { world } from '@/db/testing/world';
import { addDatasetVersion, createDataset } from '@/server/registry/commands/datasets';
import { receiveUpload } from '@/server/registry/commands/receive-upload';
import { scanDataset } from '@/server/registry/commands/scan-dataset';
import { getDatasetScan } from '@/server/registry/queries/datasets';
import { createSystem } from '@/server/systems/commands';
import { answerFacts } from './commands/answer-facts';
import { confirmFacts } from './commands/confirm-facts';
import { addEvidence, revokeEvidence } from './commands/evidence';
import { reviewEvidence } from './commands/review-evidence';
import { getEvidence, listEvidence } from './queries/evidence';
import { getFacts } from './queries/system-facts';

const reason = 'looked at it';
async function withEvidence() {
  const org = world();
  const { id: systemId } = await createSystem(org.as('ml_engineer'), {
    name: `sys-${randomUUID()}`,
    purpose: 'Sorts arriving patients',
    stage: 'development',
  });
  const giver = org.as('dpo');
  const { id: evidenceId } = await addEvidence(giver, {
    type: 'doc.dpia',
    title: 'DPIA',
    binding: { kind: 'system', id: systemId },
    content: { as: 'link', url: 'https://example.org/dpia' },
  });
  return { org, systemId, giver, evidenceId };
}

describe('reviewing evidence', () => {
  it('takes what is rejected out of force until a reviewer accepts it', async () => {
    const { org, evidenceId } = await withEvidence();
    const reviewer = org.as('compliance_officer');
    await reviewEvidence(reviewer, { evidenceId, decision: 'rejected', reason });
    expect(await getEvidence(org.as('auditor'), { evidenceId })).toMatchObject({
      status: 'rejected',
      reviews: [{ decision: 'rejected', reason }],
    });
    const rejected = await listEvidence(org.as('auditor'), { state: 'rejected', limit: 10 });
    expect(rejected.items).toHaveLength(1);
    expect((await org.events()).at(-1)).toMatchObject({ type: 'evidence.reviewed', reason });
    await reviewEvidence(reviewer, { evidenceId, decision: 'accepted', reason });
    expect(await getEvidence(org.as('auditor'), { evidenceId })).toMatchObject({ status: 'valid' });
  });

  it('is refused to who gave it, to builders, onlookers and tokens, and over what is revoked', async () => {
    const { org, giver, evidenceId } = await withEvidence();
    const input = { evidenceId, decision: 'accepted' as const, reason };
    const officer = org.as('compliance_officer');
    for (const caller of [giver, org.as('ml_engineer'), org.as('auditor')])
      await expect(reviewEvidence(caller, input)).rejects.toMatchObject({ code: 'forbidden' });
    const token = org.token(officer, { scopes: ['read', 'write'] });
    await expect(reviewEvidence(token, input)).rejects.toMatchObject({
      code: expect.stringMatching(/forbidden|precondition/) as string,
    });
    const stranger = world().as('compliance_officer');
    await expect(reviewEvidence(stranger, input)).rejects.toMatchObject({ code: 'not_found' });
    await revokeEvidence(giver, { evidenceId, reason });
    await expect(reviewEvidence(officer, input)).rejects.toMatchObject({ code: 'conflict' });
  });
});

describe('confirming facts', () => {
  it('keeps the class that followed, and says when answers changed since', async () => {
    const { org, systemId } = await withEvidence();
    const dpo = org.as('dpo');
    await expect(confirmFacts(dpo, { systemId, reason })).rejects.toMatchObject({ code: 'precondition' });
    await answerFacts(dpo, { systemId, answers: { phi: false, ai_roles: [] }, reason });
    expect(await getFacts(dpo, { systemId })).toMatchObject({ confirmation: null });
    await confirmFacts(dpo, { systemId, reason });
    expect((await getFacts(dpo, { systemId })).confirmation).toMatchObject({ isCurrent: true });
    await answerFacts(dpo, {
      systemId,
      answers: { phi: true, hipaa_entity_types: ['covered_provider'], phi_form: ['identifiable'] },
      reason,
    });
    expect((await getFacts(dpo, { systemId })).confirmation).toMatchObject({ isCurrent: false });
    expect(await org.trail()).toContain('facts.confirmed');
    const auditor = confirmFacts(org.as('auditor'), { systemId, reason });
    await expect(auditor).rejects.toMatchObject({ code: 'forbidden' });
    const stranger = confirmFacts(world().as('dpo'), { systemId, reason });
    await expect(stranger).rejects.toMatchObject({ code: 'not_found' });
  });
});

describe('scanning a dataset', () => {
  it('counts what the detectors find, and keeps no text', async () => {
    const org = world();
    const engineer = org.as('ml_engineer');
    const { id: datasetId } = await createDataset(engineer, { name: 'leaky', kind: 'cases' });
    const bytes = (async function* () {
      yield Buffer.from('{"id":"1","input":"write to ada@example.org"}\n{"id":"2","input":"hello"}');
    })();
    const upload = { parameters: { datasetId }, contentType: 'application/jsonl', sizeBytes: null, bytes };
    const { id: versionId } = await addDatasetVersion(engineer, await receiveUpload(engineer, upload));
    expect(await getDatasetScan(engineer, { versionId })).toMatchObject({ scan: null });
    await scanDataset(engineer, { versionId });
    await org.runJobs();
    const { scan } = await getDatasetScan(org.as('auditor'), { versionId });
    expect(scan).toMatchObject({ rowCount: 2, findings: { EMAIL: 1 } });
    expect(JSON.stringify(await org.events())).not.toContain('ada@');
    expect(await org.trail()).toEqual(expect.arrayContaining(['dataset.scan-requested', 'dataset.scanned']));
    await expect(scanDataset(org.as('auditor'), { versionId })).rejects.toMatchObject({ code: 'forbidden' });
    await expect(scanDataset(world().as('ml_engineer'), { versionId })).rejects.toMatchObject({
      code: 'not_found',
    });
  });
});
