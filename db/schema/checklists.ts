import { boolean, date, integer, jsonb, pgTable, primaryKey, text } from 'drizzle-orm/pg-core';
import { createdAt, createdBy, instant, int64, orgId } from '../columns';

const bindingKinds = ['release', 'system', 'environment', 'vendor', 'org'] as const;

/** The answer in force to one question about one system; what it was before is in the trail. */
export const facts = pgTable(
  'facts',
  {
    orgId: orgId(),
    systemId: text().notNull(),
    fact: text().notNull(),
    answer: jsonb().$type<boolean | string | readonly string[]>().notNull(),
    answeredBy: text().notNull(),
    at: instant().notNull(),
    /** Who last said that it still holds; null: nobody since it was given. */
    confirmedAt: instant(),
    confirmedBy: text(),
  },
  (t) => [primaryKey({ columns: [t.systemId, t.fact] })],
);

/** Answers that something made doubtful: they count until a day, then as unanswered, until confirmed or changed. */
export const factsToConfirm = pgTable(
  'facts_to_confirm',
  {
    orgId: orgId(),
    systemId: text().notNull(),
    fact: text().notNull(),
    trigger: text().notNull(),
    /** What fired: `release/rel_…`, `incident/inc_…`, a date; may be empty. */
    about: text().notNull(),
    why: text().notNull(),
    firedAt: instant().notNull(),
    askedAt: instant().notNull(),
    countsUntil: instant().notNull(),
  },
  (t) => [primaryKey({ columns: [t.systemId, t.fact, t.trigger] })],
);

export type RecordValue = string | number | boolean | readonly string[];

/** One item that satisfies controls. Immutable but for its revocation; a newer one names the one it replaces. */
export const evidence = pgTable('evidence', {
  id: text().primaryKey(),
  orgId: orgId(),
  type: text().notNull(),
  title: text().notNull(),
  givenAs: text({ enum: ['file', 'link', 'statement', 'record'] }).notNull(),
  bindingKind: text({ enum: bindingKinds }).notNull(),
  /** Of a release its digest, of an environment its name, of all others their id. */
  bindingId: text().notNull(),
  /** The system that the binding lies in; null for the whole organisation or an environment. */
  systemId: text(),
  /** SHA-256 (hex) of the file, or of the words. */
  sha256: text(),
  sizeBytes: int64(),
  fileName: text(),
  mediaType: text(),
  url: text(),
  statement: text(),
  /** A filled-in form, by the names of its fields. */
  record: jsonb().$type<Readonly<Record<string, RecordValue>>>(),
  revision: integer().notNull(),
  supersedes: text(),
  state: text({ enum: ['valid', 'revoked'] }).notNull(),
  validUntil: instant(),
  createdBy: createdBy(),
  createdAt: createdAt(),
});

/** What a person decided about a control. Never changed; the newest that counts governs. */
export const controlAssessments = pgTable('control_assessments', {
  id: text().primaryKey(),
  orgId: orgId(),
  framework: text().notNull(),
  controlId: text().notNull(),
  bindingKind: text({ enum: bindingKinds }).notNull(),
  bindingId: text().notNull(),
  /** Empty for the whole organisation or an environment. */
  systemId: text().notNull(),
  /** null: in every environment. */
  environment: text(),
  disposition: text().notNull(),
  ownerRole: text().notNull(),
  reason: text().notNull(),
  evidenceIds: text().array().notNull(),
  byPerson: text().notNull(),
  /** When a waiver ends; null for all else. */
  until: instant(),
  /** Digest of what the control asked then; null in rows from before versions of packs were told apart. */
  asked: text(),
  createdAt: createdAt(),
});

/** Who sees to a control of a system (empty: of the organisation or an environment), and by when. */
export const controlPlans = pgTable(
  'control_plans',
  {
    orgId: orgId(),
    systemId: text().notNull(),
    controlId: text().notNull(),
    ownerId: text(),
    dueAt: instant(),
    setBy: text().notNull(),
    setAt: instant().notNull(),
  },
  (t) => [primaryKey({ columns: [t.orgId, t.systemId, t.controlId] })],
);

