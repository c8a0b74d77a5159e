import { integer, jsonb, pgTable, primaryKey, smallint, text, uuid } from 'drizzle-orm/pg-core';
import { bytea, createdAt, instant, int64, orgId } from '../columns';

/** One event as its exact canonical bytes; every other column is projected from them by a trigger. */
export const auditEvents = pgTable('audit_events', {
  id: int64().primaryKey().generatedAlwaysAsIdentity(),
  orgId: orgId(),
  eventId: uuid().notNull(),
  type: text().notNull(),
  entity: text(),
  entitySeq: int64(),
  atUs: int64().notNull(),
  actorId: text(),
  op: text(),
  recordedAt: instant().notNull(),
  leafHash: bytea().notNull(),
  body: bytea().notNull(),
});

export const auditPending = pgTable('audit_pending', {
  eventId: int64().primaryKey(),
  orgId: orgId(),
  leafHash: bytea().notNull(),
});

export const logs = pgTable('logs', {
  id: integer().primaryKey().generatedAlwaysAsIdentity(),
  orgId: orgId(),
  epoch: integer().notNull(),
  origin: text().notNull(),
  closedSize: int64(),
});

export const auditLeaves = pgTable(
  'audit_leaves',
  {
    logId: integer().notNull(),
    leafIndex: int64().notNull(),
    eventId: int64().notNull(),
    leafHash: bytea().notNull(),
  },
  (t) => [primaryKey({ columns: [t.logId, t.leafIndex] })],
);

export const auditTiles = pgTable(
  'audit_tiles',
  {
    logId: integer().notNull(),
    level: smallint().notNull(),
    idx: int64().notNull(),
    hashes: bytea().notNull(),
  },
  (t) => [primaryKey({ columns: [t.logId, t.level, t.idx] })],
);

export const auditTrees = pgTable('audit_trees', {
  logId: integer().primaryKey(),
  size: int64().notNull(),
  frontier: bytea().notNull(),
});

export const auditCheckpoints = pgTable(
  'audit_checkpoints',
  {
    logId: integer().notNull(),
    size: int64().notNull(),
    root: bytea().notNull(),
    note: text().notNull(),
    signedAt: instant(),
  },
  (t) => [primaryKey({ columns: [t.logId, t.size] })],
);

export const idempotencyKeys = pgTable(
  'idempotency_keys',
  {
    orgId: orgId(),
    credential: text().notNull(),
    key: text().notNull(),
    operation: text().notNull(),
    requestSha256: text().notNull(),
    response: jsonb().notNull(),
    createdAt: createdAt(),
  },
  (t) => [primaryKey({ columns: [t.orgId, t.credential, t.key] })],
);
