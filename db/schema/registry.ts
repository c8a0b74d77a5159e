import { boolean, integer, jsonb, pgTable, primaryKey, text } from 'drizzle-orm/pg-core';
import { createdAt, createdBy, instant, int64, orgId } from '../columns';

/** What predicts. `name` is what manifests call it. */
export const models = pgTable('models', {
  id: text().primaryKey(),
  orgId: orgId(),
  name: text().notNull(),
  intendedUse: text().notNull(),
  licence: text().notNull(),
  ownerId: text().notNull(),
  createdBy: createdBy(),
  createdAt: createdAt(),
  updatedAt: instant().notNull().defaultNow(),
});

/** `digest` is that of the model's bytes, null when only its provider vouches for it; `identityDigest` is the
 *  SHA-256 of the canonical text of `source` and is always there. */
export const modelVersions = pgTable('model_versions', {
  id: text().primaryKey(),
  orgId: orgId(),
  modelId: text().notNull(),
  version: text().notNull(),
  source: jsonb().notNull(),
  digest: text(),
  identityDigest: text().notNull(),
  card: text().notNull(),
  cardDigest: text(),
  createdBy: createdBy(),
  createdAt: createdAt(),
});

export const datasetKinds = ['cases', 'table'] as const;
export const personalDataKinds = ['unknown', 'none', 'personal', 'special_category'] as const;

export const datasets = pgTable('datasets', {
  id: text().primaryKey(),
  orgId: orgId(),
  name: text().notNull(),
  kind: text({ enum: datasetKinds }).notNull(),
  description: text().notNull(),
  licence: text().notNull(),
  legalBasis: text().notNull(),
  personalData: text({ enum: personalDataKinds }).notNull(),
  isSynthetic: boolean().notNull(),
  ownerId: text().notNull(),
  createdBy: createdBy(),
  createdAt: createdAt(),
  updatedAt: instant().notNull().defaultNow(),
});

/** The rows lie in files named by their SHA-256: as uploaded, and as canonical JSON lines with an index of offsets. */
export const datasetVersions = pgTable('dataset_versions', {
  id: text().primaryKey(),
  orgId: orgId(),
  datasetId: text().notNull(),
  number: integer().notNull(),
  digest: text().notNull(),
  format: text({ enum: ['csv', 'jsonl'] }).notNull(),
  rowCount: integer().notNull(),
  columns: jsonb().$type<string[]>().notNull(),
  fileSha256: text().notNull(),
  fileBytes: int64().notNull(),
  rowsSha256: text().notNull(),
  rowsBytes: int64().notNull(),
  indexSha256: text().notNull(),
  message: text().notNull(),
  /** What it was taken from; null for a file of cases. */
  origin: jsonb(),
  createdBy: createdBy(),
  createdAt: createdAt(),
});

/** What the detectors found in the rows of a dataset version: how often each class, never what. Never changed. */
export const datasetScans = pgTable('dataset_scans', {
  id: text().primaryKey(),
  orgId: orgId(),
  datasetVersionId: text().notNull(),
  rowCount: integer().notNull(),
  findings: jsonb().$type<Readonly<Record<string, number>>>().notNull(),
  createdBy: createdBy(),
  createdAt: createdAt(),
});

/** A third party that receives data or supplies a model. */
export const vendors = pgTable('vendors', {
  id: text().primaryKey(),
  orgId: orgId(),
  name: text().notNull(),
  roles: text().array().notNull(),
  /** ISO 3166-1 alpha-2. */
  country: text().notNull(),
  services: text().notNull(),
  contact: text().notNull(),
  /** The contract's number or place; its documents are evidence bound to the vendor. */
  contract: text().notNull(),
  state: text({ enum: ['active', 'ended'] }).notNull(),
  /** When its roles, country or services last changed; null: never. */
  changedAt: instant(),
  endedAt: instant(),
  createdBy: createdBy(),
  createdAt: createdAt(),
  updatedAt: instant().notNull().defaultNow(),
});

/** That a system uses a vendor; kept when it ends. */
export const vendorUses = pgTable(
  'vendor_uses',
  {
    orgId: orgId(),
    systemId: text().notNull(),
    vendorId: text().notNull(),
    receivesData: boolean().notNull(),
    purpose: text().notNull(),
    /** The models that it supplies or runs for this system. */
    modelIds: text().array().notNull(),
    since: instant().notNull(),
    changedAt: instant().notNull(),
    endedAt: instant(),
    setBy: text().notNull(),
  },
  (t) => [primaryKey({ columns: [t.systemId, t.vendorId] })],
);
