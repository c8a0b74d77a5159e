import { integer, jsonb, pgTable, primaryKey, text } from 'drizzle-orm/pg-core';
import { createdAt, createdBy, instant, int64, orgId } from '../columns';

const bindingKinds = ['release', 'system', 'environment', 'vendor', 'org'] as const;

/** The answer in force to one question about one system; what it was before is in the trail. */
export const facts = pgTable(
  'facts',
  {
    orgId: orgId(),
    systemId: text().notNull(),
    fact: text().notNull(),
    answer: jsonb().$type<boolean | string | readonly string[]>().notNull(),
    answeredBy: text().notNull(),
    at: instant().notNull(),
  },
  (t) => [primaryKey({ columns: [t.systemId, t.fact] })],
);

/** One item that satisfies controls. Immutable but for its revocation; a newer one names the one it replaces. */
export const evidence = pgTable('evidence', {
  id: text().primaryKey(),
  orgId: orgId(),
  type: text().notNull(),
  title: text().notNull(),
  givenAs: text({ enum: ['file', 'link', 'statement'] }).notNull(),
  bindingKind: text({ enum: bindingKinds }).notNull(),
  /** Of a release its digest, of an environment its name, of all others their id. */
  bindingId: text().notNull(),
  /** The system that the binding lies in; null for the whole organisation or an environment. */
  systemId: text(),
  /** SHA-256 (hex) of the file, or of the words. */
  sha256: text(),
  sizeBytes: int64(),
  fileName: text(),
  mediaType: text(),
  url: text(),
  statement: text(),
  revision: integer().notNull(),
  supersedes: text(),
  state: text({ enum: ['valid', 'revoked'] }).notNull(),
  validUntil: instant(),
  createdBy: createdBy(),
  createdAt: createdAt(),
});

/** What a person decided about a control. Never changed; the newest that counts governs. */
export const controlAssessments = pgTable('control_assessments', {
  id: text().primaryKey(),
  orgId: orgId(),
  framework: text().notNull(),
  controlId: text().notNull(),
  bindingKind: text({ enum: bindingKinds }).notNull(),
  bindingId: text().notNull(),
  /** Empty for the whole organisation or an environment. */
  systemId: text().notNull(),
  /** null: in every environment. */
  environment: text(),
  disposition: text().notNull(),
  ownerRole: text().notNull(),
  reason: text().notNull(),
  evidenceIds: text().array().notNull(),
  byPerson: text().notNull(),
  createdAt: createdAt(),
});
