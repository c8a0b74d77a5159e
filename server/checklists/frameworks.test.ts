import { beforeEach, describe, expect, it } from 'vitest';
import { world } from '@/db/testing/world';
import { foundEnvironments } from '@/server/gates/commands/found-environments';
import { createPrompt } from '@/server/prompts/commands/prompts';
import { createRelease, freezeRelease } from '@/server/releases/commands';
import { exportFramework } from '@/server/reports/commands/framework-catalog';
import { createSystem } from '@/server/systems/commands';
import { addEvidence } from './commands/evidence';
import { assessControl } from './commands/assess-control';
import { chooseFramework, importFramework } from './commands/frameworks';
import { getChecklist, getSystemChecklist } from './queries/checklists';
import { getFramework, listFrameworks } from './queries/frameworks';
import { listRevisions } from './queries/revisions';

const pack = (version: string, ...controls: string[]) => `id: house-rules
title: House rules
version: "${version}"
asOf: 2026-11-01
controls:
${controls.join('\n')}`;
const owner = `  - id: house-1
    title: An owner
    requirement: Name the owner.
    severity: blocking
    evidence: [[doc.intended-use, att.owner]]`;
const phi = `  - { id: house-2, title: Health, requirement: Ask first., appliesWhen: phi }`;

let org: ReturnType<typeof world>;
beforeEach(async () => {
  org = world();
  await foundEnvironments(org.job(), {});
});
const stored = (content: string) =>
  importFramework(org.as('compliance_officer'), { format: 'yaml', content });
const linesOf = (content: string, format: 'yaml' | 'json' | 'csv' | 'oscal' = 'yaml') =>
  importFramework(org.as('compliance_officer'), { format, content }).then(
    () => [],
    (error: { details?: { fields?: { content?: string[] } }; message: string }) =>
      error.details?.fields?.content ?? [error.message],
  );

async function frozenRelease() {
  const author = org.as('ml_engineer');
  const system = await createSystem(author, { name: 'triage', purpose: 'Sorts', stage: 'development' });
  const content = { template: 'Sort {{note}}', parameters: {} };
  const prompt = await createPrompt(author, { name: 'triage-prompt', content });
  const draft = await createRelease(author, {
    systemId: system.id,
    version: '1.0.0',
    summary: 'First',
    modelVersionIds: [],
    datasetVersionIds: [],
    suiteVersionIds: [],
    studyIds: [],
    config: {},
    promptVersionIds: [prompt.latest?.id ?? ''],
    frameworks: ['house-rules'],
  });
  const { digest } = await freezeRelease(author, { releaseId: draft.id });
  return { releaseId: draft.id, systemId: system.id, digest: digest ?? '' };
}

