import { spawnSync } from 'node:child_process';
import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { beforeEach, describe, expect, it } from 'vitest';
import { ports, world } from '@/db/testing/world';
import { documentIds } from '@/policies/frameworks/documents';
import { answerFacts } from '@/server/checklists/commands/answer-facts';
import { addEvidence } from '@/server/checklists/commands/evidence';
import { foundEnvironments } from '@/server/gates/commands/found-environments';
import { createPrompt } from '@/server/prompts/commands/prompts';
import { createRelease, freezeRelease } from '@/server/releases/commands';
import { createSystem } from '@/server/systems/commands';
import { createExport } from '../commands/exports';
import { getExport } from '../queries/exports';
import type { BuiltDocument } from '../rules/document';
import { CreateExport } from '../schema';

const hasQpdf = spawnSync('qpdf', ['--version']).status === 0;

let org: ReturnType<typeof world>;
let systemId: string;
let releaseId: string;

beforeEach(async () => {
  org = world();
  await foundEnvironments(org.job(), {});
  const author = await org.member('ml_engineer');
  const purpose = 'Sorts messages of patients';
  ({ id: systemId } = await createSystem(author, { name: 'triage', purpose, stage: 'in_use' }));
  const content = { template: 'Sort {{note}}', parameters: {} };
  const prompt = await createPrompt(author, { name: 'triage-prompt', content });
  const none = { modelVersionIds: [], datasetVersionIds: [], suiteVersionIds: [], studyIds: [], config: {} };
  ({ id: releaseId } = await createRelease(author, {
    ...none,
    systemId,
    version: '1.0.0',
    summary: 'First',
    promptVersionIds: [prompt.latest?.id ?? ''],
    frameworks: ['gdpr', 'hipaa'],
  }));
  await freezeRelease(author, { releaseId });
  const dpo = await org.member('dpo');
  const answers = {
    processes_personal_data: true,
    eu_establishment: true,
    gdpr_roles: ['controller'],
    lawful_bases: ['public_task'],
    phi: true,
  };
  await answerFacts(dpo, { systemId, answers, reason: 'asked the clinic' });
  await addEvidence(dpo, {
    type: 'doc.dpia',
    title: 'DPIA of triage',
    binding: { kind: 'system', id: systemId },
    content: { as: 'record', record: { risks: 'A wrong order may delay care', outcome: 'Accept' } },
  });
});

async function exported(input: unknown) {
  const officer = org.as('privacy_officer');
  const { id } = await createExport(officer, CreateExport.parse(input));
  await org.runJobs();
  const made = await getExport(officer, { exportId: id });
  expect(made).toMatchObject({ state: 'ready', stateReason: null });
  return { made, bytes: Buffer.from(await ports.files.read(made.sha256 ?? '')) };
}

const asJson = async (document: string) =>
  JSON.parse(
    (await exported({ kind: 'document', document, releaseId, format: 'json' })).bytes.toString(),
  ) as BuiltDocument;

describe('documents from facts and evidence', () => {
  it('hold what is recorded and list every mandatory field that is not', async () => {
    const dpia = await asJson('dpia');
    const values = (label: string) =>
      dpia.sections.flatMap(({ fields }) => fields).find((field) => field.label.startsWith(label))?.values;
    expect(values('Nature, scope')).toEqual(['Sorts messages of patients']);
    expect(values('Lawful basis')).toEqual(['Lawful bases: public task']);
    expect(values('Sources of risk')).toEqual(['A wrong order may delay care']);
    expect(values('Accept, change')).toEqual(['Accept']);
    expect(values('Alternatives')).toEqual([]);
    expect(dpia.missing).toContain(
      'Necessity and proportionality, Art. 35(7)(b): Alternatives that were considered',
    );
    expect(dpia.missing.some((one) => one.includes('Lawful basis'))).toBe(false);
    const ropa = await asJson('ropa');
    expect(ropa.missing).toContain('Controller entry, Art. 30(1): (g) Security measures in general');
    expect(ropa.missing.some((one) => one.includes('Useful additions'))).toBe(false);
  });

  it('certify no release that the gate does not allow', async () => {
    const officer = org.as('privacy_officer');
    const document = 'release-certificate';
    const { id } = await createExport(officer, { kind: 'document', document, releaseId });
    await org.runJobs();
    expect(await getExport(officer, { exportId: id })).toMatchObject({
      state: 'failed',
      stateReason: expect.stringMatching(/does not allow this release in production/),
    });
    expect((await org.trail()).at(-1)).toBe('export.failed');
  });

  it('say which question is wrong', () => {
    const problem = (input: unknown) => CreateExport.safeParse(input).error?.issues[0]?.message;
    expect(problem({ kind: 'document', systemId })).toMatch(/no such document/);
    expect(problem({ kind: 'document', systemId, document: 'package' })).toMatch(/no such document/);
    expect(problem({ kind: 'document', systemId, document: 'model-card' })).toMatch(/name the release/);
    expect(problem({ kind: 'oscal', systemId, document: 'dpia' })).toMatch(/no such document/);
    expect(problem({ kind: 'bundle', releaseId, format: 'json' })).toMatch(/Only documents/);
  });

  it.skipIf(!hasQpdf)('are sound PDF files (skipped: no qpdf here)', { timeout: 120_000 }, async () => {
    const folder = mkdtempSync(join(tmpdir(), 'countersign-documents-'));
    for (const document of documentIds.filter((id) => id !== 'release-certificate')) {
      const { made, bytes } = await exported({ kind: 'document', document, releaseId });
      expect(made.fileName).toBe(`${document}-triage-1-0-0-production.pdf`);
      const file = join(folder, made.fileName ?? '');
      writeFileSync(file, bytes);
      const checked = spawnSync('qpdf', ['--check', file], { encoding: 'utf8' });
      expect([checked.status, checked.stderr]).toEqual([0, '']);
    }
  });
});
