import { afterAll, afterEach, describe, expect, it, vi } from 'vitest';
import { levels, withSuite as suiteAt } from '@/db/testing/with-suite';
import { startOpenAiServer } from '@/e2e/fixtures/openai-server';
import { receiveRecorded } from './commands/receive-recorded';
import { startRecordedRun } from './commands/runs';
import { getRunCase } from './queries/results';
import { getRun } from './queries/runs';

const model = await startOpenAiServer({ apiKey: 'sk-secret' });
vi.stubEnv('COUNTERSIGN_TARGET_KEY_TEST', '127.0.0.1 sk-secret');
afterEach(() => model.reset());
afterAll(() => model.close());
const withSuite = (wanted: Parameters<typeof suiteAt>[1] = {}) => suiteAt(model.url, wanted);

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
    ).rejects.toMatchObject({ message: expect.stringMatching(/line 1/) });
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
