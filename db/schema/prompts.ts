import { integer, pgTable, primaryKey, text } from 'drizzle-orm/pg-core';
import { createdAt, createdBy, instant, orgId } from '../columns';

/** `name` is what suites, manifests and `name@label` call it. */
export const prompts = pgTable('prompts', {
  id: text().primaryKey(),
  orgId: orgId(),
  name: text().notNull(),
  description: text().notNull(),
  ownerId: text().notNull(),
  createdBy: createdBy(),
  createdAt: createdAt(),
  updatedAt: instant().notNull().defaultNow(),
});

/** `body` is the exact canonical text whose SHA-256 is the digest; never re-serialised. */
export const promptVersions = pgTable('prompt_versions', {
  id: text().primaryKey(),
  orgId: orgId(),
  promptId: text().notNull(),
  number: integer().notNull(),
  digest: text().notNull(),
  body: text().notNull(),
  message: text().notNull(),
  createdBy: createdBy(),
  createdAt: createdAt(),
});

/** Where each label points now; where it pointed before stands in the audit trail. */
export const promptLabels = pgTable(
  'prompt_labels',
  {
    orgId: orgId(),
    promptId: text().notNull(),
    label: text().notNull(),
    versionId: text().notNull(),
    movedBy: text().notNull(),
    movedAt: instant().notNull().defaultNow(),
  },
  (t) => [primaryKey({ columns: [t.promptId, t.label] })],
);
