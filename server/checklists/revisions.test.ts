import { beforeEach, describe, expect, it } from 'vitest';
import { world } from '@/db/testing/world';
import { foundEnvironments } from '@/server/gates/commands/found-environments';
import { createPrompt } from '@/server/prompts/commands/prompts';
import { createRelease, freezeRelease } from '@/server/releases/commands';
import { createSystem } from '@/server/systems/commands';
import { adoptFramework } from './commands/adopt-framework';
import { addEvidence } from './commands/evidence';
import { assessControl } from './commands/assess-control';
import { importFramework } from './commands/frameworks';
import { keepShippedPacksJob } from './jobs';
import { getChecklist } from './queries/checklists';
import { getFramework, listFrameworks } from './queries/frameworks';
import { previewFramework } from './queries/preview';
import { getRevision, listRevisions } from './queries/revisions';

const framework = 'house-rules';
const control = (id: string, more: Partial<Record<'title' | 'requirement', string>> = {}) => `  - id: ${id}
    title: ${more.title ?? `Rule ${id}`}
    requirement: ${more.requirement ?? 'Name the owner.'}
    severity: blocking
    evidence: [[doc.intended-use]]`;
const pack = (version: string, ...controls: string[]) => `id: ${framework}
title: House rules
version: "${version}"
asOf: 2026-11-01
controls:
${controls.join('\n')}`;

let org: ReturnType<typeof world>;
let systemId: string;
beforeEach(async () => {
  org = world();
  await foundEnvironments(org.job(), {});
  const system = { name: 'triage', purpose: 'Sorts', stage: 'development' } as const;
  systemId = (await createSystem(org.as('ml_engineer'), system)).id;
});
const stored = (version: string, ...controls: string[]) =>
  importFramework(org.as('compliance_officer'), { format: 'yaml', content: pack(version, ...controls) });
const adopt = (revision: number, from: number, rollback = false) =>
  adoptFramework(org.as('compliance_officer'), { framework, revision, from, rollback, reason: 'As decided' });
const preview = (revision: number) => previewFramework(org.as('compliance_officer'), { framework, revision });
const inUse = async () => (await getFramework(org.as('viewer'), { framework })).version;

async function released(version: string): Promise<string> {
  const author = org.as('ml_engineer');
  const content = { template: `Sort {{note}} for ${version}`, parameters: {} };
  const prompt = await createPrompt(author, { name: `prompt-${version.replaceAll('.', '-')}`, content });
  const draft = await createRelease(author, {
    ...{ systemId, version, summary: 'A release', modelVersionIds: [], datasetVersionIds: [] },
    ...{ suiteVersionIds: [], studyIds: [], config: {}, frameworks: [framework] },
    promptVersionIds: [prompt.latest?.id ?? ''],
  });
  await freezeRelease(author, { releaseId: draft.id });
  return draft.id;
}

async function assessed(controlId: string) {
  const officer = org.as('compliance_officer');
  const binding = { kind: 'system', id: systemId } as const;
  const { id } = await addEvidence(officer, {
    ...{ type: 'doc.intended-use', title: 'Purpose', binding },
    content: { as: 'link', url: 'https://example.org/purpose', sha256: 'a'.repeat(64) },
  });
  await assessControl(officer, {
    ...{ controlId, binding, environment: null, disposition: 'included_implemented' },
    ...{ role: 'compliance_officer', reason: 'read', evidenceIds: [id] },
  });
}

const statusOf = async (releaseId: string) => {
  const list = await getChecklist(org.as('viewer'), { releaseId, environment: 'production' });
  return Object.fromEntries(list.controls.map(({ controlId, status }) => [controlId, status]));
};

