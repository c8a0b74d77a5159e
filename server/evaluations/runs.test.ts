import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { eq } from 'drizzle-orm';
import { world } from '@/db/testing/world';
import { runResults } from '@/db/schema/evaluations';
import { type OpenAiServer, startOpenAiServer } from '@/e2e/fixtures/openai-server';
import { open } from '@/server/kernel/operation';
import { createPrompt } from '@/server/prompts/commands';
import { addDatasetVersion, createDataset } from '@/server/registry/commands/datasets';
import { addModelVersion, createModel } from '@/server/registry/commands/models';
import { receiveUpload } from '@/server/registry/commands/receive-upload';
import { exportResults } from './commands/export-results';
import { receiveRecorded } from './commands/receive-recorded';
import { recordResults } from './commands/record-results';
import { resumeRun, startRecordedRun, startRun, stopRun } from './commands/runs';
import { settleRun } from './commands/settle-run';
import { createSuite } from './commands/suites';
import { defaultLimits, workOnRun } from './jobs/work';
import { estimateRun } from './queries/estimate';
import { getRunCase, listRunResults } from './queries/results';
import { getRun, getRunTrend, listRuns } from './queries/runs';
import { watchRun } from './queries/watch-run';

let model: OpenAiServer;
beforeAll(async () => {
  model = await startOpenAiServer({ apiKey: 'sk-secret' });
  process.env['COUNTERSIGN_TARGET_KEY_TEST'] = `127.0.0.1 sk-secret`;
  process.env['COUNTERSIGN_TARGET_KEY_WRONG'] = `127.0.0.1 sk-other`;
  process.env['COUNTERSIGN_TARGET_KEY_ELSEWHERE'] = `api.openai.com sk-secret`;
});
afterEach(() => model.reset());
afterAll(() => model.close());

const levels = [
  ['Chest pain', 'emergency'],
  ['High fever', 'urgent'],
  ['A rash', 'routine'],
  ['A prescription', 'self-care'],
] as const;
const caseLines = (count: number) =>
  Array.from({ length: count }, (_, at) => {
    const [complaint, expected] = levels[at % levels.length] ?? ['', ''];
    return JSON.stringify({ id: `c${at}`, input: `${complaint}, patient ${at}`, expected });
  });

interface Wanted {
  readonly cases?: number;
  readonly suite?: string;
  readonly evaluators?: string;
}

async function withSuite({ cases = 40, suite = '', evaluators = '' }: Wanted = {}) {
  const org = world();
  const engineer = org.as('ml_engineer');
  const { id: datasetId } = await createDataset(engineer, { name: 'triage', kind: 'cases' });
  const bytes = (async function* () {
    yield Buffer.from(caseLines(cases).join('\n'));
  })();
  const upload = { parameters: { datasetId }, contentType: 'application/jsonl', sizeBytes: null, bytes };
  await addDatasetVersion(engineer, await receiveUpload(engineer, upload));
  const content = { template: 'Which level of care? {{input}}', parameters: {} };
  const prompt = await createPrompt(engineer, { name: 'nurse', content });
  const text = `
name: smoke
dataset: triage@1
prompt: nurse@1
target: { baseUrl: "${model.url}", model: gpt-4o-mini, maxTokens: 20 }
concurrency: 8
evaluators:
  - { id: text.equals, as: level, params: { value: "{{expected}}" } }
  - { id: ops.latency }
${evaluators}
thresholds:
  - { measure: level, min: 0.8 }
${suite}`;
  const made = await createSuite(engineer, { text });
  const suiteVersionId = made.latest?.id ?? '';
  const start = (over: object = {}) =>
    startRun(engineer, { suiteVersionId, apiKeyRef: 'COUNTERSIGN_TARGET_KEY_TEST', ...over });
  const stored = (runId: string) =>
    open(org.job(), 'read only', ({ db }) => db.select().from(runResults).where(eq(runResults.runId, runId)));
  return { org, engineer, suite: made, suiteVersionId, prompt, start, stored };
}

