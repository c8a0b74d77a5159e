import { z } from 'zod';
import { Digest, id, optionalText, Sha256, Slug } from '@/server/kernel/contract';
import { Paging } from '@/server/kernel/paging';
import { langfuseFileLimits } from '@/evaluators/langfuse/file';
import { CaseOrigin, CaseSource, LangfuseAccess } from '@/evaluators/langfuse/source';

/** What an upload may be. A larger one is refused while it streams in, and nothing of it is kept. */
export const datasetLimits = {
  fileBytes: 1_000_000_000,
  /** Cases of one version. */
  cases: 1_000_000,
  /** Rows of a table. */
  rows: 10_000_000,
  columns: 1000,
  /** Characters of a line, or of a record that spans lines. */
  lineLength: 1_000_000,
  /** Levels of JSON in a line. */
  depth: 32,
} as const;

/** `cases` are judged by suites; a `table` (any columns) by studies. */
export const DatasetKind = z.enum(['cases', 'table']);
export type DatasetKind = z.infer<typeof DatasetKind>;
export const DatasetFormat = z.enum(['csv', 'jsonl']);
export type DatasetFormat = z.infer<typeof DatasetFormat>;
export const PersonalData = z.enum(['unknown', 'none', 'personal', 'special_category']);

export type { CaseOrigin };
/** Largest file that Langfuse exported. */
export const langfuseFileBytes: number = langfuseFileLimits.bytes;

const facts = {
  description: optionalText(2000),
  /** SPDX expression or a name, at most 200 characters. */
  licence: optionalText(200),
  /** Why the data may be used (GDPR article 6 or 9, consent, contract …), at most 500 characters. */
  legalBasis: optionalText(500),
  personalData: PersonalData.optional(),
  isSynthetic: z.boolean().optional(),
  ownerId: id('per').optional(),
};

export const CreateDataset = z.strictObject({ name: Slug, kind: DatasetKind.default('cases'), ...facts });
/** What is known of rows that come with the suite they are for. */
export interface DatasetFacts {
  readonly description: string;
  readonly licence: string;
  readonly legalBasis: string;
  readonly personalData: z.infer<typeof PersonalData>;
  readonly isSynthetic: boolean;
}
export const EditDataset = z.strictObject({ datasetId: id('dat'), ...facts });

/** What became of an uploaded file on disk: as it came, as canonical JSON lines, and the offsets into those. */
export const StoredUpload = z.strictObject({
  format: DatasetFormat,
  digest: Digest,
  rowCount: z.int().min(1),
  columns: z.array(z.string()),
  fileSha256: Sha256,
  fileBytes: z.int(),
  rowsSha256: Sha256,
  rowsBytes: z.int(),
  indexSha256: Sha256,
});
export type StoredUpload = z.infer<typeof StoredUpload>;

export const AddDatasetVersion = z.strictObject({
  datasetId: id('dat'),
  message: optionalText(500),
  /** Null when nothing was read because the caller may not add versions. */
  upload: StoredUpload.nullable(),
  origin: CaseOrigin.nullable().optional(),
});

/** Of an upload, beside the bytes. */
export const UploadQuery = z.strictObject({
  message: optionalText(500),
  from: z
    .enum(['langfuse'])
    .optional()
    .describe('the file is an export of dataset items or traces of this tool'),
});

/** Reads cases from Langfuse over the network. */
export const BringLangfuse = z.strictObject({
  datasetId: id('dat'),
  message: optionalText(500),
  ...LangfuseAccess,
  source: CaseSource,
});

export const DatasetRef = z.strictObject({ datasetId: id('dat') });
export const DatasetVersionRef = z.strictObject({ versionId: id('dsv') });
export const ListDatasets = z.strictObject({
  ...Paging,
  search: z.string().max(100).optional(),
  /** Exactly this name. */
  name: Slug.optional(),
  kind: DatasetKind.optional(),
  personalData: PersonalData.optional(),
});
export const ListDatasetVersions = z.strictObject({ datasetId: id('dat'), ...Paging });
export const ReadDatasetRows = z.strictObject({
  versionId: id('dsv'),
  /** Position of the first row, from 0. */
  from: z.coerce.number().int().min(0).default(0),
  /** At most 200 rows; fewer come when they are long (about 1 MB). */
  limit: z.coerce.number().int().min(1).max(200).default(50),
});
export const CountDatasets = z.strictObject({});

const owned = { orgId: z.string(), createdBy: z.string(), createdAt: z.date() };

export const DatasetVersion = z.strictObject({
  id: id('dsv'),
  datasetId: id('dat'),
  datasetName: Slug,
  kind: DatasetKind,
  number: z.int(),
  /** Cases: Merkle root over the cases sorted by id. Table: SHA-256 of the rows as canonical JSON lines. */
  digest: Digest,
  ...StoredUpload.omit({ digest: true }).shape,
  message: z.string(),
  /** What it was taken from; null for a file of cases. */
  origin: CaseOrigin.nullable(),
  ...owned,
});
export type DatasetVersion = z.infer<typeof DatasetVersion>;
export const AddedDatasetVersion = DatasetVersion.extend({ unchanged: z.boolean() });

export const Dataset = z.strictObject({
  id: id('dat'),
  name: Slug,
  kind: DatasetKind,
  description: z.string(),
  licence: z.string(),
  legalBasis: z.string(),
  personalData: PersonalData,
  isSynthetic: z.boolean(),
  ownerId: z.string(),
  ...owned,
  updatedAt: z.date(),
  latest: DatasetVersion.pick({
    id: true,
    number: true,
    digest: true,
    rowCount: true,
    fileBytes: true,
    createdAt: true,
  }).nullable(),
});
export type Dataset = z.infer<typeof Dataset>;

export const DatasetRows = z.strictObject({
  versionId: id('dsv'),
  rowCount: z.int(),
  from: z.int(),
  items: z.array(z.record(z.string(), z.unknown())),
  /** Where the next page begins; null at the end. */
  nextFrom: z.int().nullable(),
  orgId: z.string(),
  createdBy: z.string(),
});
