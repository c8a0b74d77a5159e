import { pgTable, text } from 'drizzle-orm/pg-core';
import { createdAt, instant, orgId } from '../columns';

/** A reminder to one person of one task at one moment before or after its day. */
export const notifications = pgTable('notifications', {
  id: text().primaryKey(),
  orgId: orgId(),
  personId: text().notNull(),
  /** What it is about: the key of a task, with its day, so that a new day reminds anew. */
  task: text().notNull(),
  level: text({ enum: ['30', '7', '1', 'late', 'escalated'] }).notNull(),
  kind: text().notNull(),
  title: text().notNull(),
  /** `evidence/evd_…`, `finding/fnd_…`, as in the trail. */
  place: text().notNull(),
  dueAt: instant().notNull(),
  createdAt: createdAt(),
  readAt: instant(),
});
