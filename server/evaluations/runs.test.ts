import { afterAll, afterEach, describe, expect, it, vi } from 'vitest';
import { caseLines, withSuite as suiteAt } from '@/db/testing/with-suite';
import { startOpenAiServer } from '@/e2e/fixtures/openai-server';
import { world } from '@/db/testing/world';
import { addModelVersion, createModel } from '@/server/registry/commands/models';
import { exportResults } from './commands/export-results';
import { recordResults } from './commands/record-results';
import { resumeRun, startRun, stopRun } from './commands/runs';
import { settleRun } from './commands/settle-run';
import { estimateRun } from './queries/estimate';
import { getRunCase, listRunResults } from './queries/results';
import { getRun, getRunTrend, listRuns } from './queries/runs';

const model = await startOpenAiServer({ apiKey: 'sk-secret' });
vi.stubEnv('COUNTERSIGN_TARGET_KEY_TEST', '127.0.0.1 sk-secret');
vi.stubEnv('COUNTERSIGN_TARGET_KEY_WRONG', '127.0.0.1 sk-other');
vi.stubEnv('COUNTERSIGN_TARGET_KEY_ELSEWHERE', 'api.openai.com sk-secret');
afterEach(() => model.reset());
afterAll(() => model.close());
const withSuite = (wanted: Parameters<typeof suiteAt>[1] = {}) => suiteAt(model.url, wanted);

