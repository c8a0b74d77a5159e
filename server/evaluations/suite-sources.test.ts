import { describe, expect, it } from 'vitest';
import { world } from '@/db/testing/world';
import { listPrompts } from '@/server/prompts/queries';
import { getDatasetVersion, listDatasets } from '@/server/registry/queries/datasets';
import { importSuite, startFromPack } from './commands/bring-suite';
import { previewSuiteImport } from './commands/preview-suite-import';
import { listPacks } from './queries/packs';
import { getSuiteVersion, listSuites } from './queries/suites';

const config = `
description: Short answers
prompts: ['Answer in one word: {{question}}']
providers: [openai:gpt-4o-mini]
defaultTest:
  assert: [{ type: not-icontains, value: sorry }]
tests:
  - vars: { question: Capital of France? }
    assert:
      - { type: equals, value: Paris }
      - { type: javascript, value: 'process.exit(9)' }
  - vars: { question: A colour? }
    assert:
      - { type: contains-any, value: [red, blue] }
`;
const given = { from: 'promptfoo', text: config, name: 'short-answers' } as const;
const made = ['dataset.created', 'dataset.version-added', 'prompt.created', 'prompt.version-added'];
const suiteMade = ['suite.created', 'suite.version-added'];

describe('importing a promptfoo configuration', () => {
  it('shows what it would make, then makes dataset, prompt and suite in one go', async () => {
    const org = world();
    const engineer = org.as('ml_engineer');
    const before = await org.trail();
    const preview = await previewSuiteImport(engineer, given);
    expect(preview).toMatchObject({
      caseCount: 2,
      judgedCount: 2,
      taken: [],
      prompt: 'Answer in one word: {{question}}',
      remarks: [
        { where: 'tests.0.assert.0 (equals)', taken: true },
        { where: 'tests.0.assert.1 (javascript)', taken: false, reason: expect.stringMatching(/code/) },
      ],
      remarkCount: 2,
    });
    expect(preview.cases[1]?.checks).toEqual(['not text.icontains {"value":"sorry"}', expect.any(String)]);
    expect(preview.yaml).toContain('dataset: short-answers@1');
    expect(await org.trail()).toEqual(before);
    const brought = await importSuite(engineer, given);
    expect(brought).toMatchObject({ caseCount: 2, remarkCount: 2, suite: { latest: { number: 1 } } });
    expect((await org.trail()).slice(before.length)).toEqual([...made, ...suiteMade, 'suite.imported']);
    const version = await getSuiteVersion(engineer, { versionId: brought.suite.latest?.id ?? '' });
    expect(version.body).toMatchObject({ target: { model: 'gpt-4o-mini' }, prompt: { number: 1 } });
    const dataset = await getDatasetVersion(engineer, { versionId: version.datasetVersionId });
    expect(dataset).toMatchObject({ datasetId: brought.datasetId, rowCount: 2 });
    expect(await previewSuiteImport(engineer, given)).toMatchObject({
      taken: ['suite', 'dataset', 'prompt'],
    });
  });

  it('is refused to somebody who may not make datasets, and to a viewer', async () => {
    const org = world();
    for (const role of ['viewer', 'compliance_officer'] as const)
      await expect(importSuite(org.as(role), given)).rejects.toMatchObject({ code: 'forbidden' });
    await expect(previewSuiteImport(org.as('viewer'), given)).rejects.toMatchObject({ code: 'forbidden' });
    expect((await listSuites(org.as('viewer'), { limit: 5 })).items).toEqual([]);
  });

  it('takes no name twice, and leaves nothing half made', async () => {
    const org = world();
    const engineer = org.as('ml_engineer');
    await importSuite(engineer, { ...given, name: 'one' });
    const before = await org.trail();
    await expect(importSuite(engineer, { ...given, name: 'one' })).rejects.toMatchObject({
      code: 'conflict',
    });
    const bad = config.replace('equals, value: Paris', 'equals, value: "Par\\u0001is"');
    await expect(importSuite(engineer, { ...given, text: bad })).rejects.toMatchObject({ code: 'invalid' });
    expect(await org.trail()).toEqual(before);
    expect((await listPrompts(engineer, { limit: 5 })).items).toHaveLength(1);
    expect((await listDatasets(engineer, { limit: 5 })).items).toHaveLength(1);
  });

  it('does not exist elsewhere', async () => {
    await importSuite(world().as('ml_engineer'), given);
    const stranger = world().as('ml_engineer');
    expect((await listSuites(stranger, { limit: 5 })).items).toEqual([]);
    expect(await previewSuiteImport(stranger, given)).toMatchObject({ taken: [] });
  });

  it.each([
    ['aliases', 'a: &a [x, x]\nb: &b [*a, *a]\ntests: [*b, *b]\n', /alias/i],
    ['no YAML', 'tests: [', /not YAML/],
    ['no tests', 'prompts: [x]\n', /no test stands/],
    ['a list', '- 1\n', /the file/],
    [
      'a NUL in its description',
      config.replace('Short answers', '"a\\0"'),
      /description contains the character/,
    ],
    ['deep nesting', `tests: ${'['.repeat(5000)}${']'.repeat(5000)}`, /./],
    ['many cases', `tests: [${'{},'.repeat(10_001)}]`, /more than 10000 cases/],
  ])('refuses %s and names the field', async (_, text, message) => {
    const refused = { code: 'invalid', message, details: { fields: { text: [expect.any(String)] } } };
    const engineer = world().as('ml_engineer');
    await expect(importSuite(engineer, { ...given, text })).rejects.toMatchObject(refused);
    await expect(previewSuiteImport(engineer, { ...given, text })).rejects.toMatchObject(refused);
  });
});

describe('starting from a safety pack', () => {
  it('says what each proves, and makes dataset and suite', async () => {
    const org = world();
    const engineer = org.as('ml_engineer');
    const { packs } = await listPacks(org.as('viewer'), {});
    expect(packs.map(({ name }) => name)).toEqual(['jailbreak', 'harmless', 'injection']);
    expect(packs.map(({ provesNot }) => provesNot.slice(0, 5))).toEqual(['That ', 'That ', 'That ']);
    const before = await org.trail();
    for (const { name, caseCount } of packs) {
      const brought = await startFromPack(engineer, { pack: name });
      expect(brought).toMatchObject({ caseCount, promptId: null, suite: { name, latest: { number: 1 } } });
    }
    expect((await org.trail()).slice(before.length, before.length + 5)).toEqual([
      'dataset.created',
      'dataset.version-added',
      ...suiteMade,
      'suite.started-from-pack',
    ]);
  });

  it('is refused to the wrong role and under a name that is taken; nothing of it is elsewhere', async () => {
    const org = world();
    const pack = { pack: 'harmless' } as const;
    for (const role of ['auditor', 'compliance_officer'] as const)
      await expect(startFromPack(org.as(role), pack)).rejects.toMatchObject({ code: 'forbidden' });
    await startFromPack(org.as('ml_engineer'), pack);
    await expect(startFromPack(org.as('ml_engineer'), pack)).rejects.toMatchObject({ code: 'conflict' });
    await startFromPack(org.as('ml_engineer'), { ...pack, name: 'harmless-2' });
    expect((await listSuites(world().as('ml_engineer'), { limit: 5 })).items).toEqual([]);
  });
});
