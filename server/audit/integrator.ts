import { createHash } from 'node:crypto';
import { setTimeout as pause } from 'node:timers/promises';
import { and, asc, desc, eq, isNull, sql } from 'drizzle-orm';
import type { Db, Tx } from '@/db/client';
import { auditCheckpoints, auditEvents, auditLeaves, auditTiles, auditTrees, logs } from '@/db/schema/kernel';
import { log as report } from '@/server/kernel/log';
import { concatBytes } from './rules/encoding';
import { originOf } from './rules/birth';
import { consistencyProof, emptyTree, rootOf, type Tree } from './rules/merkle';
import { grow, subtreesOf, tilesForConsistency } from './rules/tiles';

const batchEvents = 4096;
const pollMs = 200;
const collectMs = 100;
const sha256 = (bytes: Uint8Array): Uint8Array => createHash('sha256').update(bytes).digest();

/** Signs tree heads; it remembers its last one per origin outside the database and refuses any that forks from it. */
export interface LogSigner {
  lastSize(origin: string): number;
  /** @param proof consistency from `lastSize` to `size` @returns the signed note */
  sign(origin: string, size: number, root: Uint8Array, proof: readonly Uint8Array[]): Promise<string>;
}

interface OpenLog {
  readonly id: number;
  readonly origin: string;
}

export interface Integrator {
  wake(): void;
  /** Resolves when the event is under a signed checkpoint; rejects after 3 s. */
  included(orgId: string, eventId: string): Promise<void>;
  stop(): Promise<void>;
}

/** Sequences committed events into one Merkle log per organisation and signs a checkpoint after each batch. */
export function startIntegrator(
  db: Db,
  signer: LogSigner,
  baseUrl: string,
  afterCheckpoint: (note: string) => Promise<void>,
): Integrator {
  let running = true;
  let wakeUp = () => {};
  const loop = async () => {
    while (running) {
      const collected = pause(collectMs);
      try {
        const more = await integrateAll(db, signer, baseUrl, afterCheckpoint);
        if (more) continue;
      } catch (error) {
        report('error', 'integrating the audit log failed', { error });
      }
      await new Promise<void>((resolve) => {
        const timer = setTimeout(resolve, pollMs);
        wakeUp = () => (clearTimeout(timer), resolve());
      });
      // The first event after a quiet time is signed at once; under load a checkpoint carries what came meanwhile.
      if (running) await collected;
    }
  };
  const done = loop();
  return {
    wake: () => wakeUp(),
    included: (orgId, eventId) => (wakeUp(), waitForInclusion(db, orgId, eventId)),
    stop: async () => {
      running = false;
      wakeUp();
      await done;
    },
  };
}

/** Integrates one batch of every organisation that has pending events. @returns whether any had a full batch */
export async function integrateAll(
  db: Db,
  signer: LogSigner,
  baseUrl: string,
  afterCheckpoint: (note: string) => Promise<void>,
): Promise<boolean> {
  let more = false;
  for (const orgId of await organisationsWithWork(db)) {
    const batch = await asSequencer(db, async (tx) => {
      const openLog = await openLogOf(tx, orgId, baseUrl);
      return { openLog, ...(await integrateBatch(tx, openLog, orgId)) };
    });
    await signHead(db, signer, batch, afterCheckpoint);
    more ||= batch.taken === batchEvents;
  }
  return more;
}

const asSequencer = <R>(db: Db, work: (tx: Tx) => Promise<R>): Promise<R> =>
  db.transaction(async (tx) => {
    await tx.execute(
      sql`select set_config('search_path', 'countersign', true), set_config('role', 'countersign_sequencer', true),
            set_config('synchronous_commit', 'on', true)`,
    );
    return work(tx);
  });

/** With pending events, or with a tree that was committed but not signed before a crash. */
const organisationsWithWork = (db: Db): Promise<string[]> =>
  asSequencer(db, async (tx) => {
    const rows = await tx.execute<{ org_id: string }>(sql`
      select org_id from audit_pending group by org_id union
      select l.org_id from logs l join audit_trees t on t.log_id = l.id where l.closed_size is null and t.size > 0
        and not exists (select 1 from audit_checkpoints c where c.log_id = l.id and c.size = t.size)`);
    return rows.map((row) => row.org_id);
  });

async function openLogOf(tx: Tx, orgId: string, baseUrl: string): Promise<OpenLog> {
  const [found] = await tx
    .select()
    .from(logs)
    .where(and(eq(logs.orgId, orgId), isNull(logs.closedSize)));
  if (found) return found;
  const [closed] = await tx
    .select()
    .from(logs)
    .where(eq(logs.orgId, orgId))
    .orderBy(desc(logs.epoch))
    .limit(1);
  const epoch = (closed?.epoch ?? 0) + 1;
  const [made] = await tx
    .insert(logs)
    .values({ orgId, epoch, origin: originOf(baseUrl, orgId, epoch) })
    .returning();
  if (!made) throw new Error('the log row was not made');
  await tx.insert(auditTrees).values({ logId: made.id, size: 0, frontier: new Uint8Array() });
  return made;
}

