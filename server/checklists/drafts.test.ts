import { beforeEach, describe, expect, it } from 'vitest';
import { world } from '@/db/testing/world';
import { foundEnvironments } from '@/server/gates/commands/found-environments';
import { adoptFramework } from './commands/adopt-framework';
import { changeDraft, discardDraft, publishDraft, startDraft } from './commands/drafts';
import { importFramework } from './commands/frameworks';
import { explainExpression, getControlChoices, getDraft, listDrafts } from './queries/drafts';
import { getFramework } from './queries/frameworks';
import { previewFramework } from './queries/preview';
import { getRevision } from './queries/revisions';
import { ChangeDraft } from './schema/draft';

const framework = 'house-rules';
const head = {
  title: 'House rules',
  nature: 'standard',
  version: '1',
  asOf: '2026-11-01',
  status: 'in force',
} as const;

let org: ReturnType<typeof world>;
beforeEach(async () => {
  org = world();
  await foundEnvironments(org.job(), {});
});
const officer = () => org.as('compliance_officer');
const start = (more: object = { head }) => startDraft(officer(), { framework, ...more });
const change = (version: number, made: unknown, who = officer()) =>
  changeDraft(who, ChangeDraft.parse({ framework, version, change: made }));
const put = (version: number, id: string, more: object = {}, controlId: string | null = null) =>
  change(version, {
    do: 'put',
    controlId,
    control: { id, title: `Rule ${id}`, requirement: 'Name the owner.', ...more },
  });
const publish = (version: number, newest: number) => publishDraft(officer(), { framework, version, newest });
const draft = () => getDraft(org.as('viewer'), { framework });
const ids = async () => (await draft()).controls.map(({ id }) => id);
const inUse = async () => getFramework(org.as('viewer'), { framework });
const fieldsOf = (refused: Promise<unknown>): Promise<Record<string, string[]>> =>
  refused.then(
    () => ({}),
    (error: { details?: { fields?: Record<string, string[]> }; message: string }) =>
      error.details?.fields ?? { message: [error.message] },
  );

/** Version 1 of the framework, with these controls, in use. */
async function published(...controls: string[]) {
  await start();
  for (const [index, id] of controls.entries()) await put(index + 1, id);
  return publish(controls.length + 1, 0);
}

describe('a framework without a file', () => {
  it('is written control by control, in use at once, and its next version waits like an imported one', async () => {
    expect(await published('house-1', 'house-2', 'house-3')).toMatchObject({ revision: 1, isInUse: true });
    expect(await inUse()).toMatchObject({ title: 'House rules', version: '1', controls: 3 });
    await expect(draft()).rejects.toMatchObject({ code: 'not_found' });

    expect(await start({})).toMatchObject({ version: 1, base: 1, controls: 3 });
    expect((await draft()).head).toMatchObject({ version: '2', title: 'House rules' });
    await put(1, 'house-1', { requirement: 'Name a deputy too.', appliesWhen: 'phi' }, 'house-1');
    await put(2, 'house-4', { mapsTo: [{ id: 'gdpr-art-35-dpia', relation: 'subset-of' }] });
    await change(3, { do: 'remove', controlId: 'house-2' });
    await change(4, { do: 'move', controlId: 'house-4', to: 1 });
    expect(await ids()).toEqual(['house-4', 'house-1', 'house-3']);
    expect(await draft()).toMatchObject({
      ...{ version: 5, base: 1, newest: { revision: 1 }, problems: [] },
      ...{ added: ['house-4'], removed: ['house-2'], changed: ['house-1'] },
      gone: [{ controlId: 'house-2', version: '1' }],
    });
    expect(await publish(5, 1)).toMatchObject({ revision: 2, isInUse: false, removed: ['house-2'] });
    expect(await inUse()).toMatchObject({ version: '1' });
    const shown = await previewFramework(officer(), { framework, revision: 2 });
    expect(shown.diff.changed.map(({ parts }) => parts.map(({ part }) => part))).toEqual([
      ['requirement', 'applies when'],
    ]);
    const adopting = { framework, revision: 2, from: 1, rollback: false, reason: 'Read' };
    await adoptFramework(officer(), adopting);
    await adoptFramework(officer(), { ...adopting, revision: 1, from: 2, rollback: true });
    expect(await inUse()).toMatchObject({ version: '1', controls: 3 });
    expect(new Set(await org.trail())).toEqual(
      new Set([
        ...(await org.trail()).filter((type) => !type.startsWith('framework.')),
        ...['framework.draft_started', 'framework.draft_changed', 'framework.draft_published'],
        ...['framework.imported', 'framework.adopted', 'framework.rolled_back'],
      ]),
    );
  });

  it('comes to the same controls as an import of the text that it leaves', async () => {
    await start();
    const control = {
      ...{ citation: 'House 1', scope: 'release', severity: 'blocking', blocksIn: ['staging', 'production'] },
      ...{ appliesWhen: "phi and decision_role != 'none'", owner: 'dpo', signoffs: ['dpo', 'legal'] },
      ...{ evidence: [['doc.dpia', 'att.owner'], ['doc.intended-use']], checks: ['eval.accuracy'] },
      ...{ obligation: 'addressable', reviewDays: 0, reopenedBy: ['model_version', 'purpose'] },
      ...{ appliesFrom: '2027-01-01', note: 'From the board' },
    };
    await put(1, 'house-1', control);
    const { digest } = await publish(2, 0);
    const { source } = await getRevision(officer(), { framework, revision: 1 });
    const other = world();
    const imported = await importFramework(other.as('administrator'), { format: 'yaml', content: source });
    expect(imported.digest).toBe(digest);
    const [kept] = (await inUse()).pack;
    expect(kept).toMatchObject({
      ...{ obligation_level: 'addressable', re_review_triggers: ['model_version', 'purpose'] },
      disposition_options: ['implemented', 'alternative_implemented', 'not_reasonable_documented'],
    });
    await start({});
    expect((await draft()).controls[0]).toMatchObject(control);
    expect(await draft()).toMatchObject({ added: [], removed: [], changed: [] });
  });
});

