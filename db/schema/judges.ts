import { integer, jsonb, pgTable, primaryKey, text } from 'drizzle-orm/pg-core';
import { createdAt, createdBy, instant, orgId } from '../columns';

/** A model that judges, as defined: prompt, parameters and target under one digest. Immutable; a change is the next
 *  number under the same name. */
export const judges = pgTable('judges', {
  id: text().primaryKey(),
  orgId: orgId(),
  name: text().notNull(),
  number: integer().notNull(),
  kind: text({ enum: ['rubric', 'g-eval', 'pairwise'] }).notNull(),
  digest: text().notNull(),
  body: text().notNull(),
  modelVersionId: text(),
  ownerId: text().notNull(),
  createdBy: createdBy(),
  createdAt: createdAt(),
});

/** A judge at work over the cases of a dataset: measured against people's labels, or comparing two runs. */
export const judgings = pgTable('judgings', {
  id: text().primaryKey(),
  orgId: orgId(),
  judgeId: text().notNull(),
  judgeDigest: text().notNull(),
  purpose: text({ enum: ['calibration', 'comparison'] }).notNull(),
  datasetVersionId: text().notNull(),
  plan: jsonb().$type<Record<string, unknown>>().notNull(),
  keyRef: text(),
  state: text({ enum: ['queued', 'running', 'stopped', 'finished', 'failed'] }).notNull(),
  stateReason: text(),
  /** Grows with each job that works on it; a job of an older slice does nothing. */
  slice: integer().notNull().default(0),
  caseCount: integer().notNull(),
  doneCount: integer().notNull().default(0),
  result: jsonb().$type<Record<string, unknown>>(),
  /** `sha256:…` of the canonical result. */
  resultDigest: text(),
  expiresAt: instant(),
  createdBy: createdBy(),
  createdAt: createdAt(),
  startedAt: instant(),
  finishedAt: instant(),
});

/** What the judge said about one case; inserted once, whoever delivers it again. */
export const judgeVerdicts = pgTable(
  'judge_verdicts',
  {
    orgId: orgId(),
    judgingId: text().notNull(),
    ordinal: integer().notNull(),
    caseId: text().notNull(),
    /** What people said; null when they did not, or nobody was asked. */
    human: text(),
    /** Null when the judge gave none that could be read. */
    verdict: text(),
    reason: text(),
    item: jsonb().$type<readonly (string | number)[]>(),
    /** As the provider reported it. */
    model: text(),
  },
  (t) => [primaryKey({ columns: [t.judgingId, t.ordinal] })],
);
