import { beforeEach, describe, expect, it } from 'vitest';
import { db as database, world } from '@/db/testing/world';
import { askGate, decideGate } from '@/server/gates/commands/decide';
import { foundEnvironments } from '@/server/gates/commands/found-environments';
import type { Ctx } from '@/server/kernel/context';
import { addPromptVersion, createPrompt } from '@/server/prompts/commands/prompts';
import {
  createRelease,
  editRelease,
  freezeRelease,
  submitRelease,
  withdrawRelease,
} from '@/server/releases/commands';
import { createSystem } from '@/server/systems/commands';
import { commitSignoff } from './commands/commit-signoff';
import { prepareSignoff } from './commands/prepare-signoff';
import { withdrawSignoff } from './commands/withdraw-signoff';
import { getPrepared } from './queries/prepared';

const environment = 'production';
const nothing = {
  modelVersionIds: [],
  promptVersionIds: [],
  datasetVersionIds: [],
  suiteVersionIds: [],
  studyIds: [],
  frameworks: [],
  config: {},
};
const template = (words: string) => ({ template: `${words} {{note}}`, parameters: {} });

let org: ReturnType<typeof world>;
let author: Ctx;
let officer: Ctx;
beforeEach(async () => {
  org = world();
  author = await org.member('ml_engineer', 'compliance_officer');
  officer = await org.member('compliance_officer');
  await foundEnvironments(org.job(), {});
});

async function submitted(name = 'triage') {
  const system = await createSystem(author, {
    name,
    purpose: 'Sorts patients',
    stage: 'development',
  });
  const prompt = await createPrompt(author, { name: `${name}-prompt`, content: template('Sort') });
  const versionId = prompt.latest?.id ?? '';
  const draft = await createRelease(author, {
    ...nothing,
    systemId: system.id,
    version: '1.0.0',
    summary: 'First',
    promptVersionIds: [versionId],
  });
  await freezeRelease(author, { releaseId: draft.id });
  const { digest } = await submitRelease(author, { releaseId: draft.id });
  return { releaseId: draft.id, digest: digest ?? '', promptId: prompt.id };
}

const ask = (ctx: Ctx, digest: string) =>
  decideGate(ctx, {
    environment,
    subject: { release_digest: digest },
    context: {},
    dry_run: false,
    wait_s: 0,
  });

type Meaning = 'approved' | 'rejected';
const wanted = (release: { releaseId: string; digest: string }, meaning: Meaning = 'approved') => ({
  releaseId: release.releaseId,
  digest: release.digest,
  environment,
  role: 'compliance_officer',
  meaning,
  reason: 'Looked at everything',
});

/** The same person, authenticated so many seconds from now. */
function authenticated(ctx: Ctx, seconds: number): Ctx {
  const authTime = Math.floor(Date.now() / 1000) + seconds;
  return { ...ctx, actor: { ...ctx.actor, session: { id: 'ses_again', method: 'password', authTime } } };
}
const freshly = (ctx: Ctx) => authenticated(ctx, 1);

async function sign(ctx: Ctx, release: { releaseId: string; digest: string }, meaning: Meaning = 'approved') {
  const { nonce } = await prepareSignoff(ctx, wanted(release, meaning));
  return commitSignoff(freshly(ctx), { nonce });
}

