import { createHash } from 'node:crypto';
import { and, asc, desc, eq, gt, gte, inArray, isNotNull, like, lt, lte, sql, type SQL } from 'drizzle-orm';
import { z } from 'zod';
import type { Reader } from '@/db/client';
import { auditCheckpoints, auditEvents, auditLeaves, auditTiles, auditTrees, logs } from '@/db/schema/kernel';
import { people } from '@/db/schema/identity';
import { list, read } from '@/server/kernel/operation';
import { keyFrom, pageOf, when } from '@/server/kernel/paging';
import { notFound, precondition } from '@/server/kernel/refusal';
import type { AuditEvent } from './schema/event';
import { EntityHistory, EventRef, ListEvents, NoInput, PullEvents } from './schema/queries';
import { toBase64, toHex } from './rules/encoding';
import { inclusionProof } from './rules/merkle';
import { subtreesOf, tilesForInclusion } from './rules/tiles';

const sha256 = (bytes: Uint8Array): Uint8Array => createHash('sha256').update(bytes).digest();
const mayReadLog = { of: 'Log', table: auditEvents } as const;

type Row = {
  id: number;
  body: Uint8Array;
  leafHash: Uint8Array;
  leafIndex: number | null;
  person: string | null;
};

/** An event with what the log knows of it; `index` is null until it is integrated. */
const asEvent = (row: Row, event = JSON.parse(Buffer.from(row.body).toString()) as AuditEvent) => ({
  index: row.leafIndex,
  leafHash: toHex(row.leafHash),
  actorName: row.person,
  entityName: event.entity.name,
  event,
});

const actorPerson = sql`convert_from(${auditEvents.body}, 'UTF8')::jsonb -> 'actor' ->> 'person'`;

async function events(db: Reader, where: SQL | undefined, limit: number) {
  const rows = await db
    .select({
      id: auditEvents.id,
      body: auditEvents.body,
      leafHash: auditEvents.leafHash,
      leafIndex: auditLeaves.leafIndex,
      person: people.name,
    })
    .from(auditEvents)
    .leftJoin(auditLeaves, eq(auditLeaves.eventId, auditEvents.id))
    .leftJoin(people, sql`${people.id} = ${actorPerson}`)
    .where(where)
    .orderBy(desc(auditEvents.id))
    .limit(limit + 1);
  const page = pageOf(rows, limit, (row) => [row.id]);
  const items = page.items.map((row) => asEvent(row));
  return { items: await withNames(db, items), nextCursor: page.nextCursor };
}

const entityName = sql<
  string | null
>`convert_from(${auditEvents.body}, 'UTF8')::jsonb -> 'entity' ->> 'name'`;

const personRef = sql<string>`'person/' || ${people.id}`;

/** Things that an event does not name get the name of the newest event about them that does. */
async function withNames(db: Reader, items: readonly ReturnType<typeof asEvent>[]) {
  const [first] = items;
  const unnamed = items.filter((one) => one.entityName === null).map(({ event }) => event.entity.ref);
  if (!first || unnamed.length === 0) return items;
  const found = await db
    .selectDistinctOn([auditEvents.entity], { ref: auditEvents.entity, name: entityName })
    .from(auditEvents)
    .where(
      and(
        inArray(auditEvents.entity, unnamed),
        isNotNull(entityName),
        eq(auditEvents.orgId, first.event.org),
      ),
    )
    .orderBy(auditEvents.entity, desc(auditEvents.id));
  const persons = await db
    .select({ ref: personRef, name: people.name })
    .from(people)
    .where(inArray(personRef, unnamed));
  const names = new Map([...found, ...persons].map(({ ref, name }) => [ref, name]));
  return items.map((one) => ({
    ...one,
    entityName: one.entityName ?? names.get(one.event.entity.ref) ?? null,
  }));
}

const before = (cursor: string | undefined) => {
  const [id] = keyFrom(cursor, 1) ?? [];
  return id === undefined ? undefined : lt(auditEvents.id, Number(id));
};

