import { beforeEach, describe, expect, it } from 'vitest';
import { world } from '@/db/testing/world';
import { checks, frameworks } from '@/policies/frameworks/catalog';
import { paramsOf } from '@/policies/frameworks/check-params';
import { foundEnvironments } from '@/server/gates/commands/found-environments';
import { changeDraft, publishDraft, startDraft } from './commands/drafts';
import { importFramework } from './commands/frameworks';
import { getControlChoices, getDraft } from './queries/drafts';
import { getFramework } from './queries/frameworks';
import { getRevision } from './queries/revisions';
import { shipped } from './queries/shipped-packs';
import { controlParts } from './rules/control-parts';
import { asWritten } from './commands/written';
import { ChangeDraft } from './schema/draft';
import { PackControl } from './schema/pack';

let org: ReturnType<typeof world>;
beforeEach(async () => {
  org = world();
  await foundEnvironments(org.job(), {});
});
const officer = () => org.as('compliance_officer');
const copy = (of: string, more: object = {}) =>
  startDraft(officer(), {
    framework: `our-${of}`,
    copyOf: { framework: of, idPrefix: 'our-' },
    ...more,
  });
const refusal = (refused: Promise<unknown>) =>
  refused.then(
    () => null,
    (error: { details?: { fields?: object } }) => error.details?.fields ?? error,
  );

describe('a copy of a shipped framework', () => {
  it.each(frameworks.map(({ id }) => id))('of %s asks everything that the original does', async (id) => {
    await copy(id);
    const { head, controls, problems } = await getDraft(officer(), { framework: `our-${id}` });
    expect(problems).toEqual([]);
    expect(controls).toHaveLength(shipped(id).controls.length);
    expect(head).toMatchObject({ title: shipped(id).title, nature: shipped(id).nature, version: '1' });
    await publishDraft(officer(), { framework: `our-${id}`, version: 1, newest: 0 });
    const own = new Set(shipped(id).controls.map((control) => control.id));
    const ours = new Map(
      (await getFramework(officer(), { framework: `our-${id}` })).pack.map((c) => [c.id, c]),
    );
    // What a standard may be decided as is the same for all standards of one's own.
    const parts = controlParts.filter(({ name }) => name !== 'decisions');
    for (const control of shipped(id).controls) {
      const same = ours.get(`our-${control.id}`);
      const renamed = {
        ...control,
        maps_to: control.maps_to.map((one) => (own.has(one.id) ? { ...one, id: `our-${one.id}` } : one)),
      };
      for (const { name, of } of parts)
        expect([control.id, name, same && of(same)]).toEqual([control.id, name, of(renamed)]);
      const { checks: uses, ...automation } = control.automation;
      expect(same?.automation).toEqual({ ...automation, checks: uses });
      expect(
        same?.maps_to.map(({ theme, shared_evidence: shared, remark }) => ({ theme, shared, remark })),
      ).toEqual(
        control.maps_to.map(({ theme, shared_evidence: shared, remark }) => ({ theme, shared, remark })),
      );
    }
    expect(new Set(await org.trail())).toContain('framework.draft_started');
  });

  it('is edited and published as an import of its text would be', async () => {
    await copy('gdpr', { framework: 'our-privacy' });
    const { controls } = await getDraft(officer(), { framework: 'our-privacy' });
    const control = controls.find(({ id }) => id === 'our-gdpr-art-37-39-dpo');
    expect(control?.checks).toEqual([{ check: 'portal.roles-assigned', params: { roles: ['dpo'] } }]);
    const put = (params: object) =>
      changeDraft(
        officer(),
        ChangeDraft.parse({
          ...{ framework: 'our-privacy', version: 1 },
          change: {
            ...{ do: 'put', controlId: control?.id },
            control: { ...control, checks: [{ check: 'portal.roles-assigned', params }] },
          },
        }),
      );
    expect(await refusal(put({ roles: ['king'] }))).toEqual({
      checks: ['Control our-gdpr-art-37-39-dpo: checks: roles of portal.roles-assigned does not know king'],
    });
    await put({ roles: ['dpo', 'legal'] });
    const { digest } = await publishDraft(officer(), { framework: 'our-privacy', version: 2, newest: 0 });
    const { source } = await getRevision(officer(), { framework: 'our-privacy', revision: 1 });
    const other = world();
    const read = await importFramework(other.as('administrator'), { format: 'yaml', content: source });
    expect(read.digest).toBe(digest);
  });

  it('takes no id of another framework, nor one that is too long, nor from what does not exist', async () => {
    const of = { framework: 'gdpr', idPrefix: 'our-' };
    await copy('gdpr');
    await publishDraft(officer(), { framework: 'our-gdpr', version: 1, newest: 0 });
    const twice = startDraft(officer(), { framework: 'our-second', copyOf: of });
    expect(await refusal(twice)).toEqual({
      idPrefix: [expect.stringMatching(/belongs to the framework our-gdpr/)],
    });
    expect(await refusal(startDraft(officer(), { framework: 'our-gdpr', copyOf: of }))).toHaveProperty(
      'framework',
    );
    expect(await refusal(startDraft(officer(), { framework: 'hipaa', copyOf: of }))).toHaveProperty(
      'framework',
    );
    const wordy = { framework: 'our-gdpr', idPrefix: 'x'.repeat(30) };
    await startDraft(officer(), { framework: 'long-1', copyOf: wordy });
    await publishDraft(officer(), { framework: 'long-1', version: 1, newest: 0 });
    const longer = { framework: 'long-1', idPrefix: 'y'.repeat(30) };
    expect(await refusal(startDraft(officer(), { framework: 'long-2', copyOf: longer }))).toEqual({
      idPrefix: [expect.stringMatching(/more than 80 characters/)],
    });
    await expect(copy('nothing')).rejects.toMatchObject({ code: 'not_found' });
    const headed = {
      title: 'x',
      nature: 'law',
      version: '1',
      asOf: '2026-11-01',
      status: 'in force',
    } as const;
    expect(await refusal(copy('hipaa', { head: headed }))).toHaveProperty('copyOf');
    await expect(startDraft(org.as('ml_engineer'), { framework: 'x-1', copyOf: of })).rejects.toMatchObject({
      code: 'forbidden',
    });
    const own = { framework: 'copied', copyOf: { framework: 'our-gdpr', idPrefix: 'two-' } };
    await expect(startDraft(world().as('compliance_officer'), own)).rejects.toMatchObject({
      code: 'not_found',
    });
  });
});