describe('a run against a target', () => {
  it('asks every case once, judges by interval, prices it and leaves its evidence', async () => {
    const { org, start, prompt, suite, stored } = await withSuite();
    const { id: runId, state, subjects } = await start();
    expect(state).toBe('queued');
    expect(subjects).toEqual([prompt.latest?.digest.slice(7)]);
    await org.runJobs();
    const run = await getRun(org.as('auditor'), { runId });
    expect(run).toMatchObject({
      state: 'finished',
      doneCount: 40,
      errorCount: 0,
      verdict: 'pass',
      resultDigest: expect.stringMatching(/^sha256:/),
      summary: { cases: { total: 40, scored: 40, missing: 0 }, suite: 'smoke' },
    });
    expect(run.summary?.measures[0]).toMatchObject({ name: 'level', value: 1, n: 40, verdict: 'pass' });
    expect(run.summary?.measures[0]?.low).toBeGreaterThan(0.9);
    expect(run.cost).toMatch(/^0\.0\d+$/);
    expect(run.summary?.cost).toBe(run.cost);
    expect(model.requests).toHaveLength(40);
    expect(new Set(model.counts.values())).toEqual(new Set([1]));
    expect(await org.trail()).toEqual(
      expect.arrayContaining(['run.started', 'run.taken-up', 'run.results-recorded', 'run.finished']),
    );
    const evidence = JSON.stringify(await org.events());
    expect(evidence).not.toContain('Chest pain');
    expect(evidence).not.toContain('sk-secret');
    expect(await getRunTrend(org.as('viewer'), { suiteId: suite.id })).toHaveLength(1);
    expect((await stored(runId))[0]).toMatchObject({ state: 'passed', model: 'gpt-4o-mini', attempts: 1 });
  });

  it('shows pages of results, one case with its messages, and exports them', async () => {
    const { org, engineer, start } = await withSuite();
    const target = { baseUrl: undefined, model: undefined, temperature: 0.5 };
    const { id: runId, target: used } = await start({ target });
    expect(used).toMatchObject({ baseUrl: model.url, model: 'gpt-4o-mini', temperature: 0.5 });
    await org.runJobs();
    const viewer = org.as('viewer');
    const page = await listRunResults(viewer, { runId, limit: 30 });
    const rest = await listRunResults(viewer, { runId, limit: 30, cursor: page.nextCursor ?? undefined });
    expect([...page.items, ...rest.items].map(({ caseId }) => caseId)).toEqual(
      caseLines(40).map((_, at) => `c${at}`),
    );
    expect(await listRunResults(viewer, { runId, limit: 30, problems: true })).toMatchObject({ items: [] });
    expect(await getRunCase(viewer, { runId, ordinal: 1, repeat: 0 })).toMatchObject({
      caseId: 'c1',
      input: 'High fever, patient 1',
      expected: 'urgent',
      output: 'urgent',
      messages: [{ role: 'user', content: 'Which level of care? High fever, patient 1' }],
    });
    const { lines } = await exportResults(engineer, { runId, format: 'csv' });
    let text = '';
    for await (const part of lines) text += part;
    expect(text.split('\r\n')).toHaveLength(42);
    expect((await org.trail()).at(-1)).toBe('run.results-exported');
    let events = '';
    for await (const part of (await exportResults(engineer, { runId, format: 'otlp' })).lines) events += part;
    expect(events.trim().split('\n')).toHaveLength(1);
    expect(events.match(/"eventName":"gen_ai.evaluation.result"/g)).toHaveLength(80);
    expect((await org.trail()).at(-1)).toBe('run.results-exported');
    expect((await listRuns(viewer, { limit: 5, state: 'finished' })).items).toHaveLength(1);
    const stranger = world().as('viewer');
    await expect(getRun(stranger, { runId })).rejects.toMatchObject({ code: 'not_found' });
    await expect(listRunResults(stranger, { runId, limit: 5 })).rejects.toMatchObject({ code: 'not_found' });
  });

  it('gets through a storm, and what it cannot get is an error and never a pass', async () => {
    const { org, start, stored } = await withSuite();
    model.set([
      { kind: '429', share: 0.15, retryAfterSeconds: 0.05, times: 3 },
      { kind: '500', share: 0.05, times: 1 },
      { kind: 'drop', share: 0.02, times: 1 },
    ]);
    const { id: runId } = await start();
    await org.runJobs();
    expect(await getRun(org.as('viewer'), { runId })).toMatchObject({
      doneCount: 40,
      errorCount: 0,
      verdict: 'pass',
    });
    expect(model.requests.length).toBeGreaterThan(40);
    expect(await stored(runId)).toHaveLength(40);
    model.set([{ kind: 'malformed', share: 0.2 }]);
    const again = await start();
    await org.runJobs();
    const run = await getRun(org.as('viewer'), { runId: again.id });
    expect(run.errorCount).toBeGreaterThan(0);
    expect(run.verdict).toBe('not_enough_evidence');
    expect(run.summary?.reasons.join()).toMatch(/with an error/);
    const problems = await listRunResults(org.as('viewer'), { runId: again.id, limit: 50, state: 'errored' });
    expect(problems.items).toHaveLength(run.errorCount);
    expect(problems.items[0]?.failure?.class).toBe('malformed');
  });

  it('stops with a typed reason when the target refuses everybody, and goes on later', async () => {
    const { org, engineer, start } = await withSuite();
    const { id: runId } = await start({ apiKeyRef: 'COUNTERSIGN_TARGET_KEY_WRONG' });
    await org.runJobs();
    const failed = await getRun(engineer, { runId });
    expect(failed).toMatchObject({ state: 'failed', verdict: null, doneCount: 0 });
    expect(failed.stateReason).toMatch(/^auth: /);
    expect(failed.stateReason).not.toContain('sk-');
    vi.stubEnv('COUNTERSIGN_TARGET_KEY_WRONG', '127.0.0.1 sk-secret');
    await resumeRun(engineer, { runId });
    await org.runJobs();
    expect(await getRun(engineer, { runId })).toMatchObject({ state: 'finished', verdict: 'pass' });
    expect(await org.trail()).toEqual(expect.arrayContaining(['run.failed', 'run.resumed']));
  });

  it('never sends a key to another host, nor asks an address that is not allowed', async () => {
    const { start } = await withSuite();
    await expect(start({ apiKeyRef: 'COUNTERSIGN_TARGET_KEY_ELSEWHERE' })).rejects.toMatchObject({
      message: expect.stringMatching(/is a key for api.openai.com/),
    });
    await expect(start({ apiKeyRef: 'COUNTERSIGN_TARGET_KEY_NONE' })).rejects.toMatchObject({
      message: expect.stringMatching(/has no variable/),
    });
    const baseUrl = 'http://169.254.169.254/v1';
    await expect(start({ target: { baseUrl }, apiKeyRef: undefined })).rejects.toMatchObject({
      code: 'invalid',
    });
  });

  it('ties the result to a model version, and refuses another hosted model', async () => {
    const { org, engineer, start } = await withSuite();
    const { id: modelId } = await createModel(engineer, { name: 'gpt' });
    const source = { kind: 'hosted', provider: 'openai', model: 'gpt-4o-mini', config: {} } as const;
    const version = await addModelVersion(engineer, { modelId, version: '1', source });
    const run = await start({ modelVersionId: version.id });
    expect(run.subjects).toHaveLength(2);
    expect(run.subjects[0]).toBe(version.identityDigest.slice(7));
    const other = { modelVersionId: version.id, target: { model: 'gpt-4o' } };
    await expect(start(other)).rejects.toMatchObject({ message: expect.stringMatching(/asked for gpt-4o/) });
    await org.runJobs();
  });

  it('is refused to a compliance officer, who may read it; elsewhere it does not exist', async () => {
    const { org, suiteVersionId, start } = await withSuite();
    const officer = org.as('compliance_officer');
    await expect(startRun(officer, { suiteVersionId })).rejects.toMatchObject({ code: 'forbidden' });
    const { id: runId } = await start();
    await expect(stopRun(officer, { runId })).rejects.toMatchObject({ code: 'forbidden' });
    await expect(resumeRun(officer, { runId })).rejects.toMatchObject({ code: 'forbidden' });
    const stranger = world().as('ml_engineer');
    for (const act of [stopRun, resumeRun, getRun])
      await expect(act(stranger, { runId })).rejects.toMatchObject({ code: 'not_found' });
    await expect(recordResults(officer, { runId, results: [], askedTo: 0 })).rejects.toMatchObject({
      code: 'forbidden',
    });
    const ending = { kind: 'stopped' } as const;
    await expect(settleRun(officer, { runId, slice: 0, ending })).rejects.toMatchObject({
      code: 'forbidden',
    });
  });
});

