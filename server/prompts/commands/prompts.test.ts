import { describe, expect, it } from 'vitest';
import { world } from '@/db/testing/world';
import { addPromptVersion, createPrompt, editPrompt, moveLabel } from './prompts';
import {
  countPrompts,
  getPrompt,
  getPromptAtLabel,
  getPromptVersion,
  listPrompts,
  listPromptVersions,
} from '../queries';
import { AddPromptVersion } from '../schema';

const content = { template: 'Sort {{symptoms}}\r\n', parameters: { temperature: 0 } };
const triage = { name: 'triage', content };

async function withPrompt() {
  const org = world();
  const engineer = org.as('ml_engineer');
  const prompt = await createPrompt(engineer, triage);
  const add = (template: string) =>
    addPromptVersion(engineer, { promptId: prompt.id, template, parameters: {} });
  return { org, engineer, promptId: prompt.id, first: prompt.latest?.id ?? '', add };
}

describe('creating a prompt', () => {
  it('stores it with its first version, byte for byte, and one event for each', async () => {
    const { org, promptId, first } = await withPrompt();
    const auditor = org.as('auditor');
    expect(await getPrompt(auditor, { promptId })).toMatchObject({ name: 'triage', latest: { number: 1 } });
    const version = await getPromptVersion(auditor, { versionId: first });
    expect(version).toMatchObject({ ...content, variables: ['symptoms'], promptName: 'triage' });
    expect(await org.trail()).toEqual(['prompt.created', 'prompt.version-added']);
  });

  it('leaves no word of the prompt in the trail', async () => {
    const { org } = await withPrompt();
    expect(JSON.stringify(await org.events())).not.toContain('symptoms');
  });

  it('is refused to an auditor, and the refusal is recorded', async () => {
    const org = world();
    await expect(createPrompt(org.as('auditor'), triage)).rejects.toMatchObject({ code: 'forbidden' });
    expect(await org.trail()).toEqual(['access.denied']);
  });

  it('refuses a second prompt of the same name', async () => {
    const { engineer } = await withPrompt();
    await expect(createPrompt(engineer, triage)).rejects.toMatchObject({ code: 'conflict' });
  });
});

describe('adding a version', () => {
  it('numbers it, and answers with the old one when the content is not new', async () => {
    const { org, first, promptId, engineer, add } = await withPrompt();
    expect(await add('Sort them')).toMatchObject({ number: 2, unchanged: false });
    const again = await addPromptVersion(engineer, { promptId, ...content });
    expect(again).toMatchObject({ id: first, number: 1, unchanged: true });
    expect((await org.trail()).slice(2)).toEqual(['prompt.version-added', 'prompt.version-unchanged']);
  });

  it('gives two writers at the same moment two numbers', async () => {
    const { add } = await withPrompt();
    const added = await Promise.all(['a', 'b', 'c'].map(add));
    expect(added.map(({ number }) => number).sort()).toEqual([2, 3, 4]);
  });

  it('does not exist for another organisation, and is refused to a viewer', async () => {
    const { org, promptId } = await withPrompt();
    const input = { promptId, template: 'x', parameters: {} };
    await expect(addPromptVersion(world().as('ml_engineer'), input)).rejects.toMatchObject({
      code: 'not_found',
    });
    await expect(addPromptVersion(org.as('viewer'), input)).rejects.toMatchObject({ code: 'forbidden' });
  });

  it.each([
    ['nothing', '', /must not be empty/],
    ['too much', 'x'.repeat(100_001), /at most 100000 characters/],
    ['a control character', 'a\u0007', /control characters/],
    ['no message', [], /at least one message/],
    ['an unknown role', [{ role: 'robot', content: 'x' }], /role|system/],
    [
      'messages that are too long together',
      Array(3).fill({ role: 'user', content: 'x'.repeat(99_999) }),
      /200,000/,
    ],
  ])('refuses %s', (_, template, message) => {
    const parsed = AddPromptVersion.safeParse({ promptId: 'prm_1', template });
    expect(JSON.stringify(parsed.error?.issues)).toMatch(message);
  });
});

