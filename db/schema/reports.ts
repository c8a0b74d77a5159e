import { integer, pgTable, text } from 'drizzle-orm/pg-core';
import { createdAt, createdBy, instant, int64, orgId } from '../columns';

export const exportKinds = ['bundle', 'report', 'events-csv', 'events-jsonl', 'oscal', 'document'] as const;
export const exportStates = ['queued', 'ready', 'failed'] as const;

/** A file made for somebody outside. `systemId` is set only when the file holds nothing but facts of that system; one
 *  that holds the trail is for those who may read the trail. The digest is the release's when it was asked for. */
export const exports = pgTable('exports', {
  id: text().primaryKey(),
  orgId: orgId(),
  kind: text({ enum: exportKinds }).notNull(),
  systemId: text(),
  releaseId: text(),
  releaseDigest: text(),
  /** System and version, as they were called then. */
  releaseName: text(),
  environment: text(),
  /** The incident that a document is about. */
  incidentId: text(),
  /** Which document of its kind; null where a kind has one only. */
  document: text(),
  /** Of a document: pdf, docx or json. */
  format: text(),
  state: text({ enum: exportStates }).notNull(),
  stateReason: text(),
  fileName: text(),
  sha256: text(),
  sizeBytes: int64(),
  /** Of the MANIFEST.json inside a bundle. */
  manifestSha256: text(),
  /** Of a document or report: the RFC 8785 bytes of what it says, kept in the store. */
  contentSha256: text(),
  /** Mandatory fields of a document or report that nobody recorded. */
  missingCount: integer(),
  /** Of a sealed file: the draft whose content it holds. Its maker sealed it, when it was made. */
  sealedFrom: text(),
  sealReason: text(),
  createdBy: createdBy(),
  createdAt: createdAt(),
  finishedAt: instant(),
});
