import { z } from 'zod';

/** Values inside `change`: JSON only; above 1 KiB the kernel puts `{sha256, size}` in their place. */
const Json = z.json();
const Digest = z.string().regex(/^sha256:[0-9a-f]{64}$/);
/** `kind/id`, for example `release/rel_01…`; a log is `log/<epoch>`. */
const EntityRef = z.string().regex(/^[a-z_]{2,40}\/[A-Za-z0-9_.:@/-]{1,200}$/);

/** One RFC 6902-like difference. Paths start with `/`; `from: null` = it did not exist. */
export const Change = z.strictObject({
  path: z.string().regex(/^\//).max(500),
  from: Json,
  to: Json,
});
export type Change = z.infer<typeof Change>;

export const Actor = z.strictObject({
  kind: z.enum(['user', 'service', 'system', 'anonymous']),
  /** `usr_…`, `tok_…`, `job_…`; null for an anonymous caller. */
  id: z.string().max(120).nullable(),
  /** The person behind a sign-in or token. */
  person: z.string().max(120).nullable(),
  /** The role in which the person acted, where the act has one (a sign-off). */
  role: z.string().max(60).nullable().optional(),
  auth: z
    .strictObject({
      amr: z.array(z.string().max(40)).max(8),
      acr: z.string().max(80).nullable().optional(),
      /** Seconds since the epoch. */
      auth_time: z.int(),
      /** First 8 bytes (hex) of SHA-256 of the session id. */
      session: z.string().regex(/^[0-9a-f]{16}$/),
      idp: z.string().max(80).nullable().optional(),
    })
    .nullable()
    .optional(),
});

/**
 * The envelope of one audit event. Its RFC 8785 bytes are the leaf of the log (at most 65,535 bytes), so every
 * key here is signed: add keys only as optional, never rename one.
 */
export const AuditEvent = z.strictObject({
  v: z.literal(1),
  /** UUID version 7 of the database clock. */
  id: z.uuid({ version: 'v7' }),
  org: z.string().regex(/^org_[A-Za-z0-9_-]{1,60}$/),
  /** Microseconds since the epoch by the database clock, read in the transaction that writes the event. */
  at_us: z.int().positive(),
  /** Past tense with a dot, declared beside its command. */
  type: z.string().regex(/^[a-z_]+(\.[a-z_-]+)+$/),
  actor: Actor,
  on_behalf_of: z.string().max(120).nullable(),
  delegation: z.string().max(120).nullable(),
  entity: z.strictObject({
    ref: EntityRef,
    /** Gap-free from 1 for each entity; null for read, export, login, deny and gate. */
    seq: z.int().positive().nullable(),
    /** Snapshot at this moment: renaming must not rewrite old lines. */
    name: z.string().max(300).nullable(),
  }),
  action: z.strictObject({
    op: z.enum(['create', 'update', 'delete', 'read', 'export', 'login', 'deny', 'sign', 'gate']),
    outcome: z.enum(['success', 'denied', 'error']),
    reason_code: z.string().max(80).nullable(),
  }),
  change: z.array(Change).max(500),
  /** What the person gave as the reason. Free text is not sealed yet: never personal data of third parties. */
  reason: z.string().max(4000).nullable().optional(),
  source: z.strictObject({ request_id: z.string().max(120), trace_id: z.string().max(120).optional() }),
  ctx: z.looseObject({
    policy_digest: Digest.optional(),
    release_digest: Digest.optional(),
    app: z.string().max(40).optional(),
  }),
});
export type AuditEvent = z.infer<typeof AuditEvent>;

// The events below are read again by the offline verifier, which trusts nothing but the log. Whoever writes one
// of them keeps to the shape.

/**
 * `role.granted` and `role.revoked`: entity `person/<per_id>`, one change
 * `{path: "/grants/<role>", from: null, to: {scope}}`; revoked turns from and to round. One event per grant.
 */
export const GrantChange = z.strictObject({
  /** The whole organisation or one system. */
  scope: z.union([z.literal('org'), z.string().regex(/^system\/sys_[A-Za-z0-9_-]+$/)]),
});

/**
 * `key.created` (and later `key.retired`): entity `key/<key_id>`, changes `{path: "/spki", from: null, to: base64 of
 * the DER SubjectPublicKeyInfo}` and `{path: "/purpose", from: null, to: KeyPurpose}`. Every organisation's log holds
 * one for each key before the first signature made with it.
 */
export const KeyPurpose = z.enum(['gate', 'esign', 'export', 'log']);

/**
 * `log.created`: the first leaf of a log, entity `log/<epoch>`, changes `{path: "/origin", from: null, to: origin}` and
 * `{path: "/vkeys", from: null, to: [vkey, …]}` (C2SP signed-note verifier keys).
 */
export const LogVkeys = z.array(z.string().max(300)).min(1).max(16);

/**
 * `signoff.recorded`: entity `release/<rel_id>`, `ctx.release_digest`, `ctx.policy_digest`, one change
 * `{path: "/signoffs/<environment>/<per_id>", from: null, to: SignoffChange}`.
 * `signoff.withdrawn` and `signoff.invalidated`: the same path, `from: {signoff_event}` (the id of the recorded
 * event), `to: null`; an invalidation gives its cause as `action.reason_code`.
 */
export const SignoffChange = z.strictObject({
  statement_sha256: z.string().regex(/^[0-9a-f]{64}$/),
  role: z.string(),
  meaning: z.string(),
  environment: z.string(),
});

/**
 * `release.submitted`: entity `release/<rel_id>`, `ctx.release_digest`, actor = the requester. Its `at_us` is the
 * moment before which a signer's role must have been held. `release.withdrawn`: the same entity and digest.
 */
export const releaseEvents = ['release.submitted', 'release.withdrawn'] as const;
