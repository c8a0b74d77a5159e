import { generateKeyPairSync, randomUUID } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { sql } from 'drizzle-orm';
import { connect, type Db } from '@/db/client';
import { migrate } from '@/db/migrate';
import type { Role } from '@/policies/contract';
import { logSigner } from '@/server/audit/adapters/log-signer';
import { generateSigningKeys, logIdentityOf, signerOf } from '@/server/audit/adapters/signer';
import { startIntegrator } from '@/server/audit/integrator';
import { fileStore } from '@/server/integrations/adapters/files';
import { jobCatalog } from '@/server/jobs/catalog';
import { bossFor, installQueues, runJob } from '@/server/jobs/worker';
import type { Ctx } from '@/server/kernel/context';
import { readEnv } from '@/server/kernel/env';
import { contextFor, setRuntime } from '@/server/kernel/runtime';
import { benchDatabase } from './database';

/** The product without its listener: a migrated database of its own, files, signing keys and the sequencer. */
export interface Portal {
  readonly db: Db;
  as(role: Role): Ctx;
  /** Delivers the queued jobs, and those that they queue, until none is left. */
  runJobs(): Promise<void>;
  close(): Promise<void>;
}

/** The same in two processes of one benchmark: the second one opens what the first one made. */
export interface Shared {
  readonly url: string;
  readonly folder: string;
  readonly orgId: string;
}

/** Null when no Postgres server was given. */
export async function openPortal(id: string): Promise<(Portal & { readonly shared: Shared }) | null> {
  const database = await benchDatabase(id);
  if (!database) return null;
  const folder = mkdtempSync(join(tmpdir(), `countersign-${id}-`));
  const shared = { url: database.url, folder, orgId: `org_${randomUUID()}` };
  const db = connect({ kind: 'postgres', url: shared.url, maxConnections: 10 });
  await migrate(db, 'db/migrations');
  const boss = bossFor(db, shared.url);
  await installQueues(boss, db);
  await boss.stop({ graceful: false, wait: true });
  const portal = started(db, shared);
  const close = async () => {
    await portal.close();
    await database.drop();
    rmSync(folder, { recursive: true });
  };
  return { ...portal, shared, close };
}

/** A further process on what `openPortal` made; without a sequencer, of which there is one. */
export const joinPortal = (shared: Shared): Portal =>
  started(connect({ kind: 'postgres', url: shared.url, maxConnections: 10 }), shared, false);

function started(db: Db, { folder, orgId }: Shared, sequences = true): Portal {
  const baseUrl = 'http://localhost:3000';
  const signer = signerOf(generateSigningKeys());
  const logKey = generateKeyPairSync('ed25519').privateKey;
  const keptHead = logSigner(logKey, join(folder, 'head.json'));
  const integrator = sequences ? startIntegrator(db, keptHead, baseUrl, async () => {}) : null;
  const ports = {
    now: () => Date.now(),
    newId: (prefix: string) => `${prefix}_${randomUUID()}`,
    files: fileStore(folder),
    signer,
    logIdentity: logIdentityOf(logKey, signer, baseUrl),
    wake: () => integrator?.wake(),
    included: async (org: string, event: string) => integrator?.included(org, event),
    baseUrl,
    assurance: 'single-login',
  } as const;
  setRuntime({ db, env: readEnv({}), ports, sessionSecret: randomUUID() });
  const as = (role: Role) => contextFor(person(orgId, role));
  const close = async () => {
    await integrator?.stop();
    await db.$client.end();
  };
  return { db, as, runJobs: () => runJobs(db), close };
}

const person = (orgId: string, role: Role) =>
  ({
    kind: 'user',
    id: `usr_${role}`,
    personId: `per_${role}`,
    name: 'A Person',
    orgId,
    grants: [{ role, systemId: null }],
    session: { id: 'bench', method: 'password', authTime: Math.floor(Date.now() / 1000) },
  }) as const;

async function runJobs(db: Db): Promise<void> {
  for (;;) {
    const [row] = await db.execute<{ id: string; name: string; data: object }>(
      sql`select id, name, data from pgboss.job where state = 'created' order by created_on limit 1`,
    );
    if (!row) return;
    await db.execute(sql`update pgboss.job set state = 'completed' where id = ${row.id}`);
    const registered = jobCatalog.find(({ name }) => name === row.name);
    if (registered) await runJob(registered, row.data);
  }
}