const quick = { ...defaultLimits, pollMs: 20 };

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
    expect(new Set((await org.trail()).slice(-4))).toEqual(
      new Set(['run.started', 'run.taken-up', 'run.results-recorded', 'run.finished']),
    );
    const evidence = JSON.stringify(await org.events());
    expect(evidence).not.toContain('Chest pain');
    expect(evidence).not.toContain('sk-secret');
    expect(await getRunTrend(org.as('viewer'), { suiteId: suite.id })).toHaveLength(1);
    expect((await stored(runId))[0]).toMatchObject({ state: 'passed', model: 'gpt-4o-mini', attempts: 1 });
  });

  it('shows pages of results, one case with its messages, and exports them', async () => {
    const { org, engineer, start } = await withSuite();
    const { id: runId } = await start({ target: { model: 'gpt-4o-mini' } });
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
    process.env['COUNTERSIGN_TARGET_KEY_WRONG'] = '127.0.0.1 sk-secret';
    await resumeRun(engineer, { runId });
    await org.runJobs();
    expect(await getRun(engineer, { runId })).toMatchObject({ state: 'finished', verdict: 'pass' });
  });

  it('never sends a key to another host, nor asks an address that is not allowed', async () => {
    const { start } = await withSuite();
    await expect(start({ apiKeyRef: 'COUNTERSIGN_TARGET_KEY_ELSEWHERE' })).rejects.toMatchObject({
      message: /is a key for api.openai.com/,
    });
    await expect(start({ apiKeyRef: 'COUNTERSIGN_TARGET_KEY_NONE' })).rejects.toMatchObject({
      message: /has no variable/,
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
    await expect(start(other)).rejects.toMatchObject({ message: /asked for gpt-4o/ });
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
    await expect(recordResults(officer, { runId, results: [] })).rejects.toMatchObject({ code: 'forbidden' });
    const ending = { kind: 'stopped' } as const;
    await expect(settleRun(officer, { runId, slice: 0, ending })).rejects.toMatchObject({
      code: 'forbidden',
    });
  });
});

describe('stopping, resuming, being delivered again', () => {
  it('stops in the middle of calls that never end, keeps what it has, and asks nothing twice', async () => {
    const { org, engineer, start, stored } = await withSuite();
    model.set([{ kind: 'endless', share: 0.5 }]);
    const { id: runId } = await start();
    const working = workOnRun(org.job(), { runId, slice: 0 }, quick);
    await expect.poll(async () => (await getRun(engineer, { runId })).state).toBe('running');
    await new Promise((done) => setTimeout(done, 300));
    expect(await stopRun(engineer, { runId })).toMatchObject({ state: 'stopping' });
    await working;
    const stopped = await getRun(engineer, { runId });
    expect(stopped).toMatchObject({ state: 'stopped', stateReason: 'stopped_by_person', verdict: null });
    await expect(stopRun(engineer, { runId })).rejects.toMatchObject({ code: 'precondition' });
    const before = await stored(runId);
    expect(before).toHaveLength(stopped.doneCount);
    model.reset();
    await workOnRun(org.job(), { runId, slice: 0 }, quick);
    expect(model.requests).toHaveLength(0);
    await resumeRun(engineer, { runId });
    await workOnRun(org.job(), { runId, slice: 1 }, quick);
    expect(await getRun(engineer, { runId })).toMatchObject({
      state: 'finished',
      doneCount: 40,
      verdict: 'pass',
    });
    expect(model.requests).toHaveLength(40 - before.length);
    await expect(resumeRun(engineer, { runId })).rejects.toMatchObject({ code: 'precondition' });
  });

  it('stops before it began', async () => {
    const { org, engineer, start } = await withSuite();
    const { id: runId } = await start();
    await stopRun(engineer, { runId });
    await org.runJobs();
    expect(await getRun(engineer, { runId })).toMatchObject({ state: 'stopped', doneCount: 0 });
    expect(model.requests).toHaveLength(0);
  });

  it('delivered twice at once it stores every result once', async () => {
    const { org, engineer, start, stored } = await withSuite({ cases: 150 });
    const { id: runId } = await start();
    await Promise.all([1, 2].map(() => workOnRun(org.job(), { runId, slice: 0 }, quick)));
    const run = await getRun(engineer, { runId });
    expect(run).toMatchObject({ state: 'finished', doneCount: 150, verdict: 'pass' });
    expect(await stored(runId)).toHaveLength(150);
    expect((await org.trail()).filter((type) => type === 'run.finished')).toHaveLength(1);
    const { resultDigest } = run;
    await workOnRun(org.job(), { runId, slice: 0 }, quick);
    expect(await getRun(engineer, { runId })).toMatchObject({ doneCount: 150, resultDigest });
  });

  it('killed half way, it goes on with the cases that are not stored', async () => {
    const { org, engineer, start, stored } = await withSuite({ cases: 200 });
    const first = await start();
    await workOnRun(org.job(), { runId: first.id, slice: 0 }, quick);
    const { id: runId } = await start();
    const half = (await stored(first.id)).filter(({ ordinal }) => ordinal % 2 === 0);
    const results = half.map(({ orgId: _, runId: __, finishedAt: ___, ...row }) => row);
    await recordResults(org.job(), { runId, results: results as never });
    model.reset();
    await org.runJobs();
    expect(await getRun(engineer, { runId })).toMatchObject({ state: 'finished', doneCount: 200 });
    expect(model.requests).toHaveLength(100);
    const again = await recordResults(org.job(), { runId, results: results as never });
    expect(again.state).toBe('finished');
    expect(await getRun(engineer, { runId })).toMatchObject({ doneCount: 200 });
  });

  it('hands over from job to job, in order, until everything is done', async () => {
    const { org, engineer, start } = await withSuite({ cases: 100, suite: 'repeats: 2' });
    const { id: runId } = await start();
    for (let slice = 0; (await getRun(engineer, { runId })).state !== 'finished'; slice++)
      await workOnRun(org.job(), { runId, slice }, { ...quick, sliceMs: 20 });
    expect(await getRun(engineer, { runId })).toMatchObject({
      doneCount: 200,
      caseCount: 100,
      verdict: 'pass',
    });
    expect(model.requests).toHaveLength(200);
    expect(await org.trail()).toContain('run.slice-done');
    await org.runJobs();
    expect(model.requests).toHaveLength(200);
  });

  it('shows its progress to whoever watches', async () => {
    const { org, engineer, start } = await withSuite();
    const { id: runId } = await start();
    const progress = await watchRun(engineer, { runId });
    expect((await progress.next()).value).toMatchObject({ state: 'queued', doneCount: 0 });
    await org.runJobs();
    const seen = [];
    for await (const one of progress) seen.push(one);
    expect(seen.at(-1)).toMatchObject({ state: 'finished', doneCount: 40, verdict: 'pass' });
    await expect(watchRun(world().as('viewer'), { runId })).rejects.toMatchObject({ code: 'not_found' });
  });
});

