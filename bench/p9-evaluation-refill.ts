import { execFileSync } from 'node:child_process';
import { bareLoop } from './bare-loop';
import { noServer } from './database';
import { durableRun, makeSuite } from './durable-run';
import { atMost, compare, perSecond, skipped } from './harness';
import { serveIfAsked, startModelServer } from './model-server';
import { joinPortal, openPortal, type Portal, type Shared } from './portal';

const latencyMs = 50;
const concurrency = 128;
const cases = 10_000;
const [few, many] = [1_000, 50_000];

/** Another process of this program makes the run and tells the most memory it ever had, in kB. */
function peak(shared: Shared, suite: string): number {
  const command = [process.argv[1] ?? '', 'run', JSON.stringify(shared), suite];
  return Number(execFileSync(process.execPath, command, { encoding: 'utf8' }));
}

async function runAlone(shared: Shared, suite: string): Promise<void> {
  const portal = joinPortal(shared);
  await durableRun(portal, suite);
  await portal.close();
  console.log(process.resourceUsage().maxRSS);
}

async function measure(portal: Portal & { shared: Shared }, modelUrl: string): Promise<void> {
  const sized = (count: number) => makeSuite(portal, { modelUrl, cases: count, concurrency });
  const suite = await sized(cases);
  const ours = () => durableRun(portal, suite);
  await compare({
    id: 'P9',
    what: `runs of ${cases} cases at ${latencyMs} ms, ${concurrency} at once, stored and audited on Postgres`,
    unit: 'cases/s',
    peer: 'the ideal, slots over latency',
    target: 0.85,
    ours: () => perSecond(cases, ours),
    theirs: () => Promise.resolve((concurrency * 1000) / latencyMs),
  });
  const bare = await perSecond(cases, () => bareLoop(modelUrl, cases, concurrency));
  console.log(`P9  for comparison, a bare keep-alive loop on this machine: ${Math.round(bare)} cases/s`);
  const growth = peak(portal.shared, await sized(many)) / peak(portal.shared, await sized(few));
  atMost('P9', `peak memory of ${many} cases over that of ${few}`, growth, 1.3, 'times');
}

if (process.argv[2] === 'run') await runAlone(JSON.parse(process.argv[3] ?? ''), process.argv[4] ?? '');
else if (!(await serveIfAsked())) {
  const portal = await openPortal('p9');
  if (!portal) skipped('P9', noServer);
  else {
    const server = await startModelServer(latencyMs);
    await measure(portal, server.url).finally(portal.close);
    server.close();
  }
}