type Filters = Omit<z.output<typeof ListEvents>, 'limit' | 'cursor'>;

const matching = ({ type, entity, actor, op, from, to }: Filters, visible: SQL) => {
  const microseconds = (iso: string) => new Date(iso).getTime() * 1000;
  return and(
    visible,
    when(type, (t) => (t.endsWith('.') ? like(auditEvents.type, `${t}%`) : eq(auditEvents.type, t))),
    when(entity, (ref) => eq(auditEvents.entity, ref)),
    when(actor, (id) => (id.startsWith('per_') ? eq(actorPerson, id) : eq(auditEvents.actorId, id))),
    when(op, (wanted) => eq(auditEvents.op, wanted)),
    when(from, (time) => gte(auditEvents.atUs, microseconds(time))),
    when(to, (time) => lte(auditEvents.atUs, microseconds(time))),
  );
};

export const listEvents = list({
  ...mayReadLog,
  input: ListEvents,
  run: ({ db, input: { cursor, limit, ...filters }, visible }) =>
    events(db, and(matching(filters, visible), before(cursor)), limit),
});

/** How many events the filters match; counting stops at `atMost`. */
export const countEvents = list({
  ...mayReadLog,
  input: ListEvents.omit({ limit: true, cursor: true }).extend({ atMost: z.int() }),
  run: async ({ db, input: { atMost, ...filters }, visible }) =>
    db.$count(
      db
        .select({ id: auditEvents.id })
        .from(auditEvents)
        .where(matching(filters, visible))
        .limit(atMost)
        .as('some'),
    ),
});

export const getEvent = read({
  input: EventRef,
  of: 'Log',
  run: async ({ db, ctx, input }) => {
    const { items } = await events(db, eq(auditEvents.eventId, input.eventId), 1);
    const [found] = items;
    return found && { ...found, orgId: ctx.actor.orgId };
  },
});

/** The history of one entity, for whoever may read the trail. */
export const entityHistory = list({
  ...mayReadLog,
  input: EntityHistory,
  run: ({ db, input, visible }) =>
    events(db, and(visible, eq(auditEvents.entity, input.entity), before(input.cursor)), input.limit),
});

export const countHistory = (db: Reader, entity: string) =>
  db.$count(auditEvents, eq(auditEvents.entity, entity));

/** Exact event bytes in log order, a line each; only events under the newest checkpoint. */
export const pullEvents = list({
  ...mayReadLog,
  input: PullEvents,
  run: async ({ db, ctx, input, visible }) => {
    const head = await headOf(db, ctx.actor.orgId);
    const rows = await db
      .select({ index: auditLeaves.leafIndex, body: auditEvents.body })
      .from(auditLeaves)
      .innerJoin(auditEvents, eq(auditEvents.id, auditLeaves.eventId))
      .where(
        and(
          visible,
          eq(auditLeaves.logId, head?.logId ?? -1),
          gt(auditLeaves.leafIndex, input.after),
          lt(auditLeaves.leafIndex, head?.size ?? 0),
        ),
      )
      .orderBy(asc(auditLeaves.leafIndex))
      .limit(input.limit);
    return { orgId: ctx.actor.orgId, rows, next: rows.at(-1)?.index ?? input.after };
  },
});

/** The newest signed checkpoint of the organisation's open log. */
export async function headOf(db: Reader, orgId: string) {
  const [head] = await db
    .select({
      logId: logs.id,
      origin: logs.origin,
      epoch: logs.epoch,
      closedSize: logs.closedSize,
      size: auditCheckpoints.size,
      root: auditCheckpoints.root,
      note: auditCheckpoints.note,
      signedAt: auditCheckpoints.signedAt,
      treeSize: auditTrees.size,
    })
    .from(logs)
    .innerJoin(auditCheckpoints, eq(auditCheckpoints.logId, logs.id))
    .innerJoin(auditTrees, eq(auditTrees.logId, logs.id))
    .where(eq(logs.orgId, orgId))
    .orderBy(desc(logs.epoch), desc(auditCheckpoints.size))
    .limit(1);
  return head;
}

