import { bareLoop } from './bare-loop';
import { noServer } from './database';
import { durableRun, makeSuite } from './durable-run';
import { atMost, compare, perSecond, skipped } from './harness';
import { serveIfAsked, startModelServer } from './model-server';
import { openPortal, type Portal } from './portal';

const cases = 8_000;
const concurrency = 32;

async function processorMs(work: () => Promise<unknown>): Promise<number> {
  const before = process.cpuUsage();
  await work();
  const { user, system } = process.cpuUsage(before);
  return (user + system) / 1000 / cases;
}

async function measure(portal: Portal, modelUrl: string): Promise<void> {
  const suite = await makeSuite(portal, { modelUrl, cases, concurrency });
  const ours = () => durableRun(portal, suite);
  const theirs = () => bareLoop(modelUrl, cases, concurrency);
  await ours();
  await theirs();
  await compare({
    id: 'P7',
    what: `runs of ${cases} cases at 0 ms, ${concurrency} at once, stored and audited on Postgres`,
    unit: 'cases/s',
    peer: 'a bare keep-alive loop',
    target: 0.5,
    mustHold: 0.3,
    ours: () => perSecond(cases, ours),
    theirs: () => perSecond(cases, theirs),
  });
  atMost('P7', 'processor time of one case in our process', await processorMs(ours), 0.8, 'ms');
}

if (!(await serveIfAsked())) {
  const portal = await openPortal('p7');
  if (!portal) skipped('P7', noServer);
  else {
    const server = await startModelServer(0);
    await measure(portal, server.url).finally(portal.close);
    server.close();
  }
}
