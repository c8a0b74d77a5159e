import { generateKeyPairSync, randomUUID } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { eq, sql } from 'drizzle-orm';
import { connect, type Db } from '@/db/client';
import { migrate } from '@/db/migrate';
import { systems } from '@/db/schema/systems';
import { logSigner } from '@/server/audit/adapters/log-signer';
import { generateSigningKeys, logIdentityOf, signerOf } from '@/server/audit/adapters/signer';
import { startIntegrator } from '@/server/audit/integrator';
import { fileStore } from '@/server/integrations/adapters/files';
import { contextFor, setRuntime } from '@/server/kernel/runtime';
import { readEnv } from '@/server/kernel/env';
import { assertMay } from '@/server/kernel/operation';
import { createSystem, editSystem } from '@/server/systems/commands';
import { asSystem } from '@/server/systems/queries';
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

type Stage = 'development' | 'in_use';
/** Another one each time: a change of nothing leaves no event, and one of the purpose queues work of its own. */
const stageOf = (n: number): Stage => (n % 2 === 0 ? 'in_use' : 'development');

/** What the command does, without an event, on a copy of the table that no trigger watches. */
const unaudited = (db: Db, systemId: string, stage: Stage) =>
  db.transaction(async (tx) => {
    const caller = ctx();
    const [clock] = await tx.execute<{ now_us: string }>(sql`
      select (extract(epoch from clock_timestamp()) * 1e6)::bigint::text as now_us,
        set_config('search_path', 'unaudited', true), set_config('role', 'countersign_app', true),
        set_config('countersign.org', ${orgId}, true)`);
    const [before] = await tx.select().from(systems).where(eq(systems.id, systemId)).for('update');
    if (before) assertMay(caller, 'edit', 'System', asSystem(before));
    const updatedAt = new Date(Number(clock?.now_us) / 1000);
    const [after] = await tx
      .update(systems)
      .set({ stage, updatedAt })
      .where(eq(systems.id, systemId))
      .returning();
    return after && asSystem(after);
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
    sql.raw(`create schema unaudited; grant usage on schema unaudited to countersign_app;
      create table unaudited.systems (like countersign.systems including all);
      insert into unaudited.systems select * from countersign.systems;
      grant select, update on unaudited.systems to countersign_app;
      alter table unaudited.systems enable row level security;
      create policy tenant_only on unaudited.systems using (org_id = current_setting('countersign.org', true))`),
  );
  const ours = (client: number, n: number) =>
    editSystem(ctx(), { systemId: ids[client] ?? '', stage: stageOf(n) });
  const theirs = (client: number, n: number) => unaudited(db, ids[client] ?? '', stageOf(n));
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