describe('the versions of a framework', () => {
  it('wait until somebody adopts them, and a preview says what would change and for whom', async () => {
    expect(await stored('1', control('house-1'), control('house-2'))).toMatchObject({ isInUse: true });
    await assessed('house-1');
    const before = await released('1.0.0');
    const changed = control('house-1', { requirement: 'Name the owner and a deputy.' });
    const made = await stored('2', changed, control('house-3'));
    expect(made).toMatchObject({ revision: 2, isInUse: false, added: 1, removed: ['house-2'] });
    expect(await inUse()).toBe('1');
    const waiting = (await listFrameworks(org.as('viewer'), {})).frameworks.find(
      ({ id }) => id === framework,
    );
    expect(waiting).toMatchObject({ waiting: { revision: 2, version: '2' } });

    const shown = await preview(2);
    expect(shown).toMatchObject({
      ...{ isInUse: false, isEarlier: false, wasInUse: false, problems: [] },
      ...{ from: { version: '1' }, to: { version: '2' }, releases: { drafts: [], keepTheirs: 1 } },
    });
    expect(shown.diff.added.map(({ controlId }) => controlId)).toEqual(['house-3']);
    expect(shown.diff.removed.map(({ controlId }) => controlId)).toEqual(['house-2']);
    expect(shown.diff.changed).toMatchObject([
      {
        ...{ controlId: 'house-1', isCarried: false },
        parts: [{ part: 'requirement', after: ['Name the owner and a deputy.'] }],
      },
    ]);
    expect(shown.systems).toMatchObject([
      { name: 'triage', toConfirm: ['house-1'], newlyApplies: ['house-3'], appliesNoMore: ['house-2'] },
    ]);

    expect(await adopt(2, 1)).toMatchObject({ version: '2', toConfirm: ['house-1'] });
    expect(await inUse()).toBe('2');
    expect(await statusOf(before)).toEqual({ 'house-1': 'satisfied', 'house-2': 'open' });
    const after = await released('1.1.0');
    expect(await statusOf(after)).toEqual({ 'house-1': 'stale', 'house-3': 'open' });
    await assessed('house-1');
    expect(await statusOf(after)).toEqual({ 'house-1': 'satisfied', 'house-3': 'open' });
  });

  it('carry decisions over where a control still asks the same', async () => {
    await stored('1', control('house-1'));
    await assessed('house-1');
    await stored('1.1', control('house-1', { title: 'A clearer title' }));
    expect((await preview(2)).diff.changed).toMatchObject([{ isCarried: true }]);
    expect(await adopt(2, 1)).toMatchObject({ changed: 1, toConfirm: [] });
    expect(await statusOf(await released('1.0.0'))).toEqual({ 'house-1': 'satisfied' });
  });

  it('come back by a rollback with what was decided about them, and by nothing else', async () => {
    await stored('1', control('house-1'));
    await assessed('house-1');
    await stored('2', control('house-1', { requirement: 'Something else.' }));
    await adopt(2, 1);
    const onTwo = await released('2.0.0');
    expect(await statusOf(onTwo)).toEqual({ 'house-1': 'stale' });
    await expect(adopt(1, 2)).rejects.toMatchObject({
      code: 'precondition',
      message: expect.stringMatching(/by a rollback/),
    });
    expect(await preview(1)).toMatchObject({ isEarlier: true, wasInUse: true });
    await adopt(1, 2, true);
    expect(await inUse()).toBe('1');
    expect(await statusOf(await released('3.0.0'))).toEqual({ 'house-1': 'satisfied' });
    expect(await statusOf(onTwo)).toEqual({ 'house-1': 'stale' });
    const { revisions, adoptions } = await listRevisions(org.as('auditor'), { framework });
    expect(revisions.map(({ revision, state }) => [revision, state])).toEqual([
      [2, 'was_in_use'],
      [1, 'in_use'],
    ]);
    expect(adoptions.map(({ kind }) => kind)).toEqual(['rolled_back', 'adopted', 'first']);
    expect(await org.trail()).toEqual(
      expect.arrayContaining(['framework.imported', 'framework.adopted', 'framework.rolled_back']),
    );
    expect(await getRevision(org.as('viewer'), { framework, revision: 2 })).toMatchObject({ version: '2' });
  });

  it('are refused when they are earlier, used, unknown, looked at too long ago, or by the wrong person', async () => {
    await stored('2', control('house-1'));
    await expect(stored('1', control('house-9'))).rejects.toThrow(/version 1 is earlier than 2/);
    await expect(stored('2', control('house-1'))).rejects.toMatchObject({ code: 'conflict' });
    await expect(stored('2', control('house-9'))).rejects.toThrow(/higher version/);
    await stored('3', control('house-1'), control('house-2'));
    await expect(adopt(1, 1)).rejects.toThrow(/in use already/);
    await expect(adopt(9, 1)).rejects.toMatchObject({ code: 'not_found' });
    await expect(adopt(2, 7)).rejects.toMatchObject({ code: 'conflict' });
    await expect(adopt(2, 1, true)).rejects.toThrow(/never in use/);
    const given = { framework, revision: 2, from: 1, rollback: false, reason: 'Because' };
    await expect(adoptFramework(org.as('ml_engineer'), given)).rejects.toMatchObject({ code: 'forbidden' });
    await expect(adoptFramework(world().as('compliance_officer'), given)).rejects.toMatchObject({
      code: 'not_found',
    });
    expect(adoptFramework.input.safeParse({ ...given, reason: '' }).success).toBe(false);
    const twice = await Promise.allSettled([adopt(2, 1), adopt(2, 1)]);
    expect(twice.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected']);
    expect((await listRevisions(org.as('viewer'), { framework })).adoptions).toHaveLength(2);
  });

  it('of the product are kept as it ships them, once', async () => {
    await keepShippedPacksJob.run(org.job(), {});
    const { revisions, adoptions } = await listRevisions(org.as('viewer'), { framework: 'gdpr' });
    expect(revisions).toMatchObject([{ revision: 1, state: 'in_use' }]);
    expect(adoptions).toMatchObject([{ kind: 'first' }]);
    await keepShippedPacksJob.run(org.job(), {});
    expect((await listRevisions(org.as('viewer'), { framework: 'gdpr' })).revisions).toHaveLength(1);
    expect((await org.trail()).filter((type) => type === 'framework.kept')).toHaveLength(7);
  });
});