describe('a draft', () => {
  it('keeps the ids of what was in use, and its order', async () => {
    await published('house-1', 'house-2');
    await start({});
    expect(await fieldsOf(put(1, 'house-9', {}, 'house-1'))).toEqual({
      id: [expect.stringMatching(/house-1 is the id of this control .* it stays/)],
    });
    await change(1, { do: 'remove', controlId: 'house-1' });
    expect(await fieldsOf(put(2, 'house-1'))).toEqual({
      id: [expect.stringMatching(/was the control "Rule house-1" of version 1: bring that one back/)],
    });
    await put(2, 'house-3');
    await put(3, 'house-5', { title: 'Under another id' }, 'house-3');
    expect(await fieldsOf(put(4, 'house-2'))).toEqual({ id: [expect.stringMatching(/already/)] });
    await change(4, { do: 'restore', controlId: 'house-1' });
    await expect(change(5, { do: 'restore', controlId: 'house-1' })).rejects.toMatchObject({
      code: 'conflict',
    });
    await expect(change(5, { do: 'restore', controlId: 'house-7' })).rejects.toMatchObject({
      code: 'not_found',
    });
    expect(await ids()).toEqual(['house-2', 'house-5', 'house-1']);
    await change(5, { do: 'describe', head: { ...head, title: 'House rules, revised', version: '3' } });
    expect((await draft()).head).toMatchObject({ title: 'House rules, revised', version: '3' });
    expect((await draft()).changed).toEqual([]);
  });

  it('takes no control that is wrong, in the words of an import, and says by field what is', async () => {
    await start();
    const wrong = { appliesWhen: 'phy', evidence: [['doc.nonsense']], checks: ['no.such'] };
    expect(await fieldsOf(put(1, 'house-1', wrong))).toEqual({
      appliesWhen: [expect.stringMatching(/^Control house-1: appliesWhen: .*there is no fact named phy/)],
      evidence: ['Control house-1: evidence: there is no evidence type doc.nonsense'],
      checks: ['Control house-1: checks: there is no automated check no.such'],
    });
    expect(await fieldsOf(put(1, 'gdpr-art-35-dpia'))).toEqual({
      id: ['Control gdpr-art-35-dpia: the id belongs to the framework gdpr'],
    });
    await put(1, 'house-1');
    await put(2, 'house-2', { mapsTo: [{ id: 'house-1', relation: 'subset-of' }] });
    const circle = { mapsTo: [{ id: 'house-2', relation: 'subset-of' }] };
    expect(await fieldsOf(put(3, 'house-1', circle, 'house-1'))).toEqual({
      mapsTo: [expect.stringMatching(/goes in a circle: house-1 is a part of house-2 is a part of house-1/)],
    });
    expect(ChangeDraft.safeParse({ framework, version: 1, change: { do: 'put' } }).success).toBe(false);
    await change(3, { do: 'remove', controlId: 'house-1' });
    expect((await draft()).problems).toEqual([
      { control: 'house-2', field: 'mapsTo', message: 'mapsTo names house-1, which no framework has' },
    ]);
    expect(await fieldsOf(publish(4, 0))).toMatchObject({
      content: ['Control house-2: mapsTo names house-1, which no framework has'],
    });
    expect((await draft()).version).toBe(4);
  });

  it('is not written over, nor published over a version that nobody looked at', async () => {
    await published('house-1');
    await start({});
    await expect(start({})).rejects.toMatchObject({ code: 'conflict' });
    await put(1, 'house-2');
    await expect(put(1, 'house-3')).rejects.toMatchObject({
      code: 'conflict',
      message: expect.stringMatching(/you saw change 1, it is at 2 now/),
    });
    const twice = await Promise.allSettled([put(2, 'house-4'), put(2, 'house-5')]);
    expect(twice.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected']);
    const { source } = await getRevision(officer(), { framework, revision: 1 });
    const content = source.replace(/version: .*/, 'version: "1.5"').replace('Name the', 'Write down the');
    await importFramework(officer(), { format: 'yaml', content });
    await expect(publish(3, 1)).rejects.toMatchObject({
      code: 'conflict',
      message: expect.stringMatching(/Version 1.5/),
    });
    await expect(publish(2, 2)).rejects.toMatchObject({ code: 'conflict' });
    expect(await publish(3, 2)).toMatchObject({ revision: 3, isInUse: false });
    await start({ revision: 1 });
    expect(await ids()).toEqual(['house-1']);
    await expect(discardDraft(officer(), { framework, version: 4 })).rejects.toMatchObject({
      code: 'conflict',
    });
    await discardDraft(officer(), { framework, version: 1 });
    expect((await org.trail()).at(-1)).toBe('framework.draft_discarded');
    await expect(draft()).rejects.toMatchObject({ code: 'not_found' });
  });

  it('is begun of no shipped, missing or taken framework, and published with a later version and a control', async () => {
    for (const name of ['gdpr', 'drafts'])
      expect(await fieldsOf(startDraft(officer(), { framework: name, head }))).toHaveProperty('framework');
    await expect(start({})).rejects.toMatchObject({ code: 'not_found' });
    await start();
    expect(await fieldsOf(publish(1, 0))).toEqual({ controls: ['A framework needs at least one control'] });
    await put(1, 'house-1');
    await publish(2, 0);
    expect(await fieldsOf(start())).toHaveProperty('framework');
    await expect(start({ revision: 9 })).rejects.toMatchObject({ code: 'not_found' });
    await start({});
    await change(1, { do: 'describe', head });
    await put(2, 'house-2');
    expect(await fieldsOf(publish(3, 1))).toEqual({ content: [expect.stringMatching(/higher version/)] });
    await change(3, { do: 'describe', head: { ...head, version: '0.9' } });
    expect(await fieldsOf(publish(4, 1))).toEqual({ content: [expect.stringMatching(/earlier than 1/)] });
  });

  it('is of those who may import, in their organisation alone', async () => {
    await expect(startDraft(org.as('ml_engineer'), { framework, head })).rejects.toMatchObject({
      code: 'forbidden',
    });
    await start();
    const engineer = org.as('ml_engineer');
    const put1 = { do: 'put', controlId: null, control: { id: 'house-1', title: 'x', requirement: 'y' } };
    await expect(change(1, put1, engineer)).rejects.toMatchObject({ code: 'forbidden' });
    const seen = { framework, version: 1 };
    await expect(discardDraft(engineer, seen)).rejects.toMatchObject({ code: 'forbidden' });
    await expect(publishDraft(engineer, { ...seen, newest: 0 })).rejects.toMatchObject({ code: 'forbidden' });
    const other = world().as('compliance_officer');
    await expect(change(1, put1, other)).rejects.toMatchObject({ code: 'not_found' });
    await expect(discardDraft(other, seen)).rejects.toMatchObject({ code: 'not_found' });
    await expect(publishDraft(other, { ...seen, newest: 0 })).rejects.toMatchObject({ code: 'not_found' });
    expect((await listDrafts(other, {})).drafts).toEqual([]);
    expect((await listDrafts(org.as('viewer'), {})).drafts).toMatchObject([
      { framework, version: 1, base: null, head: { title: 'House rules' }, controls: 0 },
    ]);
  });
});

describe('an expression', () => {
  const words = async (expression: string) => explainExpression(org.as('viewer'), { expression });

  it('is said in words with the questions behind its facts', async () => {
    const { words: said } = await words('not phi or count(phi, eu_users) >= 2 or gdpr_applies');
    expect(said?.text).toBe('At least one of these holds');
    expect(said?.parts.map(({ text }) => text)).toEqual([
      expect.stringMatching(/^“.*” \(phi\) is answered with no$/),
      'At least 2 of these hold',
      expect.stringMatching(/^gdpr_applies holds \(follows from the answers: GDPR Arts 2-3\)$/),
    ]);
    expect((await words("any(gdpr_roles,'controller','joint_controller')")).words?.text).toMatch(
      /^“For the personal data.*” \(gdpr_roles\) names controller or joint controller$/,
    );
    expect((await words("release_environment in ('staging', 'production')")).words?.text).toMatch(
      /is answered with staging or production$/,
    );
    expect((await words("release_environment != 'staging'")).words?.text).toMatch(/but not with staging$/);
    expect((await words('true')).words?.text).toBe('Always');
  });

  it('that means nothing is refused with the position', async () => {
    expect(await words('phi and phy')).toMatchObject({
      words: null,
      problem: expect.stringMatching(/wrong at position 9: there is no fact named phy/),
    });
    const { facts, checks, controls } = await getControlChoices(org.as('viewer'), {});
    expect(facts.find(({ id }) => id === 'phi')).toMatchObject({ kind: 'bool', options: [] });
    expect(facts.length).toBeGreaterThan(45);
    expect(checks.length).toBeGreaterThan(50);
    expect(controls.length).toBeGreaterThan(280);
  });
});
