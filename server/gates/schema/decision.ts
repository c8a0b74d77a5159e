import { z } from 'zod';
import { Json } from '@/server/kernel/contract';
import { Digest, DigestSet, Line } from '../../releases/schema/manifest';
import { EnvironmentName } from './policy';

export const ReasonCode = z.enum([
  'UNKNOWN_DIGEST',
  'IMAGE_NOT_PINNED',
  'DIGEST_MISMATCH',
  'ARTIFACT_NOT_IN_RELEASE',
  'SIGNOFF_MISSING',
  'SIGNOFF_REJECTED',
  'SIGNOFF_EXPIRED',
  'SIGNOFF_INVALIDATED',
  'SOD_VIOLATION',
  'EVAL_MISSING',
  'EVAL_FAILED',
  'EVAL_STALE',
  'JUDGE_UNCALIBRATED',
  'OTHER_MODEL',
  'BIAS_MISSING',
  'BIAS_FAILED',
  'NOT_ENOUGH_EVIDENCE',
  'CONTROL_FAILED',
  'CONTROL_STALE',
  'CONTROL_UNSIGNED',
  'FINDING_OVERDUE',
  'DRIFT_ALERT',
  'BUDGET_EXCEEDED',
  'POLICY_MISSING',
  'POLICY_CHANGED',
  'ENV_FROZEN',
  'INCIDENT_OPEN',
  'REVOKED',
  'BREAK_GLASS',
  'BREAK_GLASS_OVERDUE',
  'LOG_UNHEALTHY',
]);
export type ReasonCode = z.infer<typeof ReasonCode>;

export const Reason = z.object({
  code: ReasonCode,
  /** A sentence that says what is missing and who or what would settle it. */
  message: z.string(),
  role: z.string().optional(),
  have: z.int().optional(),
  need: z.int().optional(),
  /** A suite, study, framework or artifact. */
  name: z.string().optional(),
  /** Controls or findings. */
  ids: z.array(z.string()).optional(),
  url: z.string().optional(),
});
export type Reason = z.infer<typeof Reason>;

export const Verdict = z.enum(['allow', 'deny', 'needs_signoff']);
export type Verdict = z.infer<typeof Verdict>;
export const Mode = z.enum(['normal', 'break_glass', 'grandfathered', 'solo']);

/** Body of `POST /api/v1/gate/decisions`: at most 64 KiB, nested at most 16 deep, duplicate keys refused. */
export const DecisionRequest = z
  .strictObject({
    system: Line.optional(),
    environment: EnvironmentName,
    subject: z.strictObject({ release_digest: Digest }).optional(),
    artifacts: z
      .array(z.strictObject({ name: Line, digest: DigestSet }))
      .min(1)
      .max(100)
      .optional(),
    context: z
      .strictObject({
        ci: z.string().max(60).optional(),
        repo: z.string().max(300).optional(),
        ref: z.string().max(300).optional(),
        commit: z.string().max(80).optional(),
        run_url: z.string().max(2000).optional(),
        actor: z.string().max(200).optional(),
      })
      .default({}),
    dry_run: z.boolean().default(false),
    wait_s: z.int().min(0).max(60).default(0),
  })
  .refine(({ subject, artifacts }) => Boolean(subject) !== Boolean(artifacts), {
    error: 'Give either subject.release_digest or artifacts',
    path: ['subject'],
  });
export type DecisionRequest = z.infer<typeof DecisionRequest>;

export const bundleMediaType = 'application/vnd.dev.sigstore.bundle.v0.3+json';

export const DecisionResponse = z.object({
  decision: Verdict,
  mode: Mode,
  decision_id: z.string(),
  /** Null when no release is known by what was asked. */
  release_digest: Digest.nullable(),
  policy: z.object({ environment: z.string(), version: z.int(), digest: Digest }).nullable(),
  reasons: z.array(Reason),
  /** RFC 3339, UTC. */
  evaluated_at: z.string(),
  valid_until: z.string(),
  state_etag: z.string(),
  attestation: z.object({ bundle: z.record(z.string(), Json), media_type: z.literal(bundleMediaType) }),
  /** Null for a dry run, which is not recorded. */
  log: z.object({ event_id: z.string(), proof_url: z.string() }).nullable(),
});
export type DecisionResponse = z.infer<typeof DecisionResponse>;
