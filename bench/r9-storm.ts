import { startOpenAiServer, type LoggedRequest } from '@/e2e/fixtures/openai-server';
import { noServer } from './database';
import { durableRun, makeSuite } from './durable-run';
import { atMost, skipped } from './harness';
import { openPortal, type Portal } from './portal';

const cases = 4_000;
const concurrency = 32;
const latencyMs = 50;
const retryAfterSeconds = 1;
const faults = [
  { kind: '429', share: 0.15, retryAfterSeconds },
  { kind: '500', share: 0.05 },
  { kind: 'drop', share: 0.02 },
] as const;

/** The wait after the n-th failure of a kind, from 1: Retry-After, or the middle of a backoff that doubles from 0.5 s. */
const waitMs = (fault: string, nth: number) =>
  fault === '429' ? retryAfterSeconds * 1000 : 375 * 2 ** (nth - 1);

/** No schedule ends sooner than all calls over all slots, nor sooner than the longest row of attempts at one case. */
function idealMs(requests: readonly LoggedRequest[]): number {
  const chains = new Map<string, { ms: number; failures: Map<string, number> }>();
  for (const { fingerprint, fault } of requests) {
    const chain = chains.get(fingerprint) ?? { ms: 0, failures: new Map<string, number>() };
    chains.set(fingerprint, chain);
    chain.ms += latencyMs;
    if (fault === null) continue;
    const nth = (chain.failures.get(fault) ?? 0) + 1;
    chain.failures.set(fault, nth);
    chain.ms += waitMs(fault, nth);
  }
  const longest = [...chains.values()].reduce((most, { ms }) => Math.max(most, ms), 0);
  return Math.max((requests.length * latencyMs) / concurrency, longest);
}

async function measure(portal: Portal): Promise<void> {
  const model = await startOpenAiServer({ latencyMs });
  const suite = await makeSuite(portal, { modelUrl: model.url, cases, concurrency });
  model.set(faults);
  const began = performance.now();
  const run = await durableRun(portal, suite);
  const tookMs = performance.now() - began;
  const { missing, duplicate, errored } = run.summary?.cases ?? { missing: cases, duplicate: 0, errored: 0 };
  const share = (100 * (cases - missing - errored)) / cases;
  const verdict = share === 100 && duplicate === 0 ? 'target met' : 'MISSED';
  console.log(`R9  complete: ${share} %, ${duplicate} twice  target = 100 %, 0 twice: ${verdict}`);
  console.log(`R9  ${model.requests.length} calls for ${cases} cases in ${Math.round(tookMs)} ms`);
  atMost('R9', 'time over that of an ideal retry', tookMs / idealMs(model.requests), 1.5, 'times');
  await model.close();
}

const portal = await openPortal('r9');
if (!portal) skipped('R9', noServer);
else await measure(portal).finally(portal.close);
