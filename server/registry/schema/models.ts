import { z } from 'zod';
import { Digest, id, Json, optionalText, Slug, text, verbatim } from '@/server/kernel/contract';
import { Paging } from '@/server/kernel/paging';

/** 1 to 64 letters, digits, dots, dashes, underscores or plus signs: `1.4.0`, `2026-01-31`. */
export const VersionLabel = z
  .string()
  .regex(
    /^[A-Za-z0-9][A-Za-z0-9._+-]{0,63}$/,
    'must be 1 to 64 letters, digits, dots, dashes, underscores or plus signs',
  );

/** SHA-256 of one file. */
const FileSource = z.strictObject({ kind: z.literal('file'), digest: Digest });
/** SHA-256 of the canonical list of a folder's files: `countersign hash FOLDER`. */
const TreeSource = z.strictObject({ kind: z.literal('tree'), digest: Digest });
/** Digest of an OCI manifest or index; a tag is not accepted. */
const OciSource = z.strictObject({
  kind: z.literal('oci'),
  repository: text(255).optional(),
  digest: Digest,
});
const HuggingFaceSource = z.strictObject({
  kind: z.literal('huggingface'),
  repository: z
    .string()
    .regex(/^[\w.-]{1,96}\/[\w.-]{1,96}$/, 'must be owner/name as Hugging Face writes it'),
  /** The commit; a branch such as `main` moves. */
  revision: z.string().regex(/^[0-9a-f]{40}$/, 'must be a commit of 40 lower-case hexadecimal digits'),
  /** Tree digest of the downloaded files. */
  digest: Digest,
});
/** A model behind an API: nobody but its provider can say what runs there. */
const HostedSource = z.strictObject({
  kind: z.literal('hosted'),
  provider: Slug,
  model: z
    .string()
    .regex(/^[\w./:@+-]{1,200}$/, 'must be 1 to 200 letters, digits or any of . / : @ + - _')
    .refine((name) => !/(^|[-_.:/@])latest$/i.test(name), 'must be an exact dated model, not "latest"'),
  /** The settings that belong to its identity: at most 50 entries and 20,000 characters. Keep secrets out. */
  config: z
    .record(z.string().max(64), Json)
    .refine((given) => Object.keys(given).length <= 50, 'must have at most 50 entries')
    .refine((given) => JSON.stringify(given).length <= 20_000, 'must have at most 20,000 characters')
    .default({}),
});

/** Names what the model is, so that nobody can exchange it unseen. */
export const ModelSource = z.discriminatedUnion('kind', [
  FileSource,
  TreeSource,
  OciSource,
  HuggingFaceSource,
  HostedSource,
]);
export type ModelSource = z.infer<typeof ModelSource>;

/** The source as it is kept: a hosted one with the SHA-256 of the canonical text of its settings. */
export const KeptSource = z.discriminatedUnion('kind', [
  FileSource,
  TreeSource,
  OciSource,
  HuggingFaceSource,
  HostedSource.extend({ configDigest: Digest }),
]);
export type KeptSource = z.infer<typeof KeptSource>;

const facts = {
  /** What it is meant for, at most 2,000 characters. */
  intendedUse: optionalText(2000),
  /** SPDX expression or a name, at most 200 characters. */
  licence: optionalText(200),
  ownerId: id('per').optional(),
};

export const CreateModel = z.strictObject({ name: Slug, ...facts });
export const EditModel = z.strictObject({ modelId: id('mod'), ...facts });

export const AddModelVersion = z.strictObject({
  modelId: id('mod'),
  version: VersionLabel,
  source: ModelSource,
  /** The model card, at most 100,000 characters, kept byte for byte. It is text from outside: never rendered as HTML. */
  card: verbatim(100_000).optional(),
});

export const ModelRef = z.strictObject({ modelId: id('mod') });
export const ModelVersionRef = z.strictObject({ versionId: id('mdv') });
export const ListModels = z.strictObject({
  ...Paging,
  search: z.string().max(100).optional(),
  /** Exactly this name. */
  name: Slug.optional(),
  /** Models with at least one version of this kind. */
  kind: z.enum(['file', 'tree', 'oci', 'huggingface', 'hosted']).optional(),
});
export const ListModelVersions = z.strictObject({ modelId: id('mod'), ...Paging });
export const CountModels = z.strictObject({});

const owned = { orgId: z.string(), createdBy: z.string(), createdAt: z.date() };

export const ModelVersion = z.strictObject({
  id: id('mdv'),
  modelId: id('mod'),
  modelName: Slug,
  version: VersionLabel,
  source: KeptSource,
  /** Of the bytes; null when the version is provider-asserted. */
  digest: Digest.nullable(),
  /** SHA-256 of the canonical text of `source` (of a hosted one without `config`: its digest stands for it). */
  identityDigest: Digest,
  /** No content digest exists: only the provider says that this model is what ran. */
  isProviderAsserted: z.boolean(),
  /** What a reader must know before relying on the identity. */
  warning: z.string().nullable(),
  card: z.string(),
  cardDigest: Digest.nullable(),
  ...owned,
});
export type ModelVersion = z.infer<typeof ModelVersion>;
export const AddedModelVersion = ModelVersion.extend({ unchanged: z.boolean() });

export const Model = z.strictObject({
  id: id('mod'),
  name: Slug,
  intendedUse: z.string(),
  licence: z.string(),
  ownerId: z.string(),
  ...owned,
  updatedAt: z.date(),
  latest: ModelVersion.omit({ card: true, modelName: true, orgId: true, modelId: true }).nullable(),
});
export type Model = z.infer<typeof Model>;
