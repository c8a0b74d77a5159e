import { beforeEach, describe, expect, it } from 'vitest';
import { world } from '@/db/testing/world';
import { answerFacts } from '@/server/checklists/commands/answer-facts';
import { foundEnvironments } from '@/server/gates/commands/found-environments';
import type { Ctx } from '@/server/kernel/context';
import { createPrompt } from '@/server/prompts/commands/prompts';
import { createRelease, freezeRelease, submitRelease } from '@/server/releases/commands';
import { createSystem } from '@/server/systems/commands';
import { commitSignoff } from './commands/commit-signoff';
import { prepareSignoff } from './commands/prepare-signoff';
import { getCase } from './queries/signoffs';

const environment = 'production';
const answers = {
  processes_personal_data: true,
  eu_establishment: true,
  gdpr_roles: ['controller'],
  sensitive_data: ['special_category'],
};
let org: ReturnType<typeof world>;
let author: Ctx;
let dpo: Ctx;
let release: { releaseId: string; digest: string };

beforeEach(async () => {
  org = world();
  author = await org.member('ml_engineer', 'dpo');
  dpo = await org.member('dpo');
  await foundEnvironments(org.job(), {});
  const purpose = 'Sorts patients';
  const system = await createSystem(author, { name: 'triage', purpose, stage: 'in_use' });
  await answerFacts(dpo, { systemId: system.id, answers, reason: 'asked the clinic' });
  const content = { template: 'Sort {{note}}', parameters: {} };
  const prompt = await createPrompt(author, { name: 'triage-prompt', content });
  const none = { modelVersionIds: [], datasetVersionIds: [], suiteVersionIds: [], studyIds: [], config: {} };
  const { id: releaseId } = await createRelease(author, {
    ...none,
    systemId: system.id,
    version: '1.0.0',
    summary: 'First',
    promptVersionIds: [prompt.latest?.id ?? ''],
    frameworks: ['gdpr'],
  });
  await freezeRelease(author, { releaseId });
  const { digest } = await submitRelease(author, { releaseId });
  release = { releaseId, digest: digest ?? '' };
});

const asked = () => ({
  ...release,
  environment,
  role: 'dpo',
  meaning: 'approved' as const,
  reason: 'My advice was followed',
});
const seenCase = () => getCase(dpo, { releaseId: release.releaseId, environment });

/** The same person, authenticated so many seconds from now. */
const authenticated = (ctx: Ctx, seconds: number): Ctx => {
  const authTime = Math.floor(Date.now() / 1000) + seconds;
  return { ...ctx, actor: { ...ctx.actor, session: { id: 'ses_again', method: 'password', authTime } } };
};

describe('a role that a control needs and the quorum does not name', () => {
  it('is in the case until its holder has signed, and the quorum lacks what it lacked', async () => {
    const before = await seenCase();
    expect(before.inForce?.policy.quorum.map(({ role }) => role)).not.toContain('dpo');
    expect(before.controlRoles).toContain('dpo');
    const { nonce } = await prepareSignoff(dpo, asked());
    await expect(commitSignoff(authenticated(dpo, -60), { nonce })).rejects.toMatchObject({
      code: 'forbidden',
    });
    await commitSignoff(authenticated(dpo, 1), { nonce });
    const after = await seenCase();
    expect(after.controlRoles).not.toContain('dpo');
    expect(after.signoffs).toMatchObject([{ role: 'dpo', meaning: 'approved' }]);
    expect(after.decision.reasons).toContainEqual(
      expect.objectContaining({ code: 'SIGNOFF_MISSING', role: 'compliance_officer', have: 0 }),
    );
    expect((await org.trail()).at(-1)).toBe('signoff.recorded');
  });

  it('is refused to its holder who is an author, to who does not hold it, and to tokens', async () => {
    const token = org.token(dpo, { scopes: ['read', 'write'] });
    for (const ctx of [author, await org.member('compliance_officer'), token])
      await expect(prepareSignoff(ctx, asked())).rejects.toMatchObject({ code: 'forbidden' });
    expect((await seenCase()).controlRoles).toContain('dpo');
  });
});
