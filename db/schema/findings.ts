import { boolean, jsonb, pgTable, text } from 'drizzle-orm/pg-core';
import { createdAt, createdBy, instant, orgId } from '../columns';

export const severities = ['low', 'medium', 'high', 'critical'] as const;

/** A problem with an owner and a due date. Of one release when `releaseId` is set, else of every release of the system. */
export const findings = pgTable('findings', {
  id: text().primaryKey(),
  orgId: orgId(),
  systemId: text().notNull(),
  releaseId: text(),
  title: text().notNull(),
  description: text().notNull(),
  severity: text({ enum: severities }).notNull(),
  state: text({ enum: ['open', 'remediated', 'accepted', 'closed'] }).notNull(),
  ownerId: text().notNull(),
  dueAt: instant(),
  remediation: text(),
  remediatedBy: text(),
  remediatedAt: instant(),
  resolution: text(),
  resolvedBy: text(),
  resolvedAt: instant(),
  acceptedUntil: instant(),
  createdBy: createdBy(),
  createdAt: createdAt(),
});

/** A harmful event with legal clocks, which run from `awareAt`. */
export const incidents = pgTable('incidents', {
  id: text().primaryKey(),
  orgId: orgId(),
  systemId: text().notNull(),
  title: text().notNull(),
  description: text().notNull(),
  severity: text({ enum: severities }).notNull(),
  state: text({ enum: ['open', 'closed'] }).notNull(),
  ownerId: text().notNull(),
  occurredAt: instant(),
  awareAt: instant().notNull(),
  stopsReleases: boolean().notNull(),
  circumstances: jsonb().$type<Record<string, unknown>>().notNull(),
  resolution: text(),
  closedBy: text(),
  closedAt: instant(),
  createdBy: createdBy(),
  createdAt: createdAt(),
});

/** A notice that a clock asks for: made then, or left out (`madeAt` null) for the reason in `note`. */
export const incidentNotices = pgTable('incident_notices', {
  id: text().primaryKey(),
  orgId: orgId(),
  incidentId: text().notNull(),
  clock: text().notNull(),
  madeAt: instant(),
  note: text().notNull(),
  createdBy: createdBy(),
  createdAt: createdAt(),
});
