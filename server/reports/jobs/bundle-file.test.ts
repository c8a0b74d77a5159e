import { beforeEach, describe, expect, it } from 'vitest';
import { integrate, ports, world } from '@/db/testing/world';
import { exitCodeOf } from '@/cli/verify/report';
import { verifyBundle } from '@/cli/verify/verify-bundle';
import { getTrustPolicy } from '@/server/audit/queries';
import { decideGate } from '@/server/gates/commands/decide';
import { foundEnvironments } from '@/server/gates/commands/found-environments';
import type { Ctx } from '@/server/kernel/context';
import { createPrompt } from '@/server/prompts/commands/prompts';
import { createRelease, freezeRelease, submitRelease } from '@/server/releases/commands';
import { commitSignoff } from '@/server/signoff/commands/commit-signoff';
import { withdrawSignoff } from '@/server/signoff/commands/withdraw-signoff';
import { prepareSignoff } from '@/server/signoff/commands/prepare-signoff';
import { createSystem } from '@/server/systems/commands';
import { createExport, downloadExport } from '../commands/exports';
import { sealExport } from '../commands/seal-export';
import { checkInclusion } from '../queries/check-inclusion';
import { getExport } from '../queries/exports';

const environment = 'production';
let org: ReturnType<typeof world>;
let author: Ctx;
let officer: Ctx;
let release: { releaseId: string; digest: string };

beforeEach(async () => {
  org = world();
  author = await org.member('ml_engineer');
  officer = await org.member('compliance_officer');
  await foundEnvironments(org.job(), {});
  release = await submitted();
  await ask();
  await sign();
  await ask();
  await org.runJobs();
});

async function submitted() {
  const system = await createSystem(author, {
    name: 'triage',
    purpose: 'Sorts patients',
    stage: 'development',
  });
  const content = { template: 'Sort {{note}}', parameters: {} };
  const prompt = await createPrompt(author, { name: 'triage-prompt', content });
  const none = {
    modelVersionIds: [],
    datasetVersionIds: [],
    suiteVersionIds: [],
    studyIds: [],
    frameworks: [],
  };
  const { id: releaseId } = await createRelease(author, {
    ...none,
    systemId: system.id,
    version: '1.0.0',
    summary: 'First',
    config: { temperature: 0.2 },
    promptVersionIds: [prompt.latest?.id ?? ''],
  });
  await freezeRelease(author, { releaseId });
  const { digest } = await submitRelease(author, { releaseId });
  return { releaseId, digest: digest ?? '' };
}

const ask = () => {
  const subject = { release_digest: release.digest };
  return decideGate(author, { environment, subject, context: {}, dry_run: false, wait_s: 0 });
};

async function sign() {
  const wanted = { ...release, environment, role: 'compliance_officer', meaning: 'approved' as const };
  const { nonce } = await prepareSignoff(officer, { ...wanted, reason: 'Looked at everything' });
  const authTime = Math.floor(Date.now() / 1000) + 1;
  const session = { id: 'ses_again', method: 'password', authTime } as const;
  await commitSignoff({ ...officer, actor: { ...officer.actor, session } }, { nonce });
}

async function exported(input: Parameters<typeof createExport>[1]) {
  const { id } = await createExport(officer, input);
  await integrate();
  await org.runJobs();
  const made = await getExport(officer, { exportId: id });
  expect(made).toMatchObject({ state: 'ready', stateReason: null });
  return { made, bytes: await ports.files.read(made.sha256 ?? '') };
}

