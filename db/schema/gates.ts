import { boolean, integer, jsonb, pgTable, primaryKey, text } from 'drizzle-orm/pg-core';
import { bytea, createdAt, createdBy, instant, orgId } from '../columns';

export const environmentStages = ['development', 'staging', 'production'] as const;

/** Where a release may run; the stage is what the control packs ask for. */
export const environments = pgTable(
  'environments',
  {
    orgId: orgId(),
    name: text().notNull(),
    stage: text({ enum: environmentStages }).notNull(),
    createdBy: createdBy(),
    createdAt: createdAt(),
  },
  (t) => [primaryKey({ columns: [t.orgId, t.name] })],
);

/** Exact bytes of each version of an environment's policy; the highest version is in force. */
export const gatePolicies = pgTable(
  'gate_policies',
  {
    orgId: orgId(),
    digest: text().notNull(),
    environment: text().notNull(),
    version: integer().notNull(),
    body: bytea().notNull(),
    activeFrom: instant().notNull().defaultNow(),
    createdBy: createdBy(),
  },
  (t) => [primaryKey({ columns: [t.orgId, t.environment, t.version] })],
);

export const gateDecisions = pgTable('gate_decisions', {
  id: text().primaryKey(),
  orgId: orgId(),
  systemId: text(),
  environment: text().notNull(),
  releaseDigest: text(),
  decision: text({ enum: ['allow', 'deny', 'needs_signoff'] }).notNull(),
  reasons: jsonb().$type<readonly { code: string; message: string }[]>().notNull(),
  policyDigest: text(),
  bundle: jsonb().$type<Record<string, unknown>>().notNull(),
  dryRun: boolean().notNull().default(false),
  evaluatedAt: instant().notNull(),
  validUntil: instant().notNull(),
  context: jsonb().$type<Record<string, string>>().notNull(),
  createdBy: createdBy(),
});
