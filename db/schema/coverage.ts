import { integer, jsonb, pgTable, text } from 'drizzle-orm/pg-core';
import { instant, orgId } from '../columns';

export interface CoverageGap {
  readonly controlId: string;
  readonly status: string;
  readonly blocks: boolean;
}

/** How far a system was with one framework, as the checklist said; written only when it differs from the one before. */
export const coverageRecords = pgTable('coverage_records', {
  id: text().primaryKey(),
  orgId: orgId(),
  systemId: text().notNull(),
  framework: text().notNull(),
  /** null: the system had no frozen release. */
  releaseId: text(),
  environment: text().notNull(),
  /** Digest of the pack that was judged. */
  pack: text().notNull(),
  applicable: integer().notNull(),
  met: integer().notNull(),
  blocking: integer().notNull(),
  byStatus: jsonb().$type<Readonly<Record<string, number>>>().notNull(),
  /** The controls that are not closed. */
  gaps: jsonb().$type<readonly CoverageGap[]>().notNull(),
  recordedAt: instant().notNull(),
});

/** One look at all systems of an organisation. */
export const coverageRounds = pgTable('coverage_rounds', {
  id: text().primaryKey(),
  orgId: orgId(),
  /** Id of the newest event that was known then. */
  upTo: text().notNull(),
  systems: integer().notNull(),
  changed: integer().notNull(),
  recordedAt: instant().notNull(),
});
