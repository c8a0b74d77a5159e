import { createHash } from 'node:crypto';
import { beforeEach, describe, expect, it } from 'vitest';
import { integrate, ports, world } from '@/db/testing/world';
import { verifyBundle } from '@/cli/verify/verify-bundle';
import { foundEnvironments } from '@/server/gates/commands/found-environments';
import type { Ctx } from '@/server/kernel/context';
import { createPrompt } from '@/server/prompts/commands/prompts';
import { createRelease, freezeRelease } from '@/server/releases/commands';
import { createSystem } from '@/server/systems/commands';
import { canonical } from '@/server/kernel/canonical';
import { checkFile } from '../queries/check-file';
import { getExport, listExports } from '../queries/exports';
import { CreateExport, ListExports, SealExport } from '../schema';
import { createExport } from './exports';
import { sealExport } from './seal-export';

let org: ReturnType<typeof world>;
let officer: Ctx;
let systemId: string;
let releaseId: string;

beforeEach(async () => {
  org = world();
  const author = await org.member('ml_engineer');
  officer = await org.member('privacy_officer');
  await foundEnvironments(org.job(), {});
  ({ id: systemId } = await createSystem(author, { name: 'triage', purpose: 'Sorts', stage: 'in_use' }));
  const content = { template: 'Sort {{note}}', parameters: {} };
  const prompt = await createPrompt(author, { name: 'triage-prompt', content });
  ({ id: releaseId } = await createRelease(author, {
    ...{ modelVersionIds: [], datasetVersionIds: [], suiteVersionIds: [], studyIds: [], config: {} },
    systemId,
    version: '1.0.0',
    summary: 'First',
    promptVersionIds: [prompt.latest?.id ?? ''],
    frameworks: ['gdpr'],
  }));
  await freezeRelease(author, { releaseId });
});

const bytesOf = async (sha256: string | null) => Buffer.from(await ports.files.read(sha256 ?? ''));
const hex = (bytes: Uint8Array) => createHash('sha256').update(bytes).digest('hex');

async function draft(input: object = {}) {
  const asked = { kind: 'document', document: 'dpia', format: 'json', systemId, ...input };
  const { id } = await createExport(officer, CreateExport.parse(asked));
  await org.runJobs();
  return getExport(officer, { exportId: id });
}

async function seal(exportId: string, more: object = {}, by = officer) {
  const { missingCount } = await getExport(officer, { exportId });
  const asked = { exportId, reason: 'Reviewed with the clinic', acceptMissing: missingCount ?? 0, ...more };
  const { id } = await sealExport(by, SealExport.parse(asked));
  await org.runJobs();
  return getExport(officer, { exportId: id });
}

