import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { setTimeout as pause } from 'node:timers/promises';
import { sql } from 'drizzle-orm';
import { startOpenAiServer } from '@/e2e/fixtures/openai-server';
import { startRun } from '@/server/evaluations/commands/runs';
import { getRun } from '@/server/evaluations/queries/runs';
import { noServer } from './database';
import { makeSuite } from './durable-run';
import { atMost, skipped } from './harness';
import { joinPortal, openPortal, type Portal, type Shared } from './portal';

const cases = 10_000;
const kills = 20;
const concurrency = 8;
const latencyMs = 10;

/** A worker in a process of its own, which is this program again. */
const startWorker = (shared: Shared): ChildProcess =>
  spawn(process.execPath, [process.argv[1] ?? '', 'work', JSON.stringify(shared)], {
    stdio: ['ignore', 'ignore', 'inherit'],
  });

async function work(shared: Shared): Promise<void> {
  const portal = joinPortal(shared);
  await portal.runJobs();
  await portal.close();
}

/** What the queue does with a job whose worker died. */
const deliverAgain = ({ db }: Portal) =>
  db.execute(sql`update pgboss.job set state = 'created' where state = 'completed'`);

async function killAt(portal: Portal, worker: ChildProcess, runId: string, done: number): Promise<void> {
  const viewer = portal.as('viewer');
  while ((await getRun(viewer, { runId })).doneCount < done) await pause(20);
  await pause(Math.random() * 100);
  const gone = once(worker, 'exit');
  worker.kill('SIGKILL');
  await gone;
}

async function measure(portal: Portal & { shared: Shared }): Promise<void> {
  const model = await startOpenAiServer({ latencyMs });
  const suiteVersionId = await makeSuite(portal, { modelUrl: model.url, cases, concurrency });
  const { id: runId } = await startRun(portal.as('ml_engineer'), { suiteVersionId });
  for (let kill = 1; kill <= kills; kill += 1) {
    const worker = startWorker(portal.shared);
    await killAt(portal, worker, runId, Math.floor((cases * kill) / (kills + 1)));
    await deliverAgain(portal);
  }
  await once(startWorker(portal.shared), 'exit');
  const run = await getRun(portal.as('viewer'), { runId });
  const [row] = await portal.db.execute<{ rows: number; cases: number }>(sql`select count(*)::int as rows,
    count(distinct case_id)::int as cases from countersign.run_results where run_id = ${runId}`);
  const isExact = row?.rows === cases && row.cases === cases && run.doneCount === cases;
  const verdict = isExact && run.state === 'finished' ? 'target met' : 'MISSED';
  const ratio = (Number(row?.rows) / cases).toFixed(3);
  console.log(`R8  results over cases after ${kills} kills: ${ratio}  target = 1.000: ${verdict}`);
  const extra = (100 * (model.requests.length - cases)) / cases;
  atMost('R8', `calls made again, ${concurrency} at once at ${latencyMs} ms`, extra, 5, '%');
  await model.close();
}

if (process.argv[2] === 'work') await work(JSON.parse(process.argv[3] ?? ''));
else {
  const portal = await openPortal('r8');
  if (!portal) skipped('R8', noServer);
  else await measure(portal).finally(portal.close);
}
