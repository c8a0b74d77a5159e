import { setTimeout as pause } from 'node:timers/promises';
import { openTarget } from '@/server/integrations/adapters/openai';
import { failureOf } from '@/server/integrations/schema';
import { runChunk } from '@/server/evaluations/rules/engine';
import { fixedPace } from '@/server/evaluations/rules/pace';
import { question } from './bare-loop';

function* numbers(count: number) {
  for (let n = 1; n <= count; n += 1) yield n;
}

/** The engine with the `openai` package, as a run uses it; every result is counted and dropped, not stored. */
export async function runWithoutStore(baseUrl: string, cases: number, concurrency: number): Promise<void> {
  const target = openTarget({ baseUrl, model: 'triage-1' }, 'allow');
  const report = await runChunk({
    cases: numbers(cases),
    call: (n, signal) => target.call([{ role: 'user', content: question(n) }], signal),
    failureOf,
    onResult: () => undefined,
    pace: fixedPace(concurrency),
    signal: new AbortController().signal,
    now: () => performance.now(),
    sleep: (ms, signal) => pause(ms, undefined, { signal }).catch(() => undefined),
    random: Math.random,
  });
  target.close();
  if (report.answered !== cases) throw new Error(`${report.answered} of ${cases} cases were answered`);
}
