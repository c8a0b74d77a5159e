import { bareLoop } from './bare-loop';
import { runWithoutStore } from './evaluation-runner';
import { atMost, compare, perSecond } from './harness';
import { serveIfAsked, startModelServer } from './model-server';

const cases = 4_000;
const concurrency = 32;

async function processorMs(work: () => Promise<void>): Promise<number> {
  const before = process.cpuUsage();
  await work();
  const { user, system } = process.cpuUsage(before);
  return (user + system) / 1000 / cases;
}

if (!(await serveIfAsked())) {
  const server = await startModelServer(0);
  const ours = () => runWithoutStore(server.url, cases, concurrency);
  const theirs = () => bareLoop(server.url, cases, concurrency);
  await ours();
  await theirs();
  await compare({
    id: 'P7',
    what: `${cases} cases through engine and client at 0 ms, results not stored`,
    unit: 'cases/s',
    peer: 'a bare keep-alive loop',
    target: 0.5,
    mustHold: 0.3,
    ours: () => perSecond(cases, ours),
    theirs: () => perSecond(cases, theirs),
  });
  atMost('P7', 'processor time of one case', await processorMs(ours), 0.8, 'ms');
  server.close();
}