/** State of the trail: its newest checkpoint and how many events wait for one. */
export const getTrailHealth = read({
  input: NoInput,
  of: 'Log',
  run: async ({ db, ctx }) => {
    const head = await headOf(db, ctx.actor.orgId);
    const [last] = await db
      .select({ committed: sql<number>`count(*)::int` })
      .from(auditEvents)
      .where(eq(auditEvents.orgId, ctx.actor.orgId));
    const { origin, size, note, signedAt } = head ?? { origin: null, size: 0, note: null, signedAt: null };
    const root = head ? toBase64(head.root) : null;
    return {
      orgId: ctx.actor.orgId,
      origin,
      size,
      root,
      note,
      signedAt,
      committed: last?.committed ?? 0,
      assurance: ctx.ports.assurance,
    };
  },
});

/** The public keys of this organisation: who checks its decisions, signatures and log needs nothing else. */
export const getPublicKeys = read({
  input: NoInput,
  of: 'Organisation',
  run: async ({ ctx }) => {
    const { orgId } = ctx.actor;
    return { orgId, ...ctx.ports.logIdentity(orgId) };
  },
});

/** What an auditor needs from elsewhere than the bundle: the verifier keys of this log, as a C2SP tlog-policy. */
export const getTrustPolicy = read({
  input: NoInput,
  of: 'Log',
  run: async ({ ctx }) => {
    const { origin, vkeys } = ctx.ports.logIdentity(ctx.actor.orgId);
    const lines = [`# The log ${origin}`, ...vkeys.map((vkey) => `log ${vkey}`), 'quorum none'];
    return { orgId: ctx.actor.orgId, text: `${lines.join('\n')}\n` };
  },
});

/** The proof that one event is under the newest checkpoint. */
export const getInclusionProof = read({
  input: EventRef,
  of: 'Log',
  run: async ({ db, ctx, input }) => {
    const [leaf] = await db
      .select({ logId: auditLeaves.logId, index: auditLeaves.leafIndex, leafHash: auditLeaves.leafHash })
      .from(auditEvents)
      .innerJoin(auditLeaves, eq(auditLeaves.eventId, auditEvents.id))
      .where(and(eq(auditEvents.orgId, ctx.actor.orgId), eq(auditEvents.eventId, input.eventId)));
    if (!leaf) throw notFound('Event');
    const head = await headOf(db, ctx.actor.orgId);
    if (!head || head.logId !== leaf.logId || head.size <= (leaf.index ?? 0)) {
      throw precondition('This event is not under a signed checkpoint yet; ask again in a moment');
    }
    const hashes = await proveInclusion(db, head.logId, Number(leaf.index), head.size);
    return {
      orgId: ctx.actor.orgId,
      index: Number(leaf.index),
      leafHash: toHex(leaf.leafHash),
      treeSize: head.size,
      root: toBase64(head.root),
      hashes: hashes.map(toBase64),
      checkpoint: head.note,
    };
  },
});

/** Inclusion proof of leaf `index` in the tree of `size` leaves, read from the tiles. */
export async function proveInclusion(db: Reader, logId: number, index: number, size: number) {
  const tiles = new Map<string, Uint8Array>();
  for (const at of tilesForInclusion(index, size)) {
    const [row] = await db
      .select({ hashes: auditTiles.hashes })
      .from(auditTiles)
      .where(and(eq(auditTiles.logId, logId), eq(auditTiles.level, at.level), eq(auditTiles.idx, at.index)));
    if (row) tiles.set(`${at.level}/${at.index}`, row.hashes);
  }
  const subtrees = subtreesOf(sha256, (at) => tiles.get(`${at.level}/${at.index}`));
  return inclusionProof(sha256, subtrees, index, size);
}
