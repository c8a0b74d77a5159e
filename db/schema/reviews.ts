import { integer, jsonb, pgTable, primaryKey, text } from 'drizzle-orm/pg-core';
import { createdAt, createdBy, instant, orgId } from '../columns';

/** Answers that people label, each by `overlap` of them, blind to each other. */
export const reviewQueues = pgTable('review_queues', {
  id: text().primaryKey(),
  orgId: orgId(),
  name: text().notNull(),
  question: text().notNull(),
  labels: text().array().notNull(),
  overlap: integer().notNull(),
  datasetVersionId: text().notNull(),
  /** Whose answers are labelled; null = those that stand in the dataset at `answer`. */
  runId: text(),
  answer: text(),
  /** The cases, by their place in the dataset. */
  ordinals: integer().array().notNull(),
  seed: text().notNull(),
  state: text({ enum: ['open', 'closed'] }).notNull(),
  result: jsonb().$type<Record<string, unknown>>(),
  resultDigest: text(),
  closedBy: text(),
  closedAt: instant(),
  createdBy: createdBy(),
  createdAt: createdAt(),
});

/** One label of one person; never changed. */
export const reviewLabels = pgTable(
  'review_labels',
  {
    orgId: orgId(),
    queueId: text().notNull(),
    ordinal: integer().notNull(),
    personId: text().notNull(),
    label: text().notNull(),
    note: text(),
    createdAt: createdAt(),
  },
  (t) => [primaryKey({ columns: [t.queueId, t.ordinal, t.personId] })],
);

/** What somebody else decided where people disagreed. */
export const reviewDecisions = pgTable(
  'review_decisions',
  {
    orgId: orgId(),
    queueId: text().notNull(),
    ordinal: integer().notNull(),
    personId: text().notNull(),
    label: text().notNull(),
    reason: text().notNull(),
    createdAt: createdAt(),
  },
  (t) => [primaryKey({ columns: [t.queueId, t.ordinal] })],
);
