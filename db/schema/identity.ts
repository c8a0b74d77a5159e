import { boolean, jsonb, pgTable, text } from 'drizzle-orm/pg-core';
import { createdAt, createdBy, instant, orgId } from '../columns';

/** The tenant; `orgId` repeats its id. A closed one is kept for its log, and nobody signs in to it. */
export const organisations = pgTable('organisations', {
  id: text().primaryKey(),
  orgId: orgId(),
  name: text().notNull(),
  demonstration: boolean().notNull(),
  createdAt: createdAt(),
  closedAt: instant(),
});

export const people = pgTable('people', {
  id: text().primaryKey(),
  orgId: orgId(),
  name: text().notNull(),
  /** Lower case; null once the organisation was closed. */
  email: text(),
  createdBy: createdBy(),
  createdAt: createdAt(),
  disabledAt: instant(),
});

/** A way in of one person: a password (subject = e-mail) or the identity provider (subject = issuer and sub). */
export const accounts = pgTable('accounts', {
  id: text().primaryKey(),
  orgId: orgId(),
  personId: text().notNull(),
  provider: text({ enum: ['password', 'oidc'] }).notNull(),
  subject: text().notNull(),
  passwordHash: text(),
  createdAt: createdAt(),
});

export const sessions = pgTable('sessions', {
  id: text().primaryKey(),
  orgId: orgId(),
  personId: text().notNull(),
  accountId: text().notNull(),
  tokenHash: text().notNull(),
  method: text({ enum: ['password', 'oidc'] }).notNull(),
  authTime: instant().notNull(),
  createdAt: createdAt(),
  seenAt: instant().notNull().defaultNow(),
  expiresAt: instant().notNull(),
  revokedAt: instant(),
});

/** A link with which one person sets a password of their own, once. */
export const invitations = pgTable('invitations', {
  id: text().primaryKey(),
  orgId: orgId(),
  personId: text().notNull(),
  tokenHash: text().notNull(),
  createdBy: createdBy(),
  createdAt: createdAt(),
  expiresAt: instant().notNull(),
  endedAt: instant(),
});

/** `fromAt` null: requested; `toAt` set: ended, or declined when it never began. `scope` is org or system/sys_…. */
export const roleGrants = pgTable('role_grants', {
  id: text().primaryKey(),
  orgId: orgId(),
  personId: text().notNull(),
  role: text().notNull(),
  scope: text().notNull(),
  systemId: text(),
  requestedBy: text().notNull(),
  createdAt: createdAt(),
  /** Null: granted single-handed, before a second person could grant roles. */
  approvedBy: text(),
  fromAt: instant(),
  toAt: instant(),
});

export const apiTokens = pgTable('api_tokens', {
  id: text().primaryKey(),
  orgId: orgId(),
  personId: text().notNull(),
  name: text().notNull(),
  tokenHash: text().notNull(),
  scopes: jsonb().$type<string[]>().notNull(),
  /** The systems it is limited to; null: all that its owner may see. */
  systemIds: jsonb().$type<string[]>(),
  createdAt: createdAt(),
  expiresAt: instant().notNull(),
  revokedAt: instant(),
});

export const apiTokenUses = pgTable('api_token_uses', {
  tokenId: text().primaryKey(),
  orgId: orgId(),
  lastUsedAt: instant().notNull(),
});