describe('moving a label', () => {
  it('points to a version, by compare and set', async () => {
    const { org, engineer, promptId, first, add } = await withPrompt();
    const second = await add('Sort them');
    const move = (versionId: string, expectedVersionId: string | null) =>
      moveLabel(engineer, { promptId, label: 'staging', versionId, expectedVersionId });
    await move(first, null);
    await expect(move(second.id, null)).rejects.toMatchObject({ code: 'conflict' });
    expect(await move(second.id, first)).toMatchObject({ number: 2 });
    expect(await getPromptAtLabel(org.as('viewer'), { promptId, label: 'staging' })).toMatchObject({
      id: second.id,
    });
    expect((await org.events()).at(-1)).toMatchObject({
      type: 'prompt.label-moved',
      change: [{ path: '/labels/staging', from: first, to: second.id }],
    });
  });

  it('lets exactly one of two movers win', async () => {
    const { engineer, promptId, first, add } = await withPrompt();
    const versions = [await add('a'), await add('b')];
    await moveLabel(engineer, { promptId, label: 'staging', versionId: first, expectedVersionId: null });
    const moves = versions.map(({ id }) =>
      moveLabel(engineer, { promptId, label: 'staging', versionId: id, expectedVersionId: first }),
    );
    const settled = await Promise.allSettled(moves);
    expect(settled.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected']);
  });

  it('refuses production, a version of another prompt, an auditor and another organisation', async () => {
    const { org, engineer, promptId, first } = await withPrompt();
    const other = await createPrompt(engineer, { name: 'other', content });
    const input = { promptId, label: 'staging', versionId: first, expectedVersionId: null };
    await expect(moveLabel(engineer, { ...input, label: 'production' })).rejects.toMatchObject({
      code: 'precondition',
    });
    await expect(moveLabel(engineer, { ...input, versionId: other.latest?.id ?? '' })).rejects.toMatchObject({
      code: 'invalid',
    });
    await expect(moveLabel(org.as('auditor'), input)).rejects.toMatchObject({ code: 'forbidden' });
    await expect(moveLabel(world().as('ml_lead'), input)).rejects.toMatchObject({ code: 'not_found' });
    await expect(getPromptAtLabel(engineer, { promptId, label: 'staging' })).rejects.toMatchObject({
      code: 'not_found',
    });
  });
});

describe('editing a prompt', () => {
  it('records what changed', async () => {
    const { org, promptId, engineer } = await withPrompt();
    await editPrompt(engineer, { promptId, description: 'Sorts patients' });
    expect((await org.events()).at(-1)).toMatchObject({
      type: 'prompt.edited',
      change: [{ path: '/description', from: '', to: 'Sorts patients' }],
    });
    await expect(editPrompt(org.as('viewer'), { promptId })).rejects.toMatchObject({ code: 'forbidden' });
  });
});

describe('listing prompts', () => {
  it('pages, searches, filters by label and counts', async () => {
    const { org, engineer, promptId, first, add } = await withPrompt();
    await createPrompt(engineer, { name: 'screener', description: 'Reads 100% of letters' });
    await moveLabel(engineer, { promptId, label: 'staging', versionId: first, expectedVersionId: null });
    const viewer = org.as('viewer');
    const names = async (input: object) =>
      (await listPrompts(viewer, { limit: 50, ...input })).items.map(({ name }) => name);
    expect(await names({})).toEqual(['screener', 'triage']);
    expect(await names({ search: '0%' })).toEqual(['screener']);
    expect(await names({ label: 'staging' })).toEqual(['triage']);
    expect(await names({ name: 'tri' })).toEqual([]);
    const page = await listPrompts(viewer, { limit: 1 });
    const next = await listPrompts(viewer, { limit: 1, cursor: page.nextCursor ?? undefined });
    expect(next.items.map(({ name }) => name)).toEqual(['triage']);
    await add('two');
    const versions = await listPromptVersions(viewer, { promptId, limit: 1 });
    expect(versions.items.map(({ number }) => number)).toEqual([2]);
    const older = await listPromptVersions(viewer, {
      promptId,
      limit: 1,
      cursor: versions.nextCursor ?? undefined,
    });
    expect(older).toMatchObject({ items: [{ number: 1 }], nextCursor: null });
    expect(await countPrompts(viewer, {})).toEqual({ prompts: 2, inProduction: 0, versions: 2 });
  });
});
