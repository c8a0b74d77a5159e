import { z } from 'zod';
import { SigningMethod } from '../../signoff/schema/statement';

const Name = z.string().min(1).max(200);
const Role = z.string().regex(/^[a-z][a-z_]{0,59}$/);
export const EnvironmentName = z.string().regex(/^[a-z][a-z0-9-]{0,39}$/);

/** Who may not sign: an author of the release, the owner of a suite or study it is judged by, who submitted it. */
export const Forbidden = z.enum(['author', 'evaluator_owner', 'requester']);

/** What a judge must have shown against people's labels. */
export const JudgeRequirement = z.strictObject({
  min_cases: z.int().min(1).max(1_000_000),
  /** Of the rarest label: with few failures, a judge's eye for them is not measured. */
  min_share: z.number().min(0).max(0.5),
  /** For the lower end of the 95 % interval of Cohen's kappa. */
  min_kappa: z.number().min(0).max(1),
  /** Of the failing label. */
  min_recall: z.number().min(0).max(1),
});
export type JudgeRequirement = z.infer<typeof JudgeRequirement>;

/** What a policy begins with when it demands calibrated judges, and what pages call calibrated. */
export const firstJudgeRequirement: JudgeRequirement = {
  min_cases: 200,
  min_share: 0.3,
  min_kappa: 0.6,
  min_recall: 0.8,
};

/** What one environment asks for. Its digest is in every statement; every change is a new version. */
export const GatePolicy = z.strictObject({
  schema: z.literal('countersign.policy/v1'),
  environment: EnvironmentName,
  /** Each must be named by the manifest, have passed for this release's digests, and not be stale. */
  require: z.strictObject({
    suites: z.array(Name).max(100),
    studies: z.array(Name).max(100),
    frameworks: z.array(z.string().regex(/^[a-z0-9-]{1,60}$/)).max(20),
    /** Every judge that decides a required suite must be calibrated; absent = not asked for. */
    judges: JudgeRequirement.optional(),
    /** Answers and deciding verdicts of required suites come from the models that were asked, and with `judges` from
     *  those that were calibrated; absent = not asked for. */
    models_as_asked: z.literal(true).optional(),
  }),
  /** 'needs_signoff' words it as a question to people; it never lets a release through. */
  on_not_enough_evidence: z.enum(['block', 'needs_signoff']),
  quorum: z
    .array(z.strictObject({ role: Role, n: z.int().min(1).max(10) }))
    .min(1)
    .max(20),
  /** By person, across sign-ins. One person never fills two slots. */
  distinct_persons: z.literal(true),
  forbid: z.array(Forbidden).max(3),
  /** The weakest method that counts. */
  min_method: SigningMethod,
  /** How long before the submission a signer's role must have been held; 0 = at the submission. */
  role_seasoning_hours: z.int().min(0).max(8760),
  approval_ttl_days: z.int().min(1).max(3650),
  any_rejection_blocks: z.boolean(),
  /** Whether a signature of somebody who lost the role since still counts. */
  on_role_lost: z.enum(['keep', 'drop']),
});
export type GatePolicy = z.infer<typeof GatePolicy>;

/** The policy of a new organisation's production environment. */
export const firstPolicy: GatePolicy = {
  schema: 'countersign.policy/v1',
  environment: 'production',
  require: { suites: [], studies: [], frameworks: [] },
  on_not_enough_evidence: 'block',
  quorum: [{ role: 'compliance_officer', n: 1 }],
  distinct_persons: true,
  forbid: ['author'],
  min_method: 'password',
  role_seasoning_hours: 0,
  approval_ttl_days: 90,
  any_rejection_blocks: true,
  on_role_lost: 'drop',
};