describe('sealing a document', () => {
  it('draws the very same content again with the seal, and leaves its event', async () => {
    const made = await draft();
    expect(made).toMatchObject({ state: 'ready', standing: 'draft', fileName: 'dpia-triage.json' });
    const plain = JSON.parse((await bytesOf(made.sha256)).toString()) as Record<string, unknown>;
    expect(plain['seal']).toBeNull();
    const sealed = await seal(made.id);
    expect(sealed).toMatchObject({ state: 'ready', standing: 'sealed', fileName: 'dpia-triage-sealed.json' });
    const { seal: written, ...content } = JSON.parse((await bytesOf(sealed.sha256)).toString()) as Record<
      string,
      unknown
    >;
    expect(written).toMatchObject({ id: sealed.id, by: 'A Member', reason: 'Reviewed with the clinic' });
    expect(hex(new TextEncoder().encode(canonical(content)))).toBe(made.contentSha256);
    const event = (await org.events()).find(({ type }) => type === 'document.sealed');
    expect(event).toMatchObject({
      entity: { ref: `export/${sealed.id}` },
      reason: 'Reviewed with the clinic',
    });
    expect(JSON.stringify(event)).toContain(made.contentSha256 ?? 'none');
    expect(await checkFile(officer, { sha256: sealed.sha256 ?? '' })).toMatchObject({ standing: 'sealed' });
    await expect(checkFile(officer, { sha256: 'a'.repeat(64) })).rejects.toMatchObject({ code: 'not_found' });
  });

  it('works for the release report too, in every format, and once in each', { timeout: 60_000 }, async () => {
    const made = await draft({ kind: 'report', document: undefined, systemId: undefined, releaseId });
    expect(made).toMatchObject({ state: 'ready', stateReason: null, standing: 'draft' });
    for (const format of ['pdf', 'docx', 'json']) {
      const sealed = await seal(made.id, { format });
      expect(sealed).toMatchObject({ state: 'ready', format, contentSha256: made.contentSha256 });
      const head = (await bytesOf(sealed.sha256)).subarray(0, 4).toString('latin1');
      expect(head).toBe({ pdf: '%PDF', docx: 'PK\u0003\u0004', json: '{"mi' }[format]);
    }
    await expect(seal(made.id, { format: 'pdf' })).rejects.toMatchObject({ code: 'conflict' });
    const { items } = await listExports(officer, ListExports.parse({ kind: 'report' }));
    expect(items.map(({ standing }) => standing)).toEqual(['sealed', 'sealed', 'sealed', 'draft']);
  });

  it('wants what is missing accepted by its number', async () => {
    const { id, missingCount } = await draft();
    expect(missingCount).toBeGreaterThan(0);
    await expect(seal(id, { acceptMissing: 0 })).rejects.toThrow(
      /fields are not recorded; accept that number/,
    );
    expect((await org.trail()).includes('document.sealed')).toBe(false);
  });

  it('is refused to other roles, to tokens and to other organisations', async () => {
    const { id } = await draft();
    for (const other of [await org.member('ml_engineer'), await org.member('auditor')])
      await expect(seal(id, {}, other)).rejects.toMatchObject({ code: 'forbidden' });
    await expect(seal(id, {}, org.token(officer, { scopes: ['read', 'write'] }))).rejects.toThrow(
      /API token/,
    );
    const outsider = await world().member('privacy_officer');
    await expect(seal(id, {}, outsider)).rejects.toMatchObject({ code: 'not_found' });
  });

  it('is refused for what holds no document, and for a sealed file', async () => {
    const events = await createExport(await org.member('auditor'), { kind: 'events-csv' });
    await org.runJobs();
    const asked = (exportId: string) => ({ exportId, reason: 'Final', acceptMissing: 0 });
    await expect(sealExport(officer, asked(events.id))).rejects.toMatchObject({ code: 'not_found' });
    const sealed = await seal((await draft()).id);
    await expect(seal(sealed.id)).rejects.toThrow(/is sealed/);
  });

  it('holds offline against the log, as does what came after', { timeout: 60_000 }, async () => {
    const made = await draft();
    const first = await seal(made.id);
    const second = await seal((await draft()).id);
    expect((await getExport(officer, { exportId: first.id })).standing).toBe('superseded');
    const auditor = await org.member('auditor');
    const { id } = await createExport(auditor, { kind: 'bundle' });
    await integrate();
    await org.runJobs();
    const { sha256, stateReason } = await getExport(auditor, { exportId: id });
    expect(stateReason).toBeNull();
    const named = (name: string, one: string | null) => ({ name, sha256: one ?? '' });
    const report = verifyBundle(await bytesOf(sha256), {
      documents: [
        named('first', first.sha256),
        named('second', second.sha256),
        named('draft', made.sha256),
        named('changed', 'b'.repeat(64)),
      ],
    });
    const said = (name: string) => report.checks.find((check) => check.name === `document ${name}`);
    expect(said('first')).toMatchObject({
      ok: true,
      detail: expect.stringMatching(/superseded by the seal at/),
    });
    expect(said('second')).toMatchObject({
      ok: true,
      detail: expect.stringContaining(`sealed by ${officer.actor.personId}`),
    });
    expect(said('draft')).toMatchObject({ ok: true, detail: expect.stringContaining('not sealed') });
    expect(said('changed')).toMatchObject({ ok: false, detail: expect.stringContaining('changed since') });
    expect(report.incomplete).toContainEqual(expect.stringContaining('draft is a file of this portal'));
    expect(report.ok).toBe(false);
  });
});
