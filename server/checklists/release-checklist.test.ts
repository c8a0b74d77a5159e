import { beforeEach, expect, it } from 'vitest';
import { world } from '@/db/testing/world';
import { foundEnvironments } from '@/server/gates/commands/found-environments';
import { open } from '@/server/kernel/operation';
import { createPrompt } from '@/server/prompts/commands/prompts';
import { manifestByDigest } from '@/server/releases/queries/releases';
import { createRelease, freezeRelease } from '@/server/releases/commands';
import { Dossier } from '@/server/releases/schema/dossier';
import { createSystem } from '@/server/systems/commands';
import { answerFacts } from './commands/answer-facts';
import { assessControl } from './commands/assess-control';
import { addEvidence } from './commands/evidence';
import { getChecklist } from './queries/checklists';
import { releaseChecklists } from './queries/facts';
import { digestOfFramework } from './queries/digests';

const environment = 'production';
const nothing = {
  modelVersionIds: [],
  datasetVersionIds: [],
  suiteVersionIds: [],
  studyIds: [],
  config: {},
};
let org: ReturnType<typeof world>;
beforeEach(async () => {
  org = world();
  await foundEnvironments(org.job(), {});
});

async function frozen(frameworks: string[], name = 'triage') {
  const author = org.as('ml_engineer');
  const system = await createSystem(author, { name, purpose: 'Sorts', stage: 'development' });
  const content = { template: 'Sort {{note}}', parameters: {} };
  const prompt = await createPrompt(author, { name: `${name}-prompt`, content });
  const draft = await createRelease(author, {
    ...nothing,
    systemId: system.id,
    version: '1.0.0',
    summary: 'First',
    promptVersionIds: [prompt.latest?.id ?? ''],
    frameworks,
  });
  const { digest } = await freezeRelease(author, { releaseId: draft.id });
  return { releaseId: draft.id, systemId: system.id, digest: digest ?? '' };
}

const factsFor = ({ releaseId, systemId, digest }: Awaited<ReturnType<typeof frozen>>) =>
  open(org.job(), 'read only', async ({ db, nowUs }) => {
    const manifest = await manifestByDigest(db, digest);
    if (!manifest) throw new Error('the release has no manifest');
    const release = { id: releaseId, systemId };
    const about = { manifest, release, environment, stage: 'production', nowUs } as const;
    return (await releaseChecklists(db, about)).facts;
  });

it('gives every control of the frameworks with its pack, all blocking until the facts are answered', async () => {
  const release = await frozen(['gdpr', 'hipaa']);
  const lists = Dossier.shape.checklists.parse(await factsFor(release));
  expect(lists.map(({ framework, of }) => [framework, of])).toEqual([
    ['gdpr', digestOfFramework('gdpr')],
    ['hipaa', digestOfFramework('hipaa')],
  ]);
  expect(lists.map(({ controls }) => controls.length)).toEqual([46, 50]);
  expect(lists.flatMap(({ controls }) => controls).every(({ status }) => status === 'open')).toBe(true);
  expect(await factsFor(await frozen([], 'other'))).toEqual([]);
});

it('is empty of duties when the law does not apply', async () => {
  const release = await frozen(['gdpr']);
  const answers = { processes_personal_data: false };
  await answerFacts(org.as('dpo'), { systemId: release.systemId, answers, reason: 'checked' });
  const [list] = await factsFor(release);
  const left = list?.controls.filter(({ status }) => status !== 'not_applicable') ?? [];
  expect(left.length).toBeLessThan(5);
});

it('counts evidence and the assessment of a person, bound to exactly this release', async () => {
  const release = await frozen(['gdpr']);
  const dpo = org.as('dpo');
  const answers = {
    processes_personal_data: true,
    eu_establishment: true,
    gdpr_roles: ['controller'],
    lawful_bases: ['public_task'],
  };
  const controlId = 'gdpr-art-21-objection';
  await answerFacts(dpo, { systemId: release.systemId, answers, reason: 'checked' });
  const { id } = await addEvidence(dpo, {
    type: 'doc.privacy-notice',
    title: 'Privacy notice',
    binding: { kind: 'release', id: release.digest },
    content: { as: 'link', url: 'https://example.org/notice' },
  });
  await addEvidence(dpo, {
    type: 'doc.dsr-procedure',
    title: 'Procedure',
    binding: { kind: 'release', id: release.digest },
    content: { as: 'link', url: 'https://example.org/procedure' },
  });
  await assessControl(dpo, {
    controlId,
    binding: { kind: 'release', id: release.digest },
    environment,
    disposition: 'satisfied',
    role: 'dpo',
    reason: 'read it',
    evidenceIds: [id],
  });
  const [list] = await factsFor(release);
  const control = list?.controls.find((one) => one.id === controlId);
  expect(control).toMatchObject({
    status: 'satisfied',
    by: 'hand',
  });
  const whole = await getChecklist(org.as('auditor'), { releaseId: release.releaseId, environment });
  expect(whole.byFramework[0]?.byStatus.satisfied).toBe(1);
  expect(whole.verdict).toBe('blocked');
  await expect(
    getChecklist(world().as('auditor'), { releaseId: release.releaseId, environment }),
  ).rejects.toMatchObject({ code: 'not_found' });
});