/** What a second person says about an item. Never changed; the newest counts. */
export const evidenceReviews = pgTable('evidence_reviews', {
  id: text().primaryKey(),
  orgId: orgId(),
  evidenceId: text().notNull(),
  systemId: text(),
  decision: text({ enum: ['accepted', 'rejected'] }).notNull(),
  reason: text().notNull(),
  byPerson: text().notNull(),
  createdAt: createdAt(),
});

/** That the answers about a system still hold, with the classes that followed from them then. Never changed. */
export const factConfirmations = pgTable('fact_confirmations', {
  id: text().primaryKey(),
  orgId: orgId(),
  systemId: text().notNull(),
  /** null: undetermined. */
  aiActClass: text(),
  hipaaStatus: text(),
  reason: text().notNull(),
  byPerson: text().notNull(),
  createdAt: createdAt(),
});

/** One revision of a pack, written by the organisation or as shipped. Never changed; releases name it by its digest. */
export const frameworkPacks = pgTable('framework_packs', {
  id: text().primaryKey(),
  orgId: orgId(),
  origin: text({ enum: ['own', 'shipped'] })
    .notNull()
    .default('own'),
  /** What the pack is called in manifests and addresses; the same in each revision. */
  framework: text().notNull(),
  revision: integer().notNull(),
  title: text().notNull(),
  nature: text({ enum: ['law', 'framework', 'standard'] }).notNull(),
  version: text().notNull(),
  asOf: date({ mode: 'string' }).notNull(),
  lawStatus: text().notNull(),
  digest: text().notNull(),
  /** As the checklists read them: whole controls. */
  controls: jsonb().$type<readonly Readonly<Record<string, unknown>>[]>().notNull(),
  /** As it was written; empty for a shipped one. */
  source: text().notNull(),
  createdBy: createdBy(),
  createdAt: createdAt(),
});

/** Which revision of a pack is in use: the adoption with the largest number. Never changed. */
export const frameworkAdoptions = pgTable('framework_adoptions', {
  id: text().primaryKey(),
  orgId: orgId(),
  framework: text().notNull(),
  number: integer().notNull(),
  revision: integer().notNull(),
  version: text().notNull(),
  digest: text().notNull(),
  kind: text({ enum: ['first', 'adopted', 'rolled_back'] }).notNull(),
  reason: text().notNull(),
  createdBy: createdBy(),
  createdAt: createdAt(),
});

/** The next version of an own framework while people write it; one of each framework. */
export const frameworkDrafts = pgTable('framework_drafts', {
  id: text().primaryKey(),
  orgId: orgId(),
  framework: text().notNull(),
  /** Counts its changes; whoever writes says which one they saw. */
  version: integer().notNull(),
  /** The revision that it was begun from; null for a new framework. */
  base: integer(),
  /** A `PackHead` and a list of `PackControl`. */
  head: jsonb().$type<Readonly<Record<string, unknown>>>().notNull(),
  controls: jsonb().$type<readonly Readonly<Record<string, unknown>>[]>().notNull(),
  createdBy: createdBy(),
  createdAt: createdAt(),
  updatedBy: text().notNull(),
  updatedAt: instant().notNull().defaultNow(),
});

/** Whether a framework is used, in the whole organisation (system_id empty) or for one system, which goes before. */
export const frameworkChoices = pgTable(
  'framework_choices',
  {
    orgId: orgId(),
    framework: text().notNull(),
    systemId: text().notNull(),
    enabled: boolean().notNull(),
    chosenBy: text().notNull(),
    at: instant().notNull(),
  },
  (t) => [primaryKey({ columns: [t.orgId, t.framework, t.systemId] })],
);
