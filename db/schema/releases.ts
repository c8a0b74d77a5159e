import { jsonb, pgTable, primaryKey, text } from 'drizzle-orm/pg-core';
import { bytea, createdAt, createdBy, instant, int64, orgId } from '../columns';

export const releaseStates = ['draft', 'frozen', 'submitted', 'withdrawn'] as const;

/** What a draft is made of, by the ids of its parts. */
export interface ReleaseParts {
  readonly modelVersionIds: readonly string[];
  readonly promptVersionIds: readonly string[];
  readonly datasetVersionIds: readonly string[];
  readonly suiteVersionIds: readonly string[];
  readonly studyIds: readonly string[];
  readonly frameworks: readonly string[];
  readonly config: Readonly<Record<string, unknown>>;
}

/** A release of a system. The digest is that of its manifest in force: absent in a draft. Whether it is approved is
 *  computed from signatures over the digest, never stored here. */
export const releases = pgTable('releases', {
  id: text().primaryKey(),
  orgId: orgId(),
  systemId: text().notNull(),
  version: text().notNull(),
  summary: text().notNull(),
  state: text({ enum: releaseStates }).notNull(),
  digest: text(),
  parts: jsonb().$type<ReleaseParts>().notNull(),
  /** Person ids; as the manifest in force has them. */
  authors: text().array().notNull().default([]),
  submittedAtUs: int64(),
  requestedBy: text(),
  createdBy: createdBy(),
  createdAt: createdAt(),
  updatedAt: instant().notNull().defaultNow(),
});

/** The exact bytes that a release digest names; never changed, never removed. */
export const releaseManifests = pgTable(
  'release_manifests',
  {
    orgId: orgId(),
    digest: text().notNull(),
    releaseId: text().notNull(),
    systemId: text().notNull(),
    body: bytea().notNull(),
    createdAt: createdAt(),
  },
  (t) => [primaryKey({ columns: [t.orgId, t.digest] })],
);
