import { z } from 'zod';

/** One line of text as it is signed: no control characters, no halves of surrogate pairs. */
export const Line = z
  .string()
  .min(1)
  .max(300)
  .regex(/^[^\p{Cc}\p{Surrogate}]+$/u, 'must be one line without control characters');
export const Sha256Hex = z.string().regex(/^[0-9a-f]{64}$/);
/** `sha256:` and 64 hexadecimal digits. */
export const Digest = z.string().regex(/^sha256:[0-9a-f]{64}$/);
/** A digest inside a manifest, in the form of in-toto. */
export const DigestSet = z.strictObject({ sha256: Sha256Hex });
export const PersonId = z.string().regex(/^per_[A-Za-z0-9_-]{1,60}$/);

export const Artifact = z.strictObject({
  role: z.enum(['model', 'adapter', 'image', 'tokenizer', 'guardrail']),
  name: Line,
  uri: z.string().max(2000).optional(),
  /** Of the content; of a hosted model the digest of what its provider asserts (id, date, fingerprint, config). */
  digest: DigestSet,
  mediaType: z.string().max(200).optional(),
  size: z.int().nonnegative().optional(),
  /** Present (true) where no content digest exists because the provider keeps the content. */
  provider_asserted: z.literal(true).optional(),
});
export type Artifact = z.infer<typeof Artifact>;

export const NamedPart = z.strictObject({ name: Line, version: Line.optional(), digest: DigestSet });
export type NamedPart = z.infer<typeof NamedPart>;
const Parts = z.array(NamedPart).max(500);
const Single = z.strictObject({ digest: DigestSet });

/**
 * What a release is. The digest of its RFC 8785 bytes is what people sign and what the gate is asked about, so nothing
 * that may change later is in it: no state, time, comment, environment, policy or result. Lists are always present
 * (empty when there is nothing), sorted by (role, name), frameworks by id, authors by value; single parts that do not
 * exist are left out. Make it with `releaseManifest`.
 */
export const ReleaseManifest = z.strictObject({
  schema: z.literal('countersign.release/v1'),
  org: z.string().regex(/^org_[A-Za-z0-9_-]{1,60}$/),
  /** The id is what role grants are scoped by; the name is a snapshot. */
  system: z.strictObject({ id: z.string().regex(/^sys_[A-Za-z0-9_-]{1,60}$/), name: Line }),
  version: Line,
  /** Release digest of the release that this one replaces. */
  previous: Digest.nullable(),
  artifacts: z.array(Artifact).max(500),
  prompts: Parts,
  config: Single.optional(),
  datasets: Parts,
  suites: Parts,
  studies: Parts,
  frameworks: z
    .array(z.strictObject({ id: z.string().regex(/^[a-z0-9-]{1,60}$/), digest: DigestSet }))
    .max(50),
  model_card: Single.optional(),
  sbom: Single.optional(),
  /** Every person who changed a component since the previous approved release. */
  authors: z.array(PersonId).min(1).max(500),
});
export type ReleaseManifest = z.infer<typeof ReleaseManifest>;
