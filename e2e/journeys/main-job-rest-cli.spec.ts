import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from '@playwright/test';
import { countersign } from '../fixtures/command-line';
import { predictions, triageCases, triageSuite } from '../fixtures/material';
import { type OpenAiServer, startOpenAiServer } from '../fixtures/openai-server';
import { foundOrganisation } from '../fixtures/organisation';
import { askGate, sign } from '../fixtures/release';
import type { RestClient } from '../fixtures/rest';
import { type RunningServer, startServer } from '../fixtures/server';

let server: RunningServer;
let models: OpenAiServer;
test.beforeAll(async () => {
  [server, models] = await Promise.all([startServer(), startOpenAiServer()]);
});
test.afterAll(() => Promise.all([server.stop(), models.close()]));

interface Made {
  readonly id: string;
}

test('register, evaluate, freeze, sign, ask the gate, export and verify, by REST and the command line alone', async () => {
  const { author, officer, auditor } = await foundOrganisation(server.url, {
    author: ['ml_engineer'],
    officer: ['compliance_officer'],
    auditor: ['auditor'],
  });
  const { rest } = author;
  const parts = await registered(rest);
  const run = await rest.must(
    rest.post<Made>('/runs', { suiteVersionId: parts.suiteVersionId, modelVersionId: parts.modelVersionId }),
  );
  await finished(rest, `/runs/${run.id}`, 'pass');
  const result = await rest.must(
    rest.post<Made>(`/studies/${parts.studyId}/results`, { modelVersionId: parts.modelVersionId }),
  );
  await finished(rest, `/study-results/${result.id}`, 'pass');
  await officer.rest.must(
    officer.rest.post('/environments/production/policies', { basedOn: 1, policy: strictPolicy }),
  );
  const release = await frozen(rest, parts);
  const ask = (digest: string) => gateCheck(rest, digest);
  const before = await ask(release.digest);
  expect(before.code, before.stderr).toBe(11);
  expect(before.stdout).toContain('SIGNOFF_MISSING');
  await sign(officer.rest, release);
  const after = await ask(release.digest);
  expect(after.code, after.stderr).toBe(0);
  expect((await ask(`sha256:${'0'.repeat(64)}`)).code).toBe(10);
  expect((await askGate(rest, release.digest)).body).toMatchObject({ decision: 'allow', reasons: [] });
  await verified(auditor.rest, release.id);
});

const strictPolicy = {
  require: { suites: ['triage-smoke'], studies: ['screening-by-sex'], frameworks: [] },
  on_not_enough_evidence: 'block',
  quorum: [{ role: 'compliance_officer', n: 1 }],
  distinct_persons: true,
  forbid: ['author'],
  min_method: 'password',
  role_seasoning_hours: 0,
  approval_ttl_days: 90,
  any_rejection_blocks: true,
  on_role_lost: 'drop',
};

async function registered(rest: RestClient) {
  const model = await rest.must(
    rest.post<Made>('/models', { name: 'triage-model', intendedUse: 'Triage', licence: 'none' }),
  );
  const modelVersion = await rest.must(
    rest.post<Made>(`/models/${model.id}/versions`, {
      version: '1',
      source: { kind: 'hosted', provider: 'local', model: 'triage-1', config: { temperature: 0 } },
    }),
  );
  const prompt = await rest.must(
    rest.post<{ id: string; latest: Made }>('/prompts', {
      name: 'triage-prompt',
      content: { template: 'Give the triage level of this note: {{note}}' },
    }),
  );
  const cases = await uploaded(rest, 'triage-notes', 'cases', triageCases(), 'application/jsonl');
  const table = await uploaded(rest, 'screening', 'table', predictions(), 'text/csv');
  const suite = await rest.must(
    rest.post<{ latest: Made }>('/suites', {
      text: triageSuite('triage-notes@1', 'triage-prompt@1', models.url),
    }),
  );
  const study = await rest.must(
    rest.post<Made>('/studies', {
      name: 'screening-by-sex',
      datasetVersionId: table,
      prediction: 'invited',
      attributes: ['sex'],
      thresholds: { demographicParityRatio: { min: 0.8 } },
    }),
  );
  const system = await rest.must(
    rest.post<Made>('/systems', { name: 'triage', purpose: 'Sorts arriving patients' }),
  );
  return {
    systemId: system.id,
    modelVersionId: modelVersion.id,
    promptVersionId: prompt.latest.id,
    datasetVersionId: cases,
    suiteVersionId: suite.latest.id,
    studyId: study.id,
  };
}

