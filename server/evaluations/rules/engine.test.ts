import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { CallFailure, failureOf, type FailureClass } from '@/server/integrations/schema';
import { runChunk, type CaseResult, type EnginePorts } from './engine';
import { adaptivePace, fixedPace } from './pace';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

const wait = (ms: number, signal: AbortSignal) =>
  new Promise<void>((done) => {
    const timer = setTimeout(done, ms);
    signal.addEventListener('abort', () => (clearTimeout(timer), done()), { once: true });
  });
const failing = (kind: FailureClass, retryAfterMs: number | null = null) =>
  new CallFailure({ class: kind, status: null, retryAfterMs, message: kind });

/** A small generator with a seed (mulberry32), so that every storm is the same storm. */
function seeded(seed: number) {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

async function* numbers(count: number) {
  for (let n = 0; n < count; n += 1) yield n;
}

function bench(count: number, over: Partial<EnginePorts<number, string>> = {}) {
  const results = new Map<number, CaseResult<string>[]>();
  const controller = new AbortController();
  const ports: EnginePorts<number, string> = {
    cases: numbers(count),
    call: async (item, signal) => {
      await wait(50, signal);
      return `answer ${item}`;
    },
    failureOf,
    onResult: (item, result) => void results.set(item, [...(results.get(item) ?? []), result]),
    pace: fixedPace(16),
    signal: controller.signal,
    now: () => performance.now(),
    sleep: wait,
    random: seeded(1),
    ...over,
  };
  const once = () => [...results.values()].every((each) => each.length === 1);
  const began = performance.now();
  const report = runChunk(ports).then((done) => ({ ...done, tookMs: performance.now() - began }));
  report.catch(() => undefined);
  return { results, controller, report, once };
}

describe('running cases', () => {
  it('gives every case exactly one result, and keeps every slot busy', async () => {
    const { results, report, once } = bench(160);
    await vi.runAllTimersAsync();
    const { tookMs, ...facts } = await report;
    expect(facts).toMatchObject({ ending: { kind: 'complete' }, answered: 160, failed: 0, calls: 160 });
    expect(results.size).toBe(160);
    expect(once()).toBe(true);
    expect(tookMs).toBe(500);
  });

  it('refills continuously: one slow case holds back nobody', async () => {
    const { report } = bench(160, {
      call: async (item, signal) => {
        await wait(item === 0 ? 600 : 50, signal);
        return '';
      },
    });
    await vi.runAllTimersAsync();
    expect((await report).tookMs).toBe(600);
  });

  it('never exceeds its width, and an adaptive one finds it', async () => {
    let flying = 0;
    let most = 0;
    const { report } = bench(2_000, {
      pace: adaptivePace(12),
      call: async (_item, signal) => {
        most = Math.max(most, (flying += 1));
        const tooMany = flying > 8;
        await wait(50, signal);
        flying -= 1;
        if (tooMany) throw failing('rate_limited', 200);
        return '';
      },
    });
    await vi.runAllTimersAsync();
    const { answered, failed, pace } = await report;
    expect([answered, failed]).toEqual([2_000, 0]);
    expect(most).toBeLessThanOrEqual(9);
    expect(pace.width).toBeGreaterThanOrEqual(4);
  });

  it('completes a storm of 15 % rate limits, 5 % errors and 2 % drops, in bounded time', async () => {
    const draw = seeded(7);
    let early = 0;
    const notBefore = new Map<number, number>();
    const { results, report, once } = bench(5_000, {
      pace: fixedPace(32),
      call: async (item, signal) => {
        if (performance.now() < (notBefore.get(item) ?? 0)) early += 1;
        await wait(50, signal);
        const drawn = draw();
        if (drawn < 0.15) {
          notBefore.set(item, performance.now() + 1_000);
          throw failing('rate_limited', 1_000);
        }
        if (drawn < 0.2) throw failing('server');
        if (drawn < 0.22) throw failing('network');
        return '';
      },
    });
    await vi.runAllTimersAsync();
    const { answered, failed, calls, tookMs } = await report;
    expect([answered, failed, results.size, once(), early]).toEqual([5_000, 0, 5_000, true, 0]);
    const ideal = (calls / 32) * 50;
    expect(tookMs / ideal).toBeLessThanOrEqual(1.5);
  });

  it('waits out a target that refuses everybody for a minute, where it says so and where it does not', async () => {
    for (const retryAfterMs of [5_000, null]) {
      const { results, report, once } = bench(200, {
        pace: adaptivePace(8),
        call: async (_, signal) => {
          await wait(50, signal);
          if (performance.now() - began < 60_000) throw failing('rate_limited', retryAfterMs);
          return '';
        },
      });
      const began = performance.now();
      await vi.runAllTimersAsync();
      const { answered, failed, calls, tookMs } = await report;
      expect([answered, failed, results.size, once()]).toEqual([200, 0, 200, true]);
      expect(calls).toBeLessThan(1_500);
      expect(tookMs).toBeLessThan(180_000);
    }
  });

  it.each(['auth', 'billing', 'not_found'] as const)(
    '%s stops the run; answers in flight are kept',
    async (kind) => {
      const { results, report } = bench(1_000, {
        pace: fixedPace(4),
        call: async (item, signal) => {
          await wait(item === 5 ? 10 : 50, signal);
          if (item === 5) throw failing(kind);
          return '';
        },
      });
      await vi.runAllTimersAsync();
      expect(await report).toMatchObject({
        ending: { kind: 'stopped', failure: { class: kind } },
        failed: 0,
      });
      expect([...results.keys()]).toEqual([0, 1, 2, 3, 4, 6, 7]);
    },
  );

  it('stops within a moment when aborted, though a call hangs and does not listen', async () => {
    const { controller, report, results } = bench(100, { call: () => new Promise<string>(() => undefined) });
    setTimeout(() => controller.abort(), 1_000);
    await vi.advanceTimersByTimeAsync(1_001);
    expect(await report).toMatchObject({ ending: { kind: 'aborted' }, answered: 0 });
    expect(results.size).toBe(0);
  });

  it('waits for a result that is being written when it is aborted, and takes none afterwards', async () => {
    const written: number[] = [];
    const { controller, report } = bench(100, {
      pace: fixedPace(1),
      onResult: async (item) => {
        await new Promise((done) => setTimeout(done, 100));
        written.push(item);
      },
    });
    setTimeout(() => controller.abort(), 60);
    await vi.runAllTimersAsync();
    expect(await report).toMatchObject({ ending: { kind: 'aborted' }, answered: 1 });
    expect(written).toEqual([0]);
  });

  it('gives up a case that cannot be answered and goes on', async () => {
    const { report, results } = bench(10, {
      call: async (item) => {
        if (item === 3) throw failing('server');
        return '';
      },
    });
    await vi.runAllTimersAsync();
    expect(await report).toMatchObject({ ending: { kind: 'complete' }, answered: 9, failed: 1, calls: 13 });
    expect(results.get(3)).toMatchObject([{ kind: 'failed', failure: { class: 'server' }, attempts: 4 }]);
  });

  it('does not read ahead through an outage', async () => {
    let read = 0;
    async function* counted() {
      for (; read < 10_000; read += 1) yield read;
    }
    const { controller, report } = bench(0, {
      cases: counted(),
      pace: fixedPace(4),
      call: async () => {
        throw failing('rate_limited', 60_000);
      },
    });
    await vi.advanceTimersByTimeAsync(30_000);
    expect(read).toBeLessThan(80);
    controller.abort();
    await report;
  });

  it.each(['call', 'onResult', 'cases'] as const)('a bug in %s ends the run by rejection', async (port) => {
    const bug = () => Promise.reject(new TypeError('a bug'));
    const broken = {
      cases: { [Symbol.asyncIterator]: () => ({ next: bug }) },
    };
    const { report } = bench(10, port === 'cases' ? broken : { [port]: bug });
    await Promise.all([expect(report).rejects.toThrow('a bug'), vi.runAllTimersAsync()]);
  });
});
