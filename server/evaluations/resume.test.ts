import { afterAll, afterEach, describe, expect, it, vi } from 'vitest';
import { withSuite as suiteAt } from '@/db/testing/with-suite';
import { startOpenAiServer } from '@/e2e/fixtures/openai-server';
import { world } from '@/db/testing/world';
import { recordResults } from './commands/record-results';
import { resumeRun, stopRun } from './commands/runs';
import { defaultLimits, workOnRun } from './jobs/work';
import { getRun } from './queries/runs';
import { watchRun } from './queries/watch-run';

const model = await startOpenAiServer({ apiKey: 'sk-secret' });
vi.stubEnv('COUNTERSIGN_TARGET_KEY_TEST', '127.0.0.1 sk-secret');
afterEach(() => model.reset());
afterAll(() => model.close());
const withSuite = (wanted: Parameters<typeof suiteAt>[1] = {}) => suiteAt(model.url, wanted);
const quick = { ...defaultLimits, pollMs: 20 };

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
    expect(await org.trail()).toEqual(expect.arrayContaining(['run.stop-requested', 'run.stopped']));
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
    expect(await org.trail()).toContain('run.settled-again');
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
    await recordResults(org.job(), { runId, results: results as never, askedTo: 0 });
    model.reset();
    await org.runJobs();
    expect(await getRun(engineer, { runId })).toMatchObject({ state: 'finished', doneCount: 200 });
    expect(model.requests).toHaveLength(100);
    const again = await recordResults(org.job(), { runId, results: results as never, askedTo: 0 });
    expect(again.state).toBe('finished');
    expect(await getRun(engineer, { runId })).toMatchObject({ doneCount: 200 });
  });

  it('hands over from job to job, in order, until everything is done', async () => {
    const { org, engineer, start } = await withSuite({ cases: 100, suite: 'repeats: 2' });
    const { id: runId } = await start();
    for (let slice = 0; (await getRun(engineer, { runId })).state !== 'finished'; slice++)
      await workOnRun(org.job(), { runId, slice }, { ...quick, sliceMs: 50 });
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
