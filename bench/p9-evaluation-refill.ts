import { execFileSync } from 'node:child_process';
import { runWithoutStore } from './evaluation-runner';
import { atMost, compare, perSecond } from './harness';
import { serveIfAsked, startModelServer } from './model-server';

const latencyMs = 50;
const concurrency = 128;
const cases = 10_000;

/** Another process of this program runs the cases and tells the most memory it ever had, in kB. */
const peak = (url: string, count: number) =>
  Number(
    execFileSync(process.execPath, [process.argv[1] ?? '', 'run', url, String(count)], { encoding: 'utf8' }),
  );

if (process.argv[2] === 'run') {
  await runWithoutStore(process.argv[3] ?? '', Number(process.argv[4]), concurrency);
  console.log(process.resourceUsage().maxRSS);
} else if (!(await serveIfAsked())) {
  const server = await startModelServer(latencyMs);
  await compare({
    id: 'P9',
    what: `${cases} cases through engine and client at ${latencyMs} ms, ${concurrency} at once, results not stored`,
    unit: 'cases/s',
    peer: 'the ideal, slots over latency',
    target: 0.85,
    ours: () => perSecond(cases, () => runWithoutStore(server.url, cases, concurrency)),
    theirs: () => Promise.resolve((concurrency * 1000) / latencyMs),
  });
  atMost(
    'P9',
    'peak memory of 50,000 cases over that of 1,000',
    peak(server.url, 50_000) / peak(server.url, 1_000),
    1.3,
    'times',
  );
  server.close();
}
