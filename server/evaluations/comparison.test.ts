import { afterAll, describe, expect, it, vi } from 'vitest';
import { levels, withSuite as suiteAt } from '@/db/testing/with-suite';
import { world } from '@/db/testing/world';
import { startOpenAiServer } from '@/e2e/fixtures/openai-server';
import { receiveRecorded } from './commands/receive-recorded';
import { startRecordedRun } from './commands/runs';
import { getComparedCase, getRunComparison, listRegressions } from './queries/comparison';
import { estimateRun } from './queries/estimate';
import { CompareRuns, RunComparison } from './schema/comparison';

const model = await startOpenAiServer({ apiKey: 'sk-secret' });
vi.stubEnv('COUNTERSIGN_TARGET_KEY_TEST', '127.0.0.1 sk-secret');
afterAll(() => model.close());

const cases = 60;
async function recordedRuns() {
  const made = await suiteAt(model.url, { cases });
  const { org, engineer, suiteVersionId } = made;
  const judge = async (output: (at: number) => string, count = cases) => {
    const lines = Array.from({ length: count }, (_, at) =>
      JSON.stringify({ id: `c${at}`, output: output(at), latencyMs: 5 }),
    );
    const bytes = (async function* () {
      yield Buffer.from(lines.join('\n'));
    })();
    const given = { parameters: { suiteVersionId }, contentType: 'application/jsonl', bytes };
    const { id } = await startRecordedRun(engineer, await receiveRecorded(engineer, given));
    await org.runJobs();
    return id;
  };
  return { ...made, judge };
}
const right = (at: number): string => levels[at % 4]?.[1] ?? '';
const asked = (runId: string, baseline: string, more = {}) => CompareRuns.parse({ runId, baseline, ...more });

describe('a run against its baseline', () => {
  it('is judged by pairs, lists what got worse and shows both answers', async () => {
    const { org, judge } = await recordedRuns();
    const baseline = await judge(right);
    const runId = await judge((at) => (at < 12 ? 'no idea' : right(at)));
    const viewer = org.as('viewer');
    const compared = RunComparison.parse(await getRunComparison(viewer, asked(runId, baseline)));
    expect(compared).toMatchObject({
      verdict: 'fail',
      regressed: 12,
      cases: { total: cases, paired: cases },
    });
    expect(compared.measures[0]).toMatchObject({
      ...{ name: 'level', n: cases, candidate: 0.8, baseline: 1, fell: 12, rose: 0 },
      ...{ test: 'mcnemar', pValue: expect.closeTo(0.00048828125, 9), change: 'worse', regression: 'fail' },
    });
    const back = await getRunComparison(viewer, asked(baseline, runId));
    expect(back).toMatchObject({ verdict: 'pass', measures: [{ change: 'better' }, { regression: null }] });
    const page = await listRegressions(viewer, { runId, baseline, limit: 10 });
    const rest = await listRegressions(viewer, {
      ...{ runId, baseline, limit: 10, cursor: page.nextCursor ?? undefined },
    });
    expect([...page.items, ...rest.items].map(({ caseId }) => caseId)).toEqual(
      Array.from({ length: 12 }, (_, at) => `c${at}`),
    );
    expect(await getComparedCase(viewer, { runId, baseline, ordinal: 2, repeat: 0 })).toMatchObject({
      candidate: { caseId: 'c2', output: 'no idea', expected: 'routine' },
      baseline: { caseId: 'c2', output: 'routine' },
    });
  });

  it('fails closed on missing cases and on a strict comparison', async () => {
    const { engineer, judge } = await recordedRuns();
    const baseline = await judge(right);
    const partial = await judge(right, 50);
    const one = await judge((at) => (at === 3 ? 'no' : right(at)));
    expect(await getRunComparison(engineer, asked(partial, baseline))).toMatchObject({
      verdict: 'not_enough_evidence',
      cases: { missing: { candidate: 10, baseline: 0 } },
      reasons: expect.arrayContaining(['10 cases without a result in the candidate']),
    });
    const wide = { margin: '0.2' };
    expect(await getRunComparison(engineer, asked(one, baseline, wide))).toMatchObject({ verdict: 'pass' });
    const strict = { ...wide, noNewFailures: 'true' };
    expect(await getRunComparison(engineer, asked(one, baseline, strict))).toMatchObject({ verdict: 'fail' });
  });

  it('is for finished runs that the caller may read', async () => {
    const { org, engineer, judge, start } = await recordedRuns();
    const baseline = await judge(right);
    const { id: queued } = await start();
    for (const pair of [asked(queued, baseline), asked(baseline, queued)])
      await expect(getRunComparison(engineer, pair)).rejects.toMatchObject({
        message: expect.stringMatching(/is queued/),
      });
    await expect(getRunComparison(engineer, asked(baseline, 'run_none'))).rejects.toMatchObject({
      code: 'not_found',
    });
    const stranger = world().as('viewer');
    for (const read of [getRunComparison, listRegressions])
      await expect(read(stranger, { ...asked(baseline, baseline), limit: 5 })).rejects.toMatchObject({
        code: 'not_found',
      });
    expect(CompareRuns.safeParse({ runId: baseline, baseline, margin: 2 }).success).toBe(false);
    await org.runJobs();
  });

  it('says before a run what it will be able to see', async () => {
    const { org, suiteVersionId } = await recordedRuns();
    const { smallestLosses, zeroFailureBound } = await estimateRun(org.as('viewer'), { suiteVersionId });
    expect(smallestLosses).toMatchObject([{ changing: 0.05, loss: null }, {}, { changing: 0.2 }, {}]);
    expect(smallestLosses[3]?.loss).toBeGreaterThan(0.15);
    expect(zeroFailureBound).toBeCloseTo(0.0487, 4);
  });
});
