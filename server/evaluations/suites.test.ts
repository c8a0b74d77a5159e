import { describe, expect, it } from 'vitest';
import { world } from '@/db/testing/world';
import { createPrompt } from '@/server/prompts/commands/prompts';
import { addDatasetVersion, createDataset } from '@/server/registry/commands/datasets';
import { receiveUpload } from '@/server/registry/commands/receive-upload';
import { addSuiteVersion, createSuite, editSuite } from './commands/suites';
import { getSuite, getSuiteVersion, listSuites, listSuiteVersions } from './queries/suites';

async function withData() {
  const org = world();
  const engineer = org.as('ml_engineer');
  const { id: datasetId } = await createDataset(engineer, { name: 'triage', kind: 'cases' });
  const bytes = [Buffer.from('id,input,expected\na,Chest pain,emergency\nb,Rash,routine\n')];
  const upload = { parameters: { datasetId }, contentType: 'text/csv', sizeBytes: null };
  const given = {
    ...upload,
    bytes: (async function* () {
      yield* bytes;
    })(),
  };
  await addDatasetVersion(engineer, await receiveUpload(engineer, given));
  await createPrompt(engineer, {
    name: 'nurse',
    content: { template: 'Level of {{input}}?', parameters: {} },
  });
  return { org, engineer };
}

const file = (extra = '') => `
name: triage-smoke
dataset: triage@1
prompt: nurse@1
target: { baseUrl: "http://127.0.0.1:9/v1", model: triage-1 }
evaluators:
  - { id: text.contains, as: level, params: { value: "{{expected}}" } }
thresholds:
  - { measure: level, min: 0.9 }
${extra}`;

describe('making suites', () => {
  it('pins dataset and prompt by digest, and gives the file back', async () => {
    const { org, engineer } = await withData();
    const suite = await createSuite(engineer, { text: file() });
    expect(suite).toMatchObject({ name: 'triage-smoke', latest: { number: 1 }, lastRun: null });
    const version = await getSuiteVersion(org.as('auditor'), { versionId: suite.latest?.id ?? '' });
    expect(version.body).toMatchObject({
      dataset: { name: 'triage', number: 1, digest: expect.stringMatching(/^sha256:/) },
      prompt: { name: 'nurse', number: 1, digest: expect.stringMatching(/^sha256:/) },
    });
    expect(version.yaml).toContain('dataset: triage@1');
    expect((await org.trail()).slice(-2)).toEqual(['suite.created', 'suite.version-added']);
    const again = await addSuiteVersion(engineer, { suiteId: suite.id, text: version.yaml });
    expect(again).toMatchObject({ id: version.id, unchanged: true });
    expect((await org.trail()).at(-1)).toBe('suite.version-unchanged');
    const more = await addSuiteVersion(engineer, { suiteId: suite.id, text: file('repeats: 2') });
    expect(more).toMatchObject({ number: 2, unchanged: false });
    const versions = await listSuiteVersions(engineer, { suiteId: suite.id, limit: 1 });
    expect(versions).toMatchObject({ items: [{ number: 2 }], nextCursor: expect.any(String) });
  });

  it('takes fields instead of a file, and references by digest', async () => {
    const { engineer } = await withData();
    const first = await createSuite(engineer, { text: file() });
    const { body } = await getSuiteVersion(engineer, { versionId: first.latest?.id ?? '' });
    const definition = {
      name: 'by-digest',
      dataset: body.dataset.digest,
      prompt: body.prompt?.digest ?? '',
      evaluators: [{ id: 'text.contains', params: { value: 'x' } }],
    };
    const made = await createSuite(engineer, { definition });
    expect(made.latest?.number).toBe(1);
  });

  it('is refused to a viewer, a name is taken once, and it does not exist elsewhere', async () => {
    const { org, engineer } = await withData();
    await expect(createSuite(org.as('viewer'), { text: file() })).rejects.toMatchObject({
      code: 'forbidden',
    });
    const { id: suiteId } = await createSuite(engineer, { text: file() });
    await expect(createSuite(engineer, { text: file() })).rejects.toMatchObject({ code: 'conflict' });
    const stranger = world().as('ml_engineer');
    await expect(getSuite(stranger, { suiteId })).rejects.toMatchObject({ code: 'not_found' });
    await expect(addSuiteVersion(stranger, { suiteId, text: file() })).rejects.toMatchObject({
      code: 'not_found',
    });
    expect((await listSuites(stranger, { limit: 10 })).items).toEqual([]);
    await editSuite(engineer, { suiteId, description: 'Names the level' });
    expect((await org.events()).at(-1)).toMatchObject({
      type: 'suite.edited',
      change: [{ path: '/description', from: '', to: 'Names the level' }],
    });
  });
});

const bomb = `name: x\na: &a [x,x,x]\nb: &b [*a,*a,*a]\nevaluators: [*b,*b]\ndataset: d@1`;
const bad: readonly (readonly [string, string, RegExp])[] = [
  ['aliases', bomb, /alias/i],
  ['broken YAML', 'name: [', /not YAML/],
  ['a duplicate key', `${file()}\nname: again`, /unique/i],
  ['a list', '- a', /map of name/],
  ['an unknown field', file('colour: red'), /colour/],
  [
    'an unknown evaluator',
    file().replace('text.contains', 'text.maybe'),
    /no evaluator is called text.maybe/,
  ],
  [
    'a threshold on nothing',
    file().replace('measure: level', 'measure: other'),
    /no evaluator gives a measure/,
  ],
  [
    'a regex that is none',
    file().replace('text.contains', 'text.regex').replace('value: "{{expected}}"', 'pattern: "("'),
    /./,
  ],
  ['a dataset without number', file().replace('triage@1', 'triage'), /name@number or sha256/],
  ['a missing dataset', file().replace('triage@1', 'triage@7'), /dataset triage@7 does not exist/],
  ['a missing label', file().replace('nurse@1', 'nurse@live'), /prompt nurse@live does not exist/],
  ['a name with spaces', file().replace('triage-smoke', 'Triage smoke'), /name must be/],
];

describe('bad suite files', () => {
  it.each(bad)('refuses %s and says why', async (_, text, message) => {
    const { org, engineer } = await withData();
    const before = await org.trail();
    await expect(createSuite(engineer, { text })).rejects.toMatchObject({ code: 'invalid', message });
    expect(await org.trail()).toEqual(before);
  });
});
