import { pgTable, text } from 'drizzle-orm/pg-core';
import { createdAt, createdBy, instant, orgId } from '../columns';

export const stages = ['planned', 'development', 'in_use', 'retired'] as const;

/** An AI system in use: what it is for, who owns it. `name` is what manifests and the gate call it. */
export const systems = pgTable('systems', {
  id: text().primaryKey(),
  orgId: orgId(),
  name: text().notNull(),
  purpose: text().notNull(),
  ownerId: text().notNull(),
  stage: text({ enum: stages }).notNull(),
  createdBy: createdBy(),
  createdAt: createdAt(),
  updatedAt: instant().notNull().defaultNow(),
});
