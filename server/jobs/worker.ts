import { sql } from 'drizzle-orm';
import PgBoss from 'pg-boss';
import { z } from 'zod';
import type { Db } from '@/db/client';
import { parametrised } from '@/server/kernel/jobs';
import { log } from '@/server/kernel/log';
import { contextFor, jobActor } from '@/server/kernel/runtime';
import { jobCatalog, type Registered } from './catalog';

const Envelope = z.object({ orgId: z.string(), payload: z.unknown() });
const pollSeconds = 0.5;
const expireSeconds = 900;

/** pg-boss over our own handle (embedded), or over its own pool of two connections (Postgres). */
export const bossFor = (db: Db, databaseUrl: string | undefined): PgBoss =>
  databaseUrl === undefined
    ? new PgBoss({ db: { executeSql: (text, values) => execute(db, text, values) } })
    : new PgBoss({ connectionString: databaseUrl, max: 2 });

async function execute(db: Db, text: string, values?: unknown[]): Promise<{ rows: unknown[] }> {
  if (values && values.length > 0) return { rows: [...(await db.execute(parametrised(text, values)))] };
  const answer: unknown[] = await db.execute(sql.raw(text));
  // A script of several statements answers with one result each; pg-boss wants the last one's rows.
  const last = answer.at(-1);
  return { rows: Array.isArray(last) ? last : [...answer] };
}

/** Makes pg-boss's schema and one queue per job, and lets the application's role send on its transactions. */
export async function installQueues(boss: PgBoss, db: Db): Promise<void> {
  await boss.start();
  for (const job of jobCatalog) {
    const options = {
      retryLimit: job.attempts - 1,
      retryDelay: 2,
      retryBackoff: true,
      expireInSeconds: expireSeconds,
    };
    await boss.createQueue(job.name, { name: job.name, ...options });
  }
  await db.execute(sql.raw('grant usage on schema pgboss to countersign_app'));
  await db.execute(sql.raw('grant select, insert on pgboss.job, pgboss.queue to countersign_app'));
  await db.execute(
    sql.raw('alter default privileges in schema pgboss grant select, insert on tables to countersign_app'),
  );
}

/** Jobs that a killed process left active; only the one server of a database may take them back at once. */
export const takeBackJobs = (db: Db) =>
  db.execute(sql.raw(`update pgboss.job set state = 'retry', start_after = now() where state = 'active'`));

/** Works every queue of the catalogue until `stop`. `wake` makes idle workers look at once. */
export async function startWorkers(boss: PgBoss): Promise<{ wake(): void; stop(): Promise<void> }> {
  const ids: string[] = [];
  for (const registered of jobCatalog) {
    for (let i = 0; i < registered.workers; i++) ids.push(await startWorker(boss, registered));
  }
  return {
    wake: () => ids.forEach((id) => boss.notifyWorker(id)),
    stop: () => boss.stop({ graceful: true, timeout: 5000 }),
  };
}

const startWorker = (boss: PgBoss, registered: Registered) =>
  boss.work(registered.name, { pollingIntervalSeconds: pollSeconds, batchSize: 1 }, async (batch) => {
    for (const { data } of batch) await runJob(registered, data);
  });

/** Runs one delivery of a job as its organisation. */
export async function runJob({ name, deliver }: Registered, data: unknown): Promise<void> {
  const { orgId, payload } = Envelope.parse(data);
  try {
    await deliver(contextFor(jobActor(orgId, name)), payload);
  } catch (error) {
    log('error', 'job failed', { job: name, orgId, error });
    throw error;
  }
}
