import { integer, jsonb, pgTable, text } from 'drizzle-orm/pg-core';
import { createdAt, createdBy, instant, orgId } from '../columns';
import { verdicts } from './evaluations';

/** A bias test as defined: data, protected attributes, thresholds, pinned by digest. Immutable; a change is the
 *  next number under the same name. */
export const studies = pgTable('studies', {
  id: text().primaryKey(),
  orgId: orgId(),
  name: text().notNull(),
  number: integer().notNull(),
  digest: text().notNull(),
  body: text().notNull(),
  datasetVersionId: text().notNull(),
  ownerId: text().notNull(),
  createdBy: createdBy(),
  createdAt: createdAt(),
});

/** What came out. `subjects` are the digests (64 hex digits) of what made the predictions. */
export const studyResults = pgTable('study_results', {
  id: text().primaryKey(),
  orgId: orgId(),
  studyId: text().notNull(),
  studyDigest: text().notNull(),
  subjects: text().array().notNull().default([]),
  modelVersionId: text(),
  state: text({ enum: ['queued', 'finished', 'failed'] }).notNull(),
  stateReason: text(),
  verdict: text({ enum: verdicts }),
  result: jsonb().$type<Record<string, unknown>>(),
  resultDigest: text(),
  createdBy: createdBy(),
  createdAt: createdAt(),
  finishedAt: instant(),
});