describe('an evidence bundle of a release that was signed and allowed', () => {
  it('verifies offline with the trust policy, and is incomplete without it', async () => {
    const { made, bytes } = await exported({ kind: 'bundle', releaseId: release.releaseId });
    const { text: trustPolicy } = await getTrustPolicy(officer, {});
    const report = verifyBundle(bytes, { trustPolicy });
    expect(report.checks.filter(({ ok }) => !ok)).toEqual([]);
    expect(exitCodeOf(report)).toBe(0);
    expect(report.checks.map(({ name, detail }) => `${name}: ${detail}`).join('\n')).toMatch(
      /sign-offs: 1: .*\n.*1 counted, complete\n.*2 attestations of the gate hold, 1 of them PASSED/,
    );
    expect(exitCodeOf(verifyBundle(bytes))).toBe(2);
    expect(made.fileName).toMatch(/^evidence-org_.*-[0-9a-f]{12}-\d{8}\.zip$/);
  });

  it('fails and names the index when one byte of any event is flipped', async () => {
    const { bytes } = await exported({ kind: 'bundle', releaseId: release.releaseId });
    const events = await org.events();
    for (const index of [0, 3, events.length - 3]) {
      const bad = Buffer.from(bytes);
      const at = bad.indexOf(String(events[index]?.['id']));
      bad[at] = (bad[at] ?? 0) ^ 1;
      const report = verifyBundle(bad, { trustPolicy: (await getTrustPolicy(officer, {})).text });
      expect([exitCodeOf(report), report.firstBadIndex]).toEqual([1, index]);
    }
  });

  it('of the whole trail needs no release; making and downloading are in the trail', async () => {
    const { made, bytes } = await exported({ kind: 'bundle' });
    const { text: trustPolicy } = await getTrustPolicy(officer, {});
    expect(exitCodeOf(verifyBundle(bytes, { trustPolicy }))).toBe(0);
    await downloadExport(officer, { exportId: made.id });
    expect((await org.trail()).slice(-3)).toEqual([
      'export.requested',
      'export.created',
      'export.downloaded',
    ]);
    const event = (await org.events()).at(-2);
    expect(JSON.stringify(event)).toContain(made.manifestSha256);
    await integrate();
    const checked = await checkInclusion(officer, { eventId: String(event?.['id']) });
    expect(checked).toMatchObject({ holds: true, index: checked.treeSize - 2 });
  });
});

describe('other exports', () => {
  it('a report is a PDF, which those of the system may read', async () => {
    const { made, bytes } = await exported({ kind: 'report', releaseId: release.releaseId });
    expect(bytes.subarray(0, 5).toString()).toBe('%PDF-');
    expect((await downloadExport(author, { exportId: made.id })).sizeBytes).toBe(bytes.length);
  });

  it('the events of a release as a table and as JSON lines', async () => {
    const table = await exported({ kind: 'events-csv', releaseId: release.releaseId });
    expect(table.bytes.toString()).toMatch(/^leaf_index,event_id,at,type.*\r\n.*signoff.recorded/);
    const lines = await exported({ kind: 'events-jsonl' });
    const ids = lines.bytes
      .toString()
      .trimEnd()
      .split('\n')
      .map((line) => (JSON.parse(line) as { id: string }).id);
    expect(new Set(ids).size).toBe(ids.length);
  });

  it('that hold the trail are for those who may read the trail, and nobody of another organisation', async () => {
    const { made } = await exported({ kind: 'bundle', releaseId: release.releaseId });
    const asked = { kind: 'bundle', releaseId: release.releaseId } as const;
    await expect(createExport(author, asked)).rejects.toMatchObject({ code: 'forbidden' });
    await expect(downloadExport(author, { exportId: made.id })).rejects.toMatchObject({ code: 'not_found' });
    const stranger = world().as('compliance_officer');
    await expect(createExport(stranger, asked)).rejects.toMatchObject({ code: 'not_found' });
    await expect(getExport(stranger, { exportId: made.id })).rejects.toMatchObject({ code: 'not_found' });
  });

  it('certify a release only while the gate allows it, also when a draft was made before', async () => {
    const certificate = { kind: 'document', document: 'release-certificate' } as const;
    const { made } = await exported({ ...certificate, releaseId: release.releaseId, format: 'json' });
    const asked = { exportId: made.id, reason: 'Final', acceptMissing: made.missingCount ?? 0 };
    expect(await sealExport(officer, { ...asked, format: 'pdf' })).toMatchObject({ sealedFrom: made.id });
    const signed = (await org.events()).find(({ type }) => type === 'signoff.recorded');
    await withdrawSignoff(officer, { signoffEvent: String(signed?.id), reason: 'Saw a mistake' });
    await expect(sealExport(officer, asked)).rejects.toThrow(/does not allow this release in production/);
    expect((await org.trail()).filter((type) => type === 'document.sealed')).toHaveLength(1);
  });

  it('cannot be downloaded before they are made', async () => {
    const { id } = await createExport(officer, { kind: 'bundle' });
    await expect(downloadExport(officer, { exportId: id })).rejects.toMatchObject({ code: 'precondition' });
  });
});