describe('recorded outputs', () => {
  const lines = (count: number, output = (at: number): string => levels[at % 4]?.[1] ?? '') =>
    Array.from({ length: count }, (_, at) =>
      JSON.stringify({ id: `c${at}`, output: output(at), model: 'm' }),
    );
  const sent = (text: string) =>
    (async function* () {
      yield Buffer.from(text);
    })();
  const contentType = 'application/jsonl';

  it('are judged without a call, in whatever order they came', async () => {
    const { org, engineer, suiteVersionId } = await withSuite({ cases: 100 });
    const given = {
      parameters: { suiteVersionId },
      contentType,
      bytes: sent(lines(100).reverse().join('\n')),
    };
    const run = await startRecordedRun(engineer, await receiveRecorded(engineer, given));
    await org.runJobs();
    expect(await getRun(engineer, { runId: run.id })).toMatchObject({
      source: 'recorded',
      state: 'finished',
      verdict: 'not_enough_evidence',
      doneCount: 100,
      summary: { cases: { total: 100, missing: 0, inconclusive: 100 } },
    });
    expect(model.requests).toHaveLength(0);
    expect(await getRunCase(engineer, { runId: run.id, ordinal: 0, repeat: 0 })).toMatchObject({
      output: 'emergency',
      messages: null,
    });
  });

  it('that are missing never make a pass; failing ones fail', async () => {
    const { org, engineer, suiteVersionId } = await withSuite({ cases: 100 });
    const partial = { parameters: { suiteVersionId }, contentType, bytes: sent(lines(60).join('\n')) };
    const { id: runId } = await startRecordedRun(engineer, await receiveRecorded(engineer, partial));
    const wrong = lines(100, () => 'wrong\u0000\ud800').join('\n');
    await expect(
      receiveRecorded(engineer, { parameters: { suiteVersionId }, contentType, bytes: sent(wrong) }),
    ).rejects.toMatchObject({ message: /line 1/ });
    const bad = {
      parameters: { suiteVersionId },
      contentType,
      bytes: sent(lines(100, () => 'no').join('\n')),
    };
    const failing = await startRecordedRun(engineer, await receiveRecorded(engineer, bad));
    await org.runJobs();
    expect(await getRun(engineer, { runId })).toMatchObject({
      verdict: 'not_enough_evidence',
      summary: { cases: { missing: 40 } },
    });
    expect(await getRun(engineer, { runId: failing.id })).toMatchObject({ verdict: 'fail' });
  });

  it.each([
    ['an unknown case', [...lines(3), '{"id":"zz","output":"x"}'], /line 4: the dataset has no case "zz"/],
    ['a second output', [...lines(3), '{"id":"c1","output":"x"}'], /line 4: case "c1" has more outputs/],
    ['broken JSON', ['{"id":'], /line 1 is not JSON/],
    ['an unknown field', ['{"id":"c1","output":"x","score":1}'], /line 1: .*score/],
    ['nothing', [''], /no lines/],
  ])('refuse %s and keep nothing', async (_, given, message) => {
    const { org, engineer, suiteVersionId } = await withSuite();
    const before = await org.trail();
    const input = { parameters: { suiteVersionId }, contentType, bytes: sent(given.join('\n')) };
    await expect(receiveRecorded(engineer, input)).rejects.toMatchObject({ code: 'invalid', message });
    expect(await org.trail()).toEqual(before);
  });

  it('are not read from somebody who may not run', async () => {
    const { org, suiteVersionId } = await withSuite();
    const viewer = org.as('viewer');
    const input = { parameters: { suiteVersionId }, contentType, bytes: sent('x') };
    const received = await receiveRecorded(viewer, input);
    expect(received.recorded).toBeNull();
    await expect(startRecordedRun(viewer, received)).rejects.toMatchObject({ code: 'forbidden' });
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
