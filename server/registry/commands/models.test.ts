import { createHash } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { world } from '@/db/testing/world';
import { open } from '@/server/kernel/operation';
import {
  countModels,
  getModel,
  getModelVersion,
  listModels,
  listModelVersions,
  modelVersionByDigest,
  modelVersionById,
  modelVersionByName,
} from '../queries/models';
import { AddModelVersion } from '../schema/models';
import { addModelVersion, createModel, editModel } from './models';

const digest = `sha256:${'a'.repeat(64)}`;
const other = `sha256:${'b'.repeat(64)}`;
const file = { kind: 'file', digest } as const;
const hosted = {
  kind: 'hosted',
  provider: 'openai',
  model: 'gpt-4o-2024-08-06',
  config: { seed: 1 },
} as const;
const hostileCard = '# Card\r\n<script>alert(1)</script> [x](javascript:alert(1)) \u202e{{7*7}}';

async function withModel() {
  const org = world();
  const engineer = org.as('ml_engineer');
  const model = await createModel(engineer, {
    name: 'triage',
    intendedUse: 'Sorts patients',
    licence: 'MIT',
  });
  return { org, engineer, modelId: model.id };
}

describe('creating a model', () => {
  it('stores it and leaves its evidence', async () => {
    const { org, modelId } = await withModel();
    expect(await getModel(org.as('viewer'), { modelId })).toMatchObject({ licence: 'MIT', latest: null });
    expect(await org.trail()).toEqual(['model.created']);
  });

  it('is refused to an auditor and refuses a name that is taken', async () => {
    const { org, engineer } = await withModel();
    await expect(createModel(org.as('auditor'), { name: 'x' })).rejects.toMatchObject({ code: 'forbidden' });
    await expect(createModel(engineer, { name: 'triage' })).rejects.toMatchObject({ code: 'conflict' });
  });
});

describe('editing a model', () => {
  it('records what changed; it does not exist for another organisation', async () => {
    const { org, engineer, modelId } = await withModel();
    await editModel(engineer, { modelId, licence: 'Apache-2.0' });
    expect((await org.events()).at(-1)).toMatchObject({
      type: 'model.edited',
      change: [{ path: '/licence', from: 'MIT', to: 'Apache-2.0' }],
    });
    await expect(editModel(org.as('viewer'), { modelId })).rejects.toMatchObject({ code: 'forbidden' });
    await expect(editModel(world().as('ml_lead'), { modelId })).rejects.toMatchObject({ code: 'not_found' });
  });
});

