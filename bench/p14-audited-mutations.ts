import { generateKeyPairSync, randomUUID } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { sql } from 'drizzle-orm';
import { connect, type Db } from '@/db/client';
import { migrate } from '@/db/migrate';
import { logSigner } from '@/server/audit/adapters/log-signer';
import { generateSigningKeys, logIdentityOf, signerOf } from '@/server/audit/adapters/signer';
import { startIntegrator } from '@/server/audit/integrator';
import { fileStore } from '@/server/integrations/adapters/files';
import { contextFor, setRuntime } from '@/server/kernel/runtime';
import { readEnv } from '@/server/kernel/env';
import { createSystem, editSystem } from '@/server/systems/commands';
import { benchDatabase, noServer } from './database';
import { atMost, compare, perSecond, skipped } from './harness';

const clients = 8;
const perClient = 120;
const orgId = `org_${randomUUID()}`;

/** Eight clients, each changing a row of its own one time after the other. */
const rate = (change: (client: number, n: number) => Promise<unknown>) =>
  perSecond(clients * perClient, () =>
    Promise.all(
      Array.from({ length: clients }, async (_, client) => {
        for (let n = 0; n < perClient; n += 1) await change(client, n);
      }),
    ),
  );

function start(db: Db, folder: string) {
  const baseUrl = 'http://localhost:3000';
  const signer = signerOf(generateSigningKeys());
  const logKey = generateKeyPairSync('ed25519').privateKey;
  const integrator = startIntegrator(
    db,
    logSigner(logKey, join(folder, 'head.json')),
    baseUrl,
    async () => {},
  );
  const ports = {
    now: () => Date.now(),
    newId: (prefix: string) => `${prefix}_${randomUUID()}`,
    files: fileStore(folder),
    signer,
    logIdentity: logIdentityOf(logKey, signer, baseUrl),
    wake: () => integrator.wake(),
    included: (org: string, id: string) => integrator.included(org, id),
    baseUrl,
    assurance: 'single-login',
  } as const;
  setRuntime({ db, env: readEnv({}), ports, sessionSecret: randomUUID() });
  return integrator;
}

const ctx = () =>
  contextFor({
    kind: 'user',
    id: 'usr_bench',
    personId: 'per_bench',
    name: 'A Person',
    orgId,
    grants: [{ role: 'ml_engineer', systemId: null }],
    session: { id: 'bench', method: 'password', authTime: Math.floor(Date.now() / 1000) },
  });

/** The same statements as the kernel sends, on a copy of the table that no trigger watches. */
const unaudited = (db: Db, id: string, purpose: string) =>
  db.transaction(async (tx) => {
    await tx.execute(sql`select set_config('search_path', 'countersign', true),
      set_config('role', 'countersign_app', true), set_config('countersign.org', ${orgId}, true)`);
    await tx.execute(sql`select * from systems_unaudited where id = ${id} for update`);
    await tx.execute(sql`update systems_unaudited set purpose = ${purpose}, updated_at = now()
      where id = ${id} returning *`);
  });

const sealLag = sql`select percentile_cont(0.99) within group (
    order by extract(epoch from c.signed_at - e.recorded_at) * 1000)::float8 as ms
  from countersign.audit_events e join countersign.audit_leaves l on l.event_id = e.id
  join lateral (select signed_at from countersign.audit_checkpoints c
    where c.log_id = l.log_id and c.size > l.leaf_index order by size limit 1) c on true`;

async function measure(db: Db): Promise<void> {
  const ids: string[] = [];
  for (let n = 0; n < clients; n += 1) {
    ids.push((await createSystem(ctx(), createSystem.input.parse({ name: `system-${n}`, purpose: 'A' }))).id);
  }
  await db.execute(
    sql.raw('create table countersign.systems_unaudited (like countersign.systems including all)'),
  );
  await db.execute(sql.raw('insert into countersign.systems_unaudited select * from countersign.systems'));
  await db.execute(sql.raw(`call countersign.tenant_table('systems_unaudited')`));
  const ours = (client: number, n: number) =>
    editSystem(ctx(), { systemId: ids[client] ?? '', purpose: `Purpose ${n} ${randomUUID()}` });
  const theirs = (client: number, n: number) =>
    unaudited(db, ids[client] ?? '', `Purpose ${n} ${randomUUID()}`);
  for (let n = 0; n < 20; n += 1) await Promise.all([ours(0, n), theirs(1, n)]);
  await compare({
    id: 'P14',
    what: `${clients} clients, audited changes with the sequencer beside them`,
    unit: 'changes/s',
    peer: 'the same changes unaudited',
    target: 0.8,
    mustHold: 0.5,
    ours: () => rate(ours),
    theirs: () => rate(theirs),
  });
  await pause(1500);
  const [lag] = await db.execute<{ ms: number }>(sealLag);
  atMost('P14', 'from an event to its signed checkpoint, p99', Number(lag?.ms), 1000, 'ms');
}

const database = await benchDatabase('p14');
if (!database) skipped('P14', noServer);
else {
  const folder = mkdtempSync(join(tmpdir(), 'countersign-p14-'));
  const db = connect({ kind: 'postgres', url: database.url, maxConnections: 10 });
  await migrate(db, 'db/migrations');
  const integrator = start(db, folder);
  await measure(db).finally(async () => {
    await integrator.stop();
    await db.$client.end();
    await database.drop();
    rmSync(folder, { recursive: true });
  });
}
