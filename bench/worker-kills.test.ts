import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { bundlePrograms, endBundler } from '@/deploy/bundle.mjs';
import { startOpenAiServer } from '@/e2e/fixtures/openai-server';
import { sumDecimals } from '@/evaluators/stats/decimal';
import { makeSuite } from './durable-run';
import { killedRun, storedOf } from './killed-run';
import { openPortal } from './portal';

const cases = 2000;
const kills = 10;
const program = join(import.meta.dirname, '../.build/killed-worker.mjs');

afterAll(() => endBundler());

/** On Postgres, because there the database outlives its worker: what the worker had not stored is lost for good. The
 *  embedded database is killed together with its server in e2e/abuse/kill-run.spec.ts. */
describe.skipIf(!process.env['TEST_DATABASE_URL'])(
  'kill -9 (skipped: TEST_DATABASE_URL names no server)',
  () => {
    it('ten times at random in 2,000 cases: one result each, counted once, repeated calls shown', async () => {
      await bundlePrograms({
        'killed-worker': 'bench/r8-worker-kills.ts',
        'summary-worker': 'server/evaluations/jobs/summary-worker.ts',
      });
      const model = await startOpenAiServer({ latencyMs: 20 });
      const portal = await openPortal('kills');
      if (!portal) throw new Error('no database');
      try {
        const suite = { modelUrl: model.url, cases, concurrency: 8, model: 'gpt-4o-mini' };
        const suiteVersionId = await makeSuite(portal, suite);
        const moments = Array.from({ length: kills }, () => Math.floor(Math.random() * cases * 0.95));
        moments.sort((a, b) => a - b);
        const run = await killedRun(portal, program, suiteVersionId, moments);
        const at = `killed at ${moments.join(', ')} results`;
        const done = { state: 'finished', doneCount: cases, errorCount: 0 };
        expect(run, at).toMatchObject(done);
        expect(run.summary?.cases, at).toMatchObject({
          total: cases,
          scored: cases,
          missing: 0,
          duplicate: 0,
        });
        const stored = await storedOf(portal, run.id);
        expect(stored, at).toMatchObject({ rows: cases, cases, again: run.againCount });
        expect(Number(stored.cost)).toBeGreaterThan(0);
        expect(sumDecimals([run.cost ?? '0', `-${stored.cost}`]), at).toBe('0');
        expect(run.summary?.cost).toBe(run.cost);
        expect(model.counts.size).toBe(cases);
        const repeated = [...model.counts.values()].filter((calls) => calls > 1).length;
        expect(run.takenAgain, at).toBeGreaterThan(0);
        expect(run.takenAgain, at).toBeLessThanOrEqual(kills);
        expect(run.againCount, at).toBeGreaterThan(0);
        expect(run.againCount, at).toBeLessThanOrEqual(repeated);
        const extra = model.requests.length - cases;
        expect(extra, at).toBeGreaterThanOrEqual(repeated);
        console.log(
          `${extra} calls made again, ${run.againCount} of ${repeated} repeated cases marked; ${at}`,
        );
      } finally {
        await Promise.all([portal.close(), model.close()]);
      }
    }, 120_000);
  },
);