describe('adding a model version', () => {
  it('keeps the digest and the card as it came, and only the digest of the card in the trail', async () => {
    const { org, engineer, modelId } = await withModel();
    const added = await addModelVersion(engineer, {
      modelId,
      version: '1.0',
      source: file,
      card: hostileCard,
    });
    const cardDigest = `sha256:${createHash('sha256').update(hostileCard).digest('hex')}`;
    expect(await getModelVersion(org.as('auditor'), { versionId: added.id })).toMatchObject({
      digest,
      card: hostileCard,
      cardDigest,
      isProviderAsserted: false,
      warning: null,
    });
    expect(await org.trail()).toEqual(['model.created', 'model.version-added']);
    expect(JSON.stringify(await org.events())).not.toContain('script');
  });

  it('says of a hosted model that only its provider vouches for it', async () => {
    const { engineer, modelId } = await withModel();
    const added = await addModelVersion(engineer, { modelId, version: '1', source: hosted });
    expect(added).toMatchObject({ digest: null, isProviderAsserted: true });
    expect(added.warning).toMatch(/Provider-asserted/);
    expect(added.identityDigest).toMatch(/^sha256:/);
  });

  it('answers the same again with the same, and refuses another digest under a version that exists', async () => {
    const { org, engineer, modelId } = await withModel();
    const input = { modelId, version: '1', source: file };
    const first = await addModelVersion(engineer, input);
    expect(await addModelVersion(engineer, input)).toMatchObject({ id: first.id, unchanged: true });
    const changed = addModelVersion(engineer, { ...input, source: { ...file, digest: other } });
    await expect(changed).rejects.toMatchObject({ code: 'conflict' });
    expect((await org.trail()).slice(1)).toEqual(['model.version-added', 'model.version-unchanged']);
  });

  it('is refused to a viewer, and the model does not exist for another organisation', async () => {
    const { org, modelId } = await withModel();
    const input = { modelId, version: '1', source: file };
    await expect(addModelVersion(org.as('viewer'), input)).rejects.toMatchObject({ code: 'forbidden' });
    await expect(addModelVersion(world().as('ml_engineer'), input)).rejects.toMatchObject({
      code: 'not_found',
    });
  });

  const revision = 'c'.repeat(40);
  it.each([
    ['a tag instead of a digest', { kind: 'oci', digest: 'latest' }],
    ['a digest in capitals', { kind: 'file', digest: `sha256:${'A'.repeat(64)}` }],
    ['an unknown kind', { kind: 'pickle', digest }],
    ['an unknown field', { ...file, path: '/etc/passwd' }],
    ['a branch of Hugging Face', { kind: 'huggingface', repository: 'a/b', revision: 'main', digest }],
    ['Hugging Face without an owner', { kind: 'huggingface', repository: 'bert', revision, digest }],
    ['a hosted alias', { kind: 'hosted', provider: 'openai', model: 'chatgpt-4o-latest' }],
    ['a hosted model with blanks', { kind: 'hosted', provider: 'openai', model: 'gpt 4' }],
    ['a digest for a hosted model', { ...hosted, digest }],
  ])('refuses %s', (_, source) => {
    expect(AddModelVersion.safeParse({ modelId: 'mod_1', version: '1', source }).success).toBe(false);
  });

  it.each(['', ' 1', '../1', 'x'.repeat(65)])('refuses the version %j', (version) => {
    expect(AddModelVersion.safeParse({ modelId: 'mod_1', version, source: file }).success).toBe(false);
  });
});

describe('reading models', () => {
  it('lists, filters, pages and counts', async () => {
    const { org, engineer, modelId } = await withModel();
    const second = await createModel(engineer, { name: 'screener' });
    await addModelVersion(engineer, { modelId, version: '1', source: file });
    await addModelVersion(engineer, { modelId: second.id, version: '1', source: hosted });
    const viewer = org.as('viewer');
    const names = async (input: object) =>
      (await listModels(viewer, { limit: 50, ...input })).items.map(({ name }) => name);
    expect(await names({})).toEqual(['screener', 'triage']);
    expect(await names({ kind: 'hosted' })).toEqual(['screener']);
    expect(await names({ search: 'patient' })).toEqual(['triage']);
    const page = await listModels(viewer, { limit: 1 });
    expect(page.items[0]?.latest).toMatchObject({ version: '1', isProviderAsserted: true });
    expect(await names({ limit: 1, cursor: page.nextCursor })).toEqual(['triage']);
    expect(await listModelVersions(viewer, { modelId, limit: 1 })).toMatchObject({ items: [{ digest }] });
    expect(await countModels(viewer, {})).toEqual({ models: 2, versions: 2, providerAsserted: 1 });
  });

  it('gives other modules a version by id, digest, identity or name, in their own organisation', async () => {
    const { org, engineer, modelId } = await withModel();
    const added = await addModelVersion(engineer, { modelId, version: '1', source: file });
    const inside = <R>(ctx: typeof engineer, work: Parameters<typeof open<R>>[2]) =>
      open(ctx, 'read only', work);
    const found = await inside(engineer, ({ db }) =>
      Promise.all([
        modelVersionById(db, added.id),
        modelVersionByDigest(db, digest),
        modelVersionByDigest(db, added.identityDigest),
        modelVersionByName(db, 'triage', '1'),
      ]),
    );
    expect(found.map((one) => one?.id)).toEqual(Array(4).fill(added.id));
    expect(await inside(world().as('auditor'), ({ db }) => modelVersionById(db, added.id))).toBeUndefined();
    expect(org.orgId).toBe(added.orgId);
  });
});
