import { z } from 'zod';
import { Digest, id, Slug, text } from '@/server/kernel/contract';
import { Paging } from '@/server/kernel/paging';

export const JudgeKind = z.enum(['rubric', 'g-eval', 'pairwise']);
export type JudgeKind = z.infer<typeof JudgeKind>;

/** Exactly the parameters of the evaluator `judge.KIND`, the target apart. */
export const CreateJudge = z.strictObject({
  /** A judge of the same name and another content is its next number. */
  name: Slug,
  kind: JudgeKind,
  /** The rubric, or the criteria. */
  instructions: text(20_000),
  /** G-Eval: one step a line, written once. */
  steps: z.array(text(2000)).max(20).optional(),
  lowest: z.coerce.number().int().optional(),
  highest: z.coerce.number().int().optional(),
  passFrom: z.coerce.number().int().optional(),
  /** Pairwise: where in a case the other answer stands, such as metadata.other. */
  against: z.string().max(1000).optional(),
  baseUrl: z.string().min(1).max(2000),
  model: z.string().min(1).max(200),
  temperature: z.coerce.number().min(0).max(2).optional(),
  seed: z.coerce.number().int().optional(),
  maxTokens: z.coerce.number().int().min(1).max(100_000).optional(),
  /** The registered version of the model that judges; a hosted one must have the same name. */
  modelVersionId: id('mdv').optional(),
  ownerId: id('per').optional(),
});
export const JudgeRef = z.strictObject({ judgeId: id('jdg') });
export const ListJudges = z.strictObject({
  ...Paging,
  search: z.string().max(100).optional(),
  /** Exactly this name: its numbers, newest first. */
  name: Slug.optional(),
  kind: JudgeKind.optional(),
});

const Target = z.strictObject({
  baseUrl: z.string(),
  model: z.string(),
  temperature: z.number().optional(),
  seed: z.int().optional(),
  maxTokens: z.int().optional(),
});
/** Its RFC 8785 text is what a judge's digest is taken of. */
export const JudgeBody = z.strictObject({
  v: z.literal(1),
  evaluator: z.string(),
  version: z.int(),
  params: z.looseObject({ judge: Target }),
});
export type JudgeBody = z.infer<typeof JudgeBody>;

/** Whether a gate may rely on it now, by the rule that policies begin with. */
export const JudgeStanding = z.enum(['calibrated', 'too_weak', 'expired', 'none']);
export type JudgeStanding = z.infer<typeof JudgeStanding>;

export const Judge = z.strictObject({
  id: id('jdg'),
  name: Slug,
  number: z.int(),
  kind: JudgeKind,
  digest: Digest,
  body: JudgeBody,
  /** An entry of `evaluators` of a suite file. */
  yaml: z.string(),
  /** The evaluator's prompt has changed since: a suite that runs now has another judge. */
  isOutdated: z.boolean(),
  modelVersionId: id('mdv').nullable(),
  ownerId: z.string(),
  orgId: z.string(),
  createdBy: z.string(),
  createdAt: z.date(),
  standing: JudgeStanding,
  /** The newest finished calibration of this digest, whoever made it. */
  calibration: z
    .strictObject({
      id: id('jgm'),
      kappa: z.number().nullable(),
      kappaLow: z.number().nullable(),
      kappaHigh: z.number().nullable(),
      n: z.int(),
      finishedAt: z.date(),
      expiresAt: z.date(),
    })
    .nullable(),
});
export type Judge = z.infer<typeof Judge>;
export const CreatedJudge = Judge.extend({ unchanged: z.boolean() });