describe('judges and estimates', () => {
  it('asks a judge through its own key and judges by rubric', async () => {
    const judge = `{ baseUrl: "${model.url}", model: judge-1 }`;
    const evaluators = `  - { id: judge.rubric, as: kind, params: { rubric: "Names a level of care", judge: ${judge} } }`;
    const { org, engineer, start } = await withSuite({ evaluators });
    const { id: runId } = await start({ judgeKeyRef: 'COUNTERSIGN_TARGET_KEY_TEST' });
    await org.runJobs();
    const run = await getRun(engineer, { runId });
    expect(run.summary?.measures.map(({ name }) => name)).toEqual(['level', 'ops.latency', 'kind']);
    expect(model.requests.length).toBeGreaterThanOrEqual(80);
    const failing = await start({ judgeKeyRef: undefined });
    await org.runJobs();
    expect((await getRun(engineer, { runId: failing.id })).stateReason).toMatch(/^auth: /);
  });

  it('says before what a run may cost', async () => {
    const { org, suiteVersionId } = await withSuite();
    const estimate = await estimateRun(org.as('viewer'), { suiteVersionId });
    expect(estimate).toMatchObject({ calls: 40, model: 'gpt-4o-mini' });
    expect(Number(estimate.highest)).toBeGreaterThan(Number(estimate.lowest));
    const unpriced = await estimateRun(org.as('viewer'), { suiteVersionId, model: 'triage-1' });
    expect(unpriced).toMatchObject({
      lowest: null,
      highest: null,
      note: expect.stringContaining('no price'),
    });
  });
});
