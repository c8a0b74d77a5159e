import { pgTable, primaryKey, text, uuid } from 'drizzle-orm/pg-core';
import { bytea, createdAt, instant, int64, orgId } from '../columns';

/** A prepared statement that waits for its re-authentication; used once, within five minutes. */
export const esignNonces = pgTable('esign_nonces', {
  nonce: text().primaryKey(),
  orgId: orgId(),
  personId: text().notNull(),
  releaseId: text().notNull(),
  draft: bytea().notNull(),
  dossier: bytea().notNull(),
  reason: text(),
  conditions: text(),
  /** The statement as the signer reads it. */
  shown: text().notNull(),
  expiresAt: instant().notNull(),
  usedAt: instant(),
});

/** One person's signature over a release and the dossier they saw: one row each, so one person fills one slot. */
export const signoffs = pgTable(
  'signoffs',
  {
    orgId: orgId(),
    releaseDigest: text().notNull(),
    dossierDigest: text().notNull(),
    environment: text().notNull(),
    personId: text().notNull(),
    releaseId: text().notNull(),
    role: text().notNull(),
    meaning: text().notNull(),
    reason: text().notNull(),
    conditions: text(),
    /** Exact canonical bytes; the signature is over them. */
    statement: bytea().notNull(),
    method: text().notNull(),
    signature: bytea().notNull(),
    keyId: text().notNull(),
    signedAtUs: int64().notNull(),
    validUntilUs: int64().notNull(),
    /** Digest of the answers about the system that the signer saw. */
    answers: text(),
    eventId: uuid().notNull(),
  },
  (t) => [primaryKey({ columns: [t.orgId, t.releaseDigest, t.dossierDigest, t.environment, t.personId] })],
);

export const signoffWithdrawals = pgTable('signoff_withdrawals', {
  signoffEvent: uuid().primaryKey(),
  orgId: orgId(),
  reason: text().notNull(),
  withdrawnAtUs: int64().notNull(),
});

/** The exact bytes of what a signer saw; kept from the first signature on it. */
export const dossiers = pgTable(
  'dossiers',
  {
    orgId: orgId(),
    digest: text().notNull(),
    releaseDigest: text().notNull(),
    environment: text().notNull(),
    body: bytea().notNull(),
    createdAt: createdAt(),
  },
  (t) => [primaryKey({ columns: [t.orgId, t.digest] })],
);
