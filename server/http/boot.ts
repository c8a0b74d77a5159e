import { randomUUID } from 'node:crypto';
import { appendFileSync, closeSync, fsyncSync, mkdirSync, openSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { sql } from 'drizzle-orm';
import { connect, type Address, type Db } from '@/db/client';
import { type EmbeddedDatabase, openEmbedded } from '@/db/embedded/open';
import { migrate } from '@/db/migrate';
import { openKeys } from '@/server/audit/adapters/key-files';
import { logSigner } from '@/server/audit/adapters/log-signer';
import { logIdentityOf, signerOf } from '@/server/audit/adapters/signer';
import { beginInstallationLog, recordStart } from '@/server/audit/commands';
import { type Integrator, startIntegrator } from '@/server/audit/integrator';
import { fileStore } from '@/server/integrations/adapters/files';
import { installation } from '@/server/identity/queries/authentication';
import { roundJobs } from '@/server/jobs/catalog';
import { startHousekeeping } from '@/server/jobs/housekeeping';
import { startRounds } from '@/server/jobs/rounds';
import { bossFor, installQueues, startWorkers, takeBackJobs } from '@/server/jobs/worker';
import type { Ports } from '@/server/kernel/context';
import { type Env, readEnv } from '@/server/kernel/env';
import { log } from '@/server/kernel/log';
import { productVersion } from '@/server/kernel/version';
import { contextFor, jobActor, setRuntime } from '@/server/kernel/runtime';

import { forgetAnswers } from './gate-answers';

const here = fileURLToPath(new URL('.', import.meta.url));

export interface Booted {
  readonly env: Env;
  stop(): Promise<void>;
}

/** Opens everything that a listening process needs, in the order in which each needs the one before. */
export async function boot(): Promise<Booted> {
  const env = readEnv();
  mkdirSync(env.dataFolder, { recursive: true, mode: 0o700 });
  const { db, embedded } = await openDatabase(env);
  await migrate(db, 'db/migrations');
  const keys = openKeys(join(env.dataFolder, 'keys'), env.COUNTERSIGN_MASTER_KEY, !(await hasHistory(db)));
  const signer = signerOf(keys.signing);
  const checkpoints = checkpointKeeper(env, embedded !== null);
  const stateFile = join(env.dataFolder, 'keys', 'log-state.json');
  const integrator = startIntegrator(db, logSigner(keys.log, stateFile), env.baseUrl, checkpoints);
  const boss = bossFor(db, env.DATABASE_URL);
  boss.on('error', (error) => log('error', 'job queue failed', { error }));
  await installQueues(boss, db);
  let wakeWorkers = () => {};
  const files = fileStore(join(env.dataFolder, 'files'));
  const ports: Ports = {
    now: () => Date.now(),
    newId: (prefix) => `${prefix}_${randomUUID()}`,
    files,
    signer,
    wake: (event) => {
      forgetAnswers(event);
      integrator.wake();
      wakeWorkers();
    },
    included: (orgId, eventId) => integrator.included(orgId, eventId),
    logIdentity: logIdentityOf(keys.log, signer, env.baseUrl),
    baseUrl: env.baseUrl,
    assurance: embedded ? 'embedded' : await assuranceOf(db),
  };
  setRuntime({ db, env, ports, sessionSecret: keys.sessionSecret });
  await beginHistory(db, embedded !== null);
  if (embedded || (await isOnlyServer(db))) await takeBackJobs(db);
  const workers = await startWorkers(boss);
  const rounds = startRounds(boss, db, roundJobs);
  wakeWorkers = workers.wake;
  const housekeeping = startHousekeeping(db, files);
  embedded?.ended.then(() => embeddedEnded());
  const stopAll = () => {
    housekeeping.stop();
    rounds.stop();
    return stop(workers, integrator, db, embedded);
  };
  return { env, stop: stopAll };
}

let stopping = false;
const embeddedEnded = () => {
  if (stopping) return;
  log('error', 'the embedded database ended; stopping so that nothing is answered without it');
  process.exit(1);
};

async function stop(
  workers: { stop(): Promise<void> },
  integrator: Integrator,
  db: Db,
  embedded: EmbeddedDatabase | null,
): Promise<void> {
  stopping = true;
  await workers.stop();
  await integrator.stop();
  await db.$client.end({ timeout: 3 });
  await embedded?.close();
}

async function openDatabase(env: Env): Promise<{ db: Db; embedded: EmbeddedDatabase | null }> {
  if (env.DATABASE_URL) {
    if (env.DATABASE_MIGRATION_URL) await migrateAs(env.DATABASE_MIGRATION_URL);
    return { db: connect({ kind: 'postgres', url: env.DATABASE_URL }), embedded: null };
  }
  const embedded = await openEmbedded(join(env.dataFolder, 'db'), join(here, 'embedded-database.mjs'));
  const address: Address = { kind: 'embedded', socketPath: embedded.socketPath };
  return { db: connect(address), embedded };
}

async function migrateAs(url: string): Promise<void> {
  const db = connect({ kind: 'postgres', url, maxConnections: 1 });
  await migrate(db, 'db/migrations');
  await db.$client.end();
}

async function hasHistory(db: Db): Promise<boolean> {
  const [row] = await db.execute<{ any: boolean }>(
    sql.raw('select exists (select 1 from countersign.audit_checkpoints) as any'),
  );
  return row?.any === true;
}

async function hasBegun(db: Db): Promise<boolean> {
  const [row] = await db.execute<{ any: boolean }>(
    sql`select exists (select 1 from countersign.audit_events where org_id = ${installation}) as any`,
  );
  return row?.any === true;
}

async function beginHistory(db: Db, embedded: boolean): Promise<void> {
  const ctx = contextFor(jobActor(installation, 'server'));
  if (!(await hasBegun(db))) await beginInstallationLog(ctx, {});
  await recordStart(ctx, { version: productVersion, embedded });
}

/** 'separated' only when the application's login cannot do more than the two roles it works as. */
async function assuranceOf(db: Db): Promise<'single-login' | 'separated'> {
  const [row] = await db.execute<{ owner: boolean }>(
    sql.raw(`select rolsuper or pg_has_role(current_user, 'countersign_owner', 'member') as owner
             from pg_roles where rolname = current_user`),
  );
  return row?.owner === false ? 'separated' : 'single-login';
}

/** Held by the pool's session for as long as this process lives; a second server does not get it. */
async function isOnlyServer(db: Db): Promise<boolean> {
  const session = await db.$client.reserve();
  const [row] = await session`select pg_try_advisory_lock(7261003) as held`;
  return row?.['held'] === true;
}

/** Embedded, a checkpoint is also a line of a file outside the database, synced together with its WAL. */
function checkpointKeeper(env: Env, embedded: boolean): (note: string) => Promise<void> {
  if (!embedded) return async () => {};
  const file = join(env.dataFolder, 'checkpoints.log');
  const wal = join(env.dataFolder, 'db', 'pg_wal');
  return async (note) => {
    appendFileSync(file, `${JSON.stringify(note)}\n`, { mode: 0o600 });
    syncFile(file);
    for (const segment of readdirSync(wal).filter((name) => /^[0-9A-F]{24}$/.test(name))) {
      syncFile(join(wal, segment));
    }
  };
}

function syncFile(path: string): void {
  const file = openSync(path, 'r+');
  fsyncSync(file);
  closeSync(file);
}
