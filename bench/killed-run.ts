import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { setTimeout as pause } from 'node:timers/promises';
import { sql } from 'drizzle-orm';
import { startRun } from '@/server/evaluations/commands/runs';
import { getRun } from '@/server/evaluations/queries/runs';
import type { Run } from '@/server/evaluations/schema/runs';
import { joinPortal, type Portal, type Shared } from './portal';

type Opened = Portal & { readonly shared: Shared };
const role = 'work';

/** True in a process that is a worker, once it has done its jobs. */
export async function workIfAsked(): Promise<boolean> {
  const [, , asked, shared] = process.argv;
  if (asked !== role || shared === undefined) return false;
  const portal = joinPortal(JSON.parse(shared) as Shared);
  await portal.runJobs();
  await portal.close();
  return true;
}

const startWorker = (program: string, shared: Shared): ChildProcess =>
  spawn(process.execPath, [program, role, JSON.stringify(shared)], {
    stdio: ['ignore', 'ignore', 'inherit'],
  });

/** What the queue does with a job whose worker died. */
const deliverAgain = ({ db }: Portal) =>
  db.execute(sql`update pgboss.job set state = 'created' where state = 'completed'`);

async function killAt(portal: Portal, worker: ChildProcess, runId: string, done: number): Promise<void> {
  const viewer = portal.as('viewer');
  while ((await getRun(viewer, { runId })).doneCount < done) await pause(20);
  await pause(Math.random() * 100);
  const gone = worker.exitCode === null ? once(worker, 'exit') : null;
  worker.kill('SIGKILL');
  await gone;
}

/**
 * A run whose worker, a process of its own, gets SIGKILL within 100 ms after each of these numbers of results is
 * stored; the next one takes the run up, and the last one finishes it.
 * @param program calls `workIfAsked` first
 */
export async function killedRun(
  portal: Opened,
  program: string,
  suiteVersionId: string,
  moments: readonly number[],
): Promise<Run> {
  const { id: runId } = await startRun(portal.as('ml_engineer'), { suiteVersionId });
  for (const done of moments) {
    await killAt(portal, startWorker(program, portal.shared), runId, done);
    await deliverAgain(portal);
  }
  await once(startWorker(program, portal.shared), 'exit');
  return getRun(portal.as('viewer'), { runId });
}

/** What is stored of a run, counted by the database itself. */
export async function storedOf({ db }: Portal, runId: string) {
  const [row] = await db.execute<{ rows: number; cases: number; cost: string | null; again: number }>(sql`
    select count(*)::int as rows, count(distinct case_id)::int as cases, sum(cost::numeric)::text as cost,
      count(*) filter (where asked_again)::int as again
    from countersign.run_results where run_id = ${runId}`);
  return row ?? { rows: 0, cases: 0, cost: null, again: 0 };
}