async function integrateBatch(
  tx: Tx,
  { id: logId }: OpenLog,
  orgId: string,
): Promise<{ taken: number; tree: Tree }> {
  const before = await lockedTree(tx, logId);
  const rows = await tx.execute<{ event_id: string; leaf_hash: Uint8Array }>(sql`
    with taken as (delete from audit_pending where event_id in (select event_id from audit_pending
        where org_id = ${orgId} order by event_id limit ${batchEvents}) returning event_id, leaf_hash)
    select event_id::text as event_id, leaf_hash from taken order by taken.event_id`);
  if (rows.length === 0) return { taken: 0, tree: before };
  const leaves = rows.map((row, i) => ({
    i: before.size + i,
    e: row.event_id,
    h: Buffer.from(row.leaf_hash).toString('hex'),
  }));
  const { tree, rows: tiles } = grow(
    sha256,
    before,
    rows.map((row) => row.leaf_hash),
  );
  await tx.execute(sql`insert into audit_leaves (log_id, leaf_index, event_id, leaf_hash)
    select ${logId}::int, t.i, t.e, decode(t.h, 'hex')
    from jsonb_to_recordset(${JSON.stringify(leaves)}::text::jsonb) as t(i bigint, e bigint, h text)`);
  for (const { level, index, hashes } of tiles) {
    await tx
      .insert(auditTiles)
      .values({ logId, level, idx: index, hashes })
      .onConflictDoUpdate({
        target: [auditTiles.logId, auditTiles.level, auditTiles.idx],
        set: { hashes: sql`audit_tiles.hashes || excluded.hashes` },
      });
  }
  const moved = await tx
    .update(auditTrees)
    .set({ size: tree.size, frontier: concatBytes(...tree.frontier) })
    .where(and(eq(auditTrees.logId, logId), eq(auditTrees.size, before.size)))
    .returning();
  if (moved.length !== 1) throw new Error('another integrator moved this tree');
  return { taken: rows.length, tree };
}

async function lockedTree(tx: Tx, logId: number): Promise<Tree> {
  const [row] = await tx.select().from(auditTrees).where(eq(auditTrees.logId, logId)).for('update');
  return row ? treeOf(row) : emptyTree;
}

const treeOf = ({ size, frontier }: { size: number; frontier: Uint8Array }): Tree => ({
  size,
  frontier: Array.from({ length: frontier.length / 32 }, (_, i) => frontier.subarray(i * 32, (i + 1) * 32)),
});

/** Signs what is committed, never what is about to be: a rollback after signing would be a fork. */
async function signHead(
  db: Db,
  signer: LogSigner,
  { openLog, tree }: { openLog: OpenLog; tree: Tree },
  after: (note: string) => Promise<void>,
) {
  if (tree.size === 0) return;
  const root = rootOf(sha256, tree);
  const from = signer.lastSize(openLog.origin);
  const proof = from === 0 || from >= tree.size ? [] : await proveGrowth(db, openLog.id, from, tree.size);
  const note = await signer.sign(openLog.origin, tree.size, root, proof);
  await asSequencer(db, (tx) =>
    tx
      .insert(auditCheckpoints)
      .values({ logId: openLog.id, size: tree.size, root, note })
      .onConflictDoNothing(),
  );
  await after(note);
}

async function proveGrowth(db: Db, logId: number, from: number, to: number): Promise<Uint8Array[]> {
  const wanted = tilesForConsistency(from, to);
  const tiles = new Map<string, Uint8Array>();
  await asSequencer(db, async (tx) => {
    for (const { level, index } of wanted) {
      const at = and(eq(auditTiles.logId, logId), eq(auditTiles.level, level), eq(auditTiles.idx, index));
      const [row] = await tx.select().from(auditTiles).where(at);
      if (row) tiles.set(`${level}/${index}`, row.hashes);
    }
  });
  const subtrees = subtreesOf(sha256, ({ level, index }) => tiles.get(`${level}/${index}`));
  return consistencyProof(sha256, subtrees, from, to);
}

const inclusionWaitMs = 3000;

async function waitForInclusion(db: Db, orgId: string, eventId: string): Promise<void> {
  const deadline = Date.now() + inclusionWaitMs;
  while (Date.now() < deadline) {
    const [row] = await db.transaction(async (tx) => {
      await tx.execute(sql`select set_config('search_path', 'countersign', true),
        set_config('role', 'countersign_app', true), set_config('countersign.org', ${orgId}, true)`);
      return tx
        .select({ size: auditCheckpoints.size })
        .from(auditEvents)
        .innerJoin(auditLeaves, eq(auditLeaves.eventId, auditEvents.id))
        .innerJoin(auditCheckpoints, eq(auditCheckpoints.logId, auditLeaves.logId))
        .where(
          and(eq(auditEvents.eventId, eventId), sql`${auditCheckpoints.size} > ${auditLeaves.leafIndex}`),
        )
        .orderBy(asc(auditCheckpoints.size))
        .limit(1);
    });
    if (row) return;
    await pause(40);
  }
  report('warn', 'an event was not under a checkpoint in time', { orgId, eventId });
}