describe('signing a release', () => {
  it('lets the gate allow exactly the digest that was signed, and nothing else', async () => {
    const release = await submitted();
    expect(await ask(author, release.digest)).toMatchObject({
      decision: 'needs_signoff',
      reasons: [{ code: 'SIGNOFF_MISSING', role: 'compliance_officer', have: 0, need: 1 }],
    });
    await sign(officer, release);
    expect(await ask(author, release.digest)).toMatchObject({ decision: 'allow', reasons: [] });
    expect(await ask(author, `sha256:${'0'.repeat(64)}`)).toMatchObject({
      decision: 'deny',
      reasons: [{ code: 'UNKNOWN_DIGEST' }],
    });
    expect((await org.trail()).slice(-4)).toEqual([
      'signoff.prepared',
      'signoff.recorded',
      'gate.decided',
      'gate.decided',
    ]);
  });

  it('shows the exact text: digest, environment, meaning', async () => {
    const release = await submitted();
    const { text } = await prepareSignoff(officer, wanted(release));
    expect(text).toContain(release.digest);
    expect(text).toContain('I approve this release for this environment.');
  });

  it('is refused to the author, who is told why', async () => {
    const release = await submitted();
    await expect(prepareSignoff(author, wanted(release))).rejects.toMatchObject({
      code: 'forbidden',
      message: expect.stringContaining('Four eyes') as string,
    });
  });

  it('is refused to other roles, to tokens, and does not exist for another organisation', async () => {
    const release = await submitted();
    const lawyer = org.as('legal');
    await expect(prepareSignoff(lawyer, wanted(release))).rejects.toMatchObject({ code: 'forbidden' });
    const token = org.token(officer, { scopes: ['read', 'write', 'gate:check'] });
    await expect(prepareSignoff(token, wanted(release))).rejects.toMatchObject({ code: 'forbidden' });
    const stranger = world().as('compliance_officer');
    await expect(prepareSignoff(stranger, wanted(release))).rejects.toMatchObject({ code: 'not_found' });
  });

  it('is found again, with its text, by whoever prepared it and until it is signed', async () => {
    const release = await submitted();
    const { nonce, text } = await prepareSignoff(officer, wanted(release));
    const before = await getPrepared(authenticated(officer, -60), { nonce });
    expect(before).toMatchObject({ text, isAuthenticated: false });
    expect(await getPrepared(freshly(officer), { nonce })).toMatchObject({ isAuthenticated: true });
    for (const other of [author, world().as('compliance_officer')])
      await expect(getPrepared(other, { nonce })).rejects.toMatchObject({ code: 'not_found' });
    await commitSignoff(freshly(officer), { nonce });
    await expect(getPrepared(officer, { nonce })).rejects.toMatchObject({ code: 'not_found' });
  });

  it('needs an authentication after the statement, and each carries one signature', async () => {
    const release = await submitted();
    const { nonce } = await prepareSignoff(officer, wanted(release));
    await expect(commitSignoff(authenticated(officer, -60), { nonce })).rejects.toMatchObject({
      code: 'forbidden',
    });
    await commitSignoff(freshly(officer), { nonce });
    await expect(commitSignoff(freshly(officer), { nonce })).rejects.toMatchObject({ code: 'not_found' });
  });

  it('one authentication does not carry two signatures, not even within its own second or at once', async () => {
    const [first, second] = [await submitted(), await submitted('other')];
    const nonces = [
      (await prepareSignoff(officer, wanted(first))).nonce,
      (await prepareSignoff(officer, wanted(second))).nonce,
    ];
    const authTime = Math.floor(Date.now() / 1000);
    const session = { id: 'ses_again', method: 'password', authTime } as const;
    const again: Ctx = { ...officer, actor: { ...officer.actor, session } };
    const ends = await Promise.allSettled(nonces.map((nonce) => commitSignoff(again, { nonce })));
    expect(ends.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
  });

  it('counts a rejection until the signer changes it', async () => {
    const release = await submitted();
    await sign(officer, release, 'rejected');
    expect(await ask(author, release.digest)).toMatchObject({ decision: 'deny' });
  });

  it('can be withdrawn by its signer only', async () => {
    const release = await submitted();
    const { signoffEvent } = await sign(officer, release);
    const reason = 'I overlooked something';
    const other = await org.member('compliance_officer');
    await expect(withdrawSignoff(other, { signoffEvent, reason })).rejects.toMatchObject({
      code: 'forbidden',
    });
    await withdrawSignoff(officer, { signoffEvent, reason });
    expect(await ask(author, release.digest)).toMatchObject({ decision: 'needs_signoff' });
  });
});

describe('a repeated question', () => {
  it('gives the first decision again, but never an allow that was revoked since', async () => {
    const release = await submitted();
    await sign(officer, release);
    const repeated: Ctx = { ...author, idempotencyKey: 'deploy-1' };
    const question = {
      environment,
      subject: { release_digest: release.digest },
      context: {},
      dry_run: false,
      wait_s: 0,
    };
    const first = await askGate(repeated, question);
    expect(first.decision).toBe('allow');
    expect((await askGate(repeated, question)).decision_id).toBe(first.decision_id);
    await withdrawRelease(author, { releaseId: release.releaseId, reason: 'A fault was found' });
    expect(await askGate(repeated, question)).toMatchObject({
      decision: 'deny',
      reasons: expect.arrayContaining([expect.objectContaining({ code: 'REVOKED' })]) as unknown,
    });
  });
});

describe('changing what was signed', () => {
  it('is impossible while submitted; withdrawn and changed, it is another digest without signatures', async () => {
    const release = await submitted();
    await sign(officer, release);
    const { id } = await addPromptVersion(author, { promptId: release.promptId, ...template('Order') });
    const change = { releaseId: release.releaseId, promptVersionIds: [id] };
    await expect(editRelease(author, change)).rejects.toMatchObject({ code: 'conflict' });
    await withdrawRelease(author, { releaseId: release.releaseId, reason: 'One more word' });
    const revoked = await ask(author, release.digest);
    expect(revoked.decision).toBe('deny');
    expect(revoked.reasons[0]).toMatchObject({ code: 'REVOKED' });
    await editRelease(author, change);
    await freezeRelease(author, { releaseId: release.releaseId });
    const { digest } = await submitRelease(author, { releaseId: release.releaseId });
    expect(digest).not.toBe(release.digest);
    expect(await ask(author, digest ?? '')).toMatchObject({ reasons: [{ code: 'SIGNOFF_MISSING' }] });
    expect(await org.trail()).toEqual(
      expect.arrayContaining(['release.created', 'release.edited', 'release.frozen']),
    );
  });
});

describe.runIf(database.kind === 'postgres')('two signatures of one person at once', () => {
  it('store one row', async () => {
    const release = await submitted();
    const prepared = await Promise.all([1, 2].map(() => prepareSignoff(officer, wanted(release))));
    const done = await Promise.allSettled(
      prepared.map(({ nonce }) => commitSignoff(freshly(officer), { nonce })),
    );
    expect(done.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
  });
});