async function uploaded(
  rest: RestClient,
  name: string,
  kind: string,
  text: string,
  type: string,
): Promise<string> {
  const dataset = await rest.must(rest.post<Made>('/datasets', { name, kind }));
  const version = await rest.must(rest.upload<Made>(`/datasets/${dataset.id}/versions`, text, type));
  return version.id;
}

async function finished(rest: RestClient, path: string, verdict: string): Promise<void> {
  await expect
    .poll(async () => (await rest.must(rest.get<{ state: string }>(path))).state, { timeout: 90_000 })
    .toBe('finished');
  expect((await rest.must(rest.get<{ verdict: string }>(path))).verdict).toBe(verdict);
}

async function frozen(rest: RestClient, parts: Awaited<ReturnType<typeof registered>>) {
  const release = await rest.must(
    rest.post<Made>('/releases', {
      systemId: parts.systemId,
      version: '1.0.0',
      summary: 'First release',
      modelVersionIds: [parts.modelVersionId],
      promptVersionIds: [parts.promptVersionId],
      datasetVersionIds: [parts.datasetVersionId],
      suiteVersionIds: [parts.suiteVersionId],
      studyIds: [parts.studyId],
    }),
  );
  await rest.must(rest.post(`/releases/${release.id}/freeze`));
  const { digest } = await rest.must(rest.post<{ digest: string }>(`/releases/${release.id}/submit`));
  return { id: release.id, digest };
}

const folder = mkdtempSync(join(tmpdir(), 'countersign-cli-'));

async function gateCheck(rest: RestClient, digest: string) {
  const key = join(folder, 'gate.pub');
  writeFileSync(key, await (await fetch(`${server.url}/keys/gate.pub`)).text());
  const { token } = await rest.must(
    rest.post<{ token: string }>('/tokens', {
      name: `pipeline ${digest.slice(7, 12)} ${Date.now()}`,
      scopes: ['gate:check'],
      days: 1,
    }),
  );
  const env = { COUNTERSIGN_URL: server.url, COUNTERSIGN_TOKEN: token };
  return countersign(['gate', 'check', '--env', 'production', '--release', digest, '--policy-key', key], env);
}

async function verified(rest: RestClient, releaseId: string): Promise<void> {
  const asked = await rest.must(
    rest.post<Made>('/exports', { kind: 'bundle', releaseId, environment: 'production' }),
  );
  await expect
    .poll(async () => (await rest.must(rest.get<{ state: string }>(`/exports/${asked.id}`))).state, {
      timeout: 90_000,
    })
    .toBe('ready');
  const zip = await rest.bytes(`/exports/${asked.id}/file`);
  const [bundle, broken, policy] = ['bundle.zip', 'broken.zip', 'policy.txt'].map((name) =>
    join(folder, name),
  );
  writeFileSync(bundle ?? '', zip);
  writeFileSync(policy ?? '', await rest.bytes('/audit/trust-policy'));
  const good = await countersign(['verify', bundle ?? '', '--trust-policy', policy ?? '']);
  expect(good.code, good.stdout + good.stderr).toBe(0);
  const at = zip.indexOf('"type":"release.submitted"');
  expect(at).toBeGreaterThan(0);
  zip[at + 9] = (zip[at + 9] ?? 0) ^ 1;
  writeFileSync(broken ?? '', zip);
  const bad = await countersign(['verify', broken ?? '', '--trust-policy', policy ?? '', '--json']);
  expect(bad.code).toBe(1);
  expect(JSON.parse(bad.stdout)).toMatchObject({ ok: false, firstBadIndex: expect.any(Number) });
}