describe('the parameters of a check', () => {
  const framework = 'house-rules';
  const head = { id: framework, title: 'House', version: '1', asOf: '2026-11-01' };
  const pack = (control: object) =>
    JSON.stringify({ ...head, controls: [{ title: 'R', requirement: 'Do', ...control }] });
  const bring = (control: object) =>
    importFramework(officer(), { format: 'json', content: pack({ id: 'house-1', ...control }) });
  const said = async (...checksGiven: unknown[]) =>
    ((await refusal(bring({ checks: checksGiven }))) as { content: string[] }).content.join(' ');

  it('are as usual where nothing is said, and refused by name where they mean nothing', async () => {
    expect(await said({ check: 'eval.bias', params: { min_ratio: 1.2 } })).toMatch(
      /house-1: checks: min_ratio of eval.bias must be a number from 0 to 1/,
    );
    expect(await said({ check: 'eval.bias', params: { min_n: 1.5 } })).toMatch(
      /min_n .* a whole number from 1/,
    );
    expect(await said({ check: 'eval.bias', params: { ratio: 1 } })).toMatch(
      /eval.bias has no parameter ratio; it has: max_age_days, min_ratio/,
    );
    expect(await said({ check: 'portal.env-tls', params: { min_version: '1.1' } })).toMatch(
      /one of 1.2, 1.3/,
    );
    expect(await said({ check: 'portal.vendor-agreements', params: { types: ['nda'] } })).toMatch(/know nda/);
    expect(await said('eval.bias', { check: 'eval.bias', params: {} })).toMatch(/the same twice/);
    await bring({
      checks: ['eval.accuracy', { check: 'eval.bias', params: { min_ratio: 0.9, max_gap: null } }],
      ...{ checksDecide: true, evidence: [['doc.dpia']], optionalEvidence: ['att.owner'], waivable: false },
    });
    const [kept] = (await getFramework(officer(), { framework })).pack;
    expect(kept).toMatchObject({
      automation: {
        ...{ level: 'full', decides: true },
        checks: [
          { check: 'eval.accuracy', params: { max_age_days: 90 } },
          { check: 'eval.bias', params: { max_age_days: 90, min_ratio: 0.9, max_gap: null, min_n: 30 } },
        ],
      },
      ...{ evidence_optional: [{ type: 'att.owner' }], waivable: false },
    });
    const { checks: offered } = await getControlChoices(officer(), {});
    expect(offered.find(({ id }) => id === 'eval.bias')).toMatchObject({
      usual: { min_ratio: 0.8 },
      params: expect.arrayContaining([expect.objectContaining({ name: 'min_ratio', min: 0, max: 1 })]),
    });
  });

  it('and optional evidence are refused where they contradict the rest', async () => {
    const wrong = { evidence: [['doc.dpia']], optionalEvidence: ['doc.dpia', 'doc.no'], checksDecide: true };
    const { content } = (await refusal(bring(wrong))) as { content: string[] };
    expect(content.join(' ')).toMatch(/doc.no.*doc.dpia is required already.*no check that could decide/);
  });

  it('of every shipped control are known, and come back as they were written', () => {
    const known = new Set(checks.map(({ id }) => id));
    for (const { id } of frameworks)
      for (const control of shipped(id).controls) {
        const written = asWritten(control);
        expect(PackControl.parse(written)).toEqual(written);
        for (const { check, params } of control.automation.checks) {
          expect(known).toContain(check);
          const names = paramsOf(check).map(({ name }) => name);
          expect([control.id, names]).toEqual([control.id, expect.arrayContaining(Object.keys(params))]);
        }
      }
  });

  it('stand in a table as name=value', async () => {
    const content =
      'id,title,requirement,checks,optionalEvidence\nhouse-1,R,Do,eval.bias min_n=50 attributes=sex; portal.mfa,doc.dpia';
    await importFramework(officer(), { format: 'csv', content, head });
    const [kept] = (await getFramework(officer(), { framework })).pack;
    expect(kept).toMatchObject({
      automation: { checks: [{ params: { min_n: 50, attributes: ['sex'] } }, { check: 'portal.mfa' }] },
      evidence_optional: [{ type: 'doc.dpia' }],
    });
  });
});