describe('a framework of our own', () => {
  it('works in the checklist of a release like a shipped one, pinned to its revision', async () => {
    await stored(pack('1', owner, phi));
    const release = await frozenRelease();
    const officer = org.as('compliance_officer');
    const { id } = await addEvidence(officer, {
      type: 'doc.intended-use',
      title: 'Purpose',
      binding: { kind: 'system', id: release.systemId },
      content: { as: 'link', url: 'https://example.org/purpose', sha256: 'a'.repeat(64) },
    });
    await assessControl(officer, {
      controlId: 'house-1',
      binding: { kind: 'system', id: release.systemId },
      environment: null,
      disposition: 'included_implemented',
      role: 'compliance_officer',
      reason: 'read',
      evidenceIds: [id],
    });
    await stored(pack('2', owner.replace('An owner', 'A new title')));
    const { controls } = await getChecklist(officer, {
      releaseId: release.releaseId,
      environment: 'production',
    });
    expect(controls.map(({ controlId, title, status }) => [controlId, title, status])).toEqual([
      ['house-1', 'An owner', 'satisfied'],
      ['house-2', 'Health', 'undetermined'],
    ]);
    const now = await getFramework(officer, { framework: 'house-rules' });
    expect(now).toMatchObject({ revision: 1, version: '1', controls: 2, enabled: true });
    const { revisions } = await listRevisions(officer, { framework: 'house-rules' });
    expect(revisions.map(({ revision }) => revision)).toEqual([2, 1]);
    expect((await org.trail()).filter((type) => type === 'framework.imported')).toHaveLength(2);
    await expect(getFramework(world().as('viewer'), { framework: 'house-rules' })).rejects.toMatchObject({
      code: 'not_found',
    });
  });

  it('is refused with control and line for everything that is wrong', async () => {
    const wrong = pack('1', owner, owner, phi.replace('phi }', 'phy }'), '  - { id: house-3, title: x }');
    expect(await linesOf(wrong)).toEqual([
      'Line 17, control house-3: requirement: Invalid input: expected string, received undefined',
    ]);
    const meaning = await linesOf(wrong.split('\n').slice(0, -1).join('\n'));
    expect(meaning[0]).toMatch(/^Line 11, control house-1: the id stands on line 6 already/);
    expect(meaning[1]).toMatch(/^Line 16, control house-2: appliesWhen: .*phy/);
    const circle = (id: string, of: string) =>
      `  - { id: ${id}, title: x, requirement: y, mapsTo: [{ id: ${of}, relation: subset-of }] }`;
    expect(
      (await linesOf(pack('1', circle('house-1', 'house-2'), circle('house-2', 'house-1')))).join(),
    ).toMatch(
      /Line 6, control house-1: mapsTo goes in a circle: house-1 is a part of house-2 is a part of house-1/,
    );
    const alien = phi.replace(
      'phi }',
      'phi, evidence: [[doc.nonsense]], checks: [no.such], owner: king, mapsTo: [{ id: no-1 }] }',
    );
    expect((await linesOf(pack('1', alien))).join()).toMatch(/doc.nonsense.*no.such.*king.*no-1/);
    expect(await linesOf(pack('1', phi.replace('house-2', 'gdpr-art-35-dpia')))).toEqual([
      'Line 6, control gdpr-art-35-dpia: the id belongs to the framework gdpr',
    ]);
    expect(await linesOf(pack('1', owner).replace('house-rules', 'gdpr'))).toEqual([
      'The id gdpr is taken: choose one of your own',
    ]);
  });

  it('is read without aliases, formulas or more than the limit', async () => {
    expect((await linesOf('a: &a [1]\nb: [*a, *a]\ncontrols: []'))[0]).toBe(
      'Line 2: aliases (*name) are not read',
    );
    const csv = (cell: string) => `id,title,requirement\nhouse-1,${cell},Name the owner.\n`;
    expect(await linesOf(csv('"=HYPERLINK(1)"'), 'csv')).toEqual([
      'Line 2, control house-1: title holds a formula; write its value instead',
    ]);
    const head = { id: 'house-rules', title: 'House rules', version: '1', asOf: '2026-11-01' };
    const made = await importFramework(org.as('administrator'), {
      format: 'csv',
      content: csv('An owner'),
      head,
    });
    expect(made).toMatchObject({ framework: 'house-rules', controls: 1, added: 1 });
    expect(await linesOf('{"controls": ', 'json')).toEqual([expect.stringMatching(/^Line \d+: /)]);
    await expect(stored('x'.repeat(20))).rejects.toMatchObject({ code: 'invalid' });
    expect(importFramework.input.safeParse({ format: 'yaml', content: 'x'.repeat(8_000_001) }).success).toBe(
      false,
    );
    await expect(
      importFramework(org.as('ml_engineer'), { format: 'yaml', content: pack('1', owner) }),
    ).rejects.toMatchObject({
      code: 'forbidden',
    });
  });

  it('comes from an OSCAL catalog, and our own catalogs come back as they went', async () => {
    await stored(pack('1', owner, phi));
    const { document } = await exportFramework(org.as('viewer'), { framework: 'house-rules' });
    const other = world();
    const made = await importFramework(other.as('compliance_officer'), {
      format: 'oscal',
      content: JSON.stringify(document),
      head: { id: 'taken-over' },
    });
    expect(made).toMatchObject({ framework: 'taken-over', controls: 2 });
    const { pack: controls } = await getFramework(other.as('viewer'), { framework: 'taken-over' });
    expect(
      controls.map(({ id, requirement, applicability, severity }) => [
        id,
        requirement,
        applicability,
        severity,
      ]),
    ).toEqual([
      ['house-1', 'Name the owner.', 'true', 'blocking'],
      ['house-2', 'Ask first.', 'phi', 'non_blocking'],
    ]);
    expect(controls[0]?.evidence_required[0]?.any_of.map(({ type }) => type)).toEqual([
      'doc.intended-use',
      'att.owner',
    ]);
    expect((await linesOf('{"profile": {}}', 'oscal'))[0]).toMatch(/at profile\.metadata: /);
  });
});

describe('the choice of frameworks', () => {
  it('is made for the organisation and for single systems, and is recorded', async () => {
    const officer = org.as('compliance_officer');
    const { id: systemId } = await createSystem(officer, {
      name: 'triage',
      purpose: 'Sorts',
      stage: 'planned',
    });
    const used = async () =>
      (await getSystemChecklist(officer, { systemId })).byFramework.map(({ framework }) => framework);
    expect(await used()).toEqual(['gdpr', 'hipaa']);
    await chooseFramework(officer, { framework: 'eu-ai-act', enabled: true });
    await chooseFramework(officer, { framework: 'hipaa', systemId, enabled: false });
    expect(await used()).toEqual(['gdpr', 'eu-ai-act']);
    await chooseFramework(officer, { framework: 'hipaa', systemId, enabled: null });
    expect(await used()).toEqual(['gdpr', 'hipaa', 'eu-ai-act']);
    const { frameworks } = await listFrameworks(officer, {});
    expect(frameworks.filter(({ enabled }) => enabled).map(({ id }) => id)).toEqual([
      'gdpr',
      'hipaa',
      'eu-ai-act',
    ]);
    expect(frameworks.every(({ version, asOf, lawStatus }) => version && asOf && lawStatus)).toBe(true);
    expect((await org.trail()).filter((type) => type === 'framework.chosen')).toHaveLength(3);
    await expect(chooseFramework(org.as('dpo'), { framework: 'gdpr', enabled: false })).rejects.toMatchObject(
      {
        code: 'forbidden',
      },
    );
    await expect(chooseFramework(officer, { framework: 'nope', enabled: false })).rejects.toMatchObject({
      code: 'not_found',
    });
    await expect(
      chooseFramework(world().as('compliance_officer'), { framework: 'gdpr', systemId, enabled: true }),
    ).rejects.toMatchObject({ code: 'not_found' });
  });
});
