import { beforeEach, expect, it } from 'vitest';
import { world } from '@/db/testing/world';
import { answerFacts } from '@/server/checklists/commands/answer-facts';
import { confirmFacts } from '@/server/checklists/commands/confirm-facts';
import { decideGate } from '@/server/gates/commands/decide';
import { foundEnvironments } from '@/server/gates/commands/found-environments';
import type { Ctx } from '@/server/kernel/context';
import { createPrompt } from '@/server/prompts/commands/prompts';
import { createRelease, freezeRelease, submitRelease } from '@/server/releases/commands';
import { createSystem } from '@/server/systems/commands';
import { commitSignoff } from './commands/commit-signoff';
import { prepareSignoff } from './commands/prepare-signoff';
import { getCase, listSignoffs } from './queries/signoffs';

const environment = 'production';
let author: Ctx;
let officer: Ctx;
let systemId: string;

beforeEach(async () => {
  const org = world();
  author = await org.member('ml_engineer');
  officer = await org.member('compliance_officer');
  await foundEnvironments(org.job(), {});
  const system = await createSystem(author, { name: 'triage', purpose: 'Sorts patients', stage: 'in_use' });
  systemId = system.id;
  await answer({ processes_personal_data: true });
});

const answer = (answers: Record<string, boolean>) =>
  answerFacts(officer, { systemId, answers, reason: 'asked the clinic' });

async function submitted(frameworks: string[]) {
  const content = { template: 'Sort {{note}}', parameters: {} };
  const prompt = await createPrompt(author, { name: 'triage-prompt', content });
  const none = { modelVersionIds: [], datasetVersionIds: [], suiteVersionIds: [], studyIds: [], config: {} };
  const { id: releaseId } = await createRelease(author, {
    ...none,
    systemId,
    version: '1.0.0',
    summary: 'First',
    promptVersionIds: [prompt.latest?.id ?? ''],
    frameworks,
  });
  await freezeRelease(author, { releaseId });
  const { digest } = await submitRelease(author, { releaseId });
  return { releaseId, digest: digest ?? '' };
}
type Release = Awaited<ReturnType<typeof submitted>>;

const role = 'compliance_officer';
const prepare = (release: Release, meaning: 'approved' | 'rejected' = 'approved') =>
  prepareSignoff(officer, { ...release, environment, role, meaning, reason: 'Looked at everything' });
function commit(nonce: string) {
  const session = {
    id: 'ses_again',
    method: 'password',
    authTime: Math.floor(Date.now() / 1000) + 1,
  } as const;
  return commitSignoff({ ...officer, actor: { ...officer.actor, session } }, { nonce });
}
const signatureCodes = async ({ digest }: Release) => {
  const subject = { release_digest: digest };
  const asked = { environment, subject, context: {}, dry_run: false, wait_s: 0 };
  const { reasons } = await decideGate(author, asked);
  return reasons.map(({ code }) => code).filter((code) => code.startsWith('SIGNOFF'));
};

it('refuses to sign what was shown before an answer changed', async () => {
  const release = await submitted(['gdpr']);
  const { nonce } = await prepare(release);
  await answer({ processes_personal_data: false });
  await expect(commit(nonce)).rejects.toMatchObject({
    code: 'conflict',
    message: 'The answers about the system changed after you opened it; look at it again',
  });
  expect((await getCase(officer, { ...release, environment })).signoffs).toEqual([]);
  await commit((await prepare(release)).nonce);
  expect(await signatureCodes(release)).toEqual([]);
});

it('lets no approval outlive the answers that it was given on, and lets its signer approve again', async () => {
  const release = await submitted(['gdpr']);
  await commit((await prepare(release)).nonce);
  expect(await signatureCodes(release)).toEqual([]);
  await answer({ processes_personal_data: false });
  expect(await signatureCodes(release)).toEqual(['SIGNOFF_INVALIDATED', 'SIGNOFF_MISSING']);
  const seen = await getCase(officer, { ...release, environment });
  expect(seen.signoffs).toMatchObject([{ meaning: 'approved', isOutdated: true }]);
  const listed = await listSignoffs(officer, listSignoffs.input.parse({ releaseId: release.releaseId }));
  expect(listed.items).toMatchObject([{ isOutdated: true }]);
  await commit((await prepare(release)).nonce);
  expect(await signatureCodes(release)).toEqual([]);
});

it('counts an approval again when the answers are again what its signer saw', async () => {
  const release = await submitted(['gdpr']);
  await commit((await prepare(release)).nonce);
  await answer({ processes_personal_data: false });
  await answer({ processes_personal_data: true });
  expect(await signatureCodes(release)).toEqual([]);
});

it('keeps approvals of releases without frameworks, which read no answers', async () => {
  const plain = await submitted([]);
  await commit((await prepare(plain)).nonce);
  await answer({ processes_personal_data: false });
  expect(await signatureCodes(plain)).toEqual([]);
});

it('does not let a changed answer lift a rejection', async () => {
  const release = await submitted(['gdpr']);
  await commit((await prepare(release, 'rejected')).nonce);
  await answer({ processes_personal_data: false });
  expect(await signatureCodes(release)).toContain('SIGNOFF_REJECTED');
});

it('keeps an approval when an answer is merely confirmed', async () => {
  const release = await submitted(['gdpr']);
  await commit((await prepare(release)).nonce);
  const confirm = ['processes_personal_data'];
  await answerFacts(officer, { systemId, answers: {}, confirm, reason: 'asked again' });
  expect(await signatureCodes(release)).toEqual([]);
  await confirmFacts(officer, { systemId, reason: 'asked again' });
  expect(await signatureCodes(release)).toEqual([]);
});
