import { z } from 'zod';
import { Digest, PersonId, Sha256Hex } from '../../releases/schema/manifest';

export const Meaning = z.enum([
  'reviewed',
  'approved',
  'approved_with_conditions',
  'rejected',
  'risk_accepted',
]);
export type Meaning = z.infer<typeof Meaning>;

/** From the weakest to the strongest. The portal offers 'password' and 'oidc-stepup' today. */
export const SigningMethod = z.enum(['password', 'oidc-stepup', 'password+totp', 'webauthn-uv']);
export type SigningMethod = z.infer<typeof SigningMethod>;

/**
 * What a person signs: RFC 8785 bytes of this. The signer is a pseudonymous id: names are not sealed yet, and a
 * statement can never be changed. The reason stands in the sign-off's row and event; the statement binds it by the
 * SHA-256 of its UTF-8 bytes, so erasing the text later leaves the signature valid.
 */
export const Statement = z.strictObject({
  schema: z.literal('countersign.esign/v1'),
  org: z.string().regex(/^org_[A-Za-z0-9_-]{1,60}$/),
  release_digest: Digest,
  dossier_digest: Digest,
  policy_digest: Digest,
  environment: z.string().min(1).max(60),
  meaning: Meaning,
  /** Of the conditions' text; only with 'approved_with_conditions'. */
  conditions_digest: Digest.nullable(),
  /** Null when no reason was given. */
  reason_sha256: Sha256Hex.nullable(),
  role: z.string().min(1).max(60),
  signer: z.strictObject({ person: PersonId }),
  delegation: z.null(),
  auth: z.strictObject({
    method: SigningMethod,
    amr: z.array(z.string().max(40)).max(8),
    acr: z.string().max(200).nullable(),
    /** Seconds since the epoch of the re-authentication. */
    auth_time: z.int().nonnegative(),
  }),
  /** The newest checkpoint when the statement was prepared; root in base64 as in the checkpoint, null before the first. */
  seen: z.strictObject({ log_size: z.int().nonnegative(), root: z.string().max(44) }).nullable(),
  /** 128 random bits, single use. */
  nonce: z.string().regex(/^[0-9a-f]{32}$/),
  issued_at_us: z.int().positive(),
  valid_until_us: z.int().positive(),
});
export type Statement = z.infer<typeof Statement>;

/** What `prepare` knows: all but how the person re-authenticated. */
export const StatementDraft = Statement.omit({ auth: true });
export type StatementDraft = z.infer<typeof StatementDraft>;
