import { sql } from 'drizzle-orm';
import { afterAll, afterEach, describe, expect, it, vi } from 'vitest';
import { withSuite as suiteAt } from '@/db/testing/with-suite';
import { db } from '@/db/testing/world';
import { startOpenAiServer } from '@/e2e/fixtures/openai-server';
import { getRun } from './queries/runs';
import { getSuiteVersion } from './queries/suites';
import { fileOf } from './rules/suite-body';

const model = await startOpenAiServer({ apiKey: 'sk-secret' });
vi.stubEnv('COUNTERSIGN_TARGET_KEY_TEST', '127.0.0.1 sk-secret');
afterEach(() => model.reset());
afterAll(() => model.close());

async function withCache(wanted: Parameters<typeof suiteAt>[1] = {}) {
  const made = await suiteAt(model.url, { suite: 'cache: true', ...wanted });
  const run = async (over: object = {}) => {
    model.reset();
    const { id: runId } = await made.start(over);
    await made.org.runJobs();
    return { run: await getRun(made.engineer, { runId }), calls: model.requests.length, runId };
  };
  return { ...made, run };
}

describe('the response cache', () => {
  it('answers the same request once, at no cost and without latency, and says so', async () => {
    const { run, stored } = await withCache();
    const first = await run();
    expect(first).toMatchObject({ calls: 40, run: { usesCache: true, cachedCount: 0, verdict: 'pass' } });
    expect(first.run.summary).not.toHaveProperty('cached');
    const second = await run();
    expect(second).toMatchObject({ calls: 0, run: { state: 'finished', cachedCount: 40, cost: null } });
    expect(second.run.summary).toMatchObject({ cached: 40, cost: null });
    expect(second.run.summary?.reasons).toContain(
      '40 answers came from the response cache, not from the target',
    );
    const level = (one: typeof first) =>
      one.run.summary?.measures.find(({ name }) => name === 'level')?.value;
    expect(level(second)).toBe(level(first));
    const rows = await stored(second.runId);
    for (const row of rows)
      expect(row).toMatchObject({
        cached: true,
        latencyMs: null,
        cost: null,
        attempts: 0,
        model: 'gpt-4o-mini',
      });
    expect(second.run.verdict, 'latency is measured by this suite and a cached answer has none').toBe(
      'not_enough_evidence',
    );
    expect(await run({ noCache: true })).toMatchObject({
      calls: 40,
      run: { usesCache: false, cachedCount: 0 },
    });
  });

  it('asks whenever anything of the request differs', async () => {
    const { run } = await withCache({ cases: 8 });
    await run();
    for (const target of [{ temperature: 0.5 }, { seed: 7 }, { maxTokens: 19 }, { model: 'gpt-4o' }])
      expect(await run({ target })).toMatchObject({ calls: 8, run: { cachedCount: 0 } });
    expect((await run({ target: { seed: 7 } })).calls).toBe(0);
  });

  it('keeps repeats apart, so that they still show how answers vary', async () => {
    const { run } = await withCache({ cases: 4, suite: 'cache: true\nrepeats: 3' });
    expect((await run()).calls).toBe(12);
    expect((await run()).calls).toBe(0);
  });

  it('takes no error and no empty answer', async () => {
    const { org, start, run } = await withCache({ cases: 6 });
    for (const kind of ['content-filter', '401'] as const) {
      model.set([{ kind }]);
      await start();
      await org.runJobs();
    }
    expect(await run()).toMatchObject({ calls: 6, run: { cachedCount: 0, errorCount: 0 } });
    expect((await run()).calls).toBe(0);
  });

  it('takes nothing older than 14 days, nor what was taken itself', async () => {
    const { run } = await withCache({ cases: 6 });
    const { runId } = await run();
    expect((await run()).calls).toBe(0);
    await db.transaction(async (tx) => {
      await tx.execute(sql`set local session_replication_role = replica`);
      await tx.execute(sql`update countersign.run_results set finished_at = now() - interval '15 days'
        where run_id = ${runId}`);
    });
    expect((await run()).calls).toBe(6);
  });

  it('never crosses organisations, and is off unless the suite asks for it', async () => {
    const one = await withCache({ cases: 5 });
    await one.run();
    const other = await withCache({ cases: 5 });
    expect((await other.run()).calls).toBe(5);
    const plain = await withCache({ cases: 5, suite: '' });
    await plain.run();
    expect(await plain.run()).toMatchObject({ calls: 5, run: { usesCache: false } });
    const { body } = await getSuiteVersion(one.engineer, { versionId: one.suiteVersionId });
    expect(fileOf(body)).toMatchObject({ cache: true });
  });
});
