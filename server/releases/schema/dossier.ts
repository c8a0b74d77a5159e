import { z } from 'zod';
import { Digest, Line } from './manifest';

/** A judge that decides a measure of a suite, with its newest calibration. */
export const JudgeFact = z.strictObject({
  measure: z.string().max(200),
  /** Null when the suite says nobody to ask, or asks by an evaluator that cannot be calibrated. */
  judge: Digest.nullable(),
  calibration: z
    .strictObject({
      id: z.string().max(80),
      /** Of the RFC 8785 bytes of its result. */
      result: Digest,
      /** Labelled cases. */
      n: z.int().nonnegative(),
      /** Share of the rarest label that counts. */
      rarest_share: z.number().min(0).max(1),
      /** Lower end of the 95 % interval of Cohen's kappa; null = undefined. */
      kappa_low: z.number().nullable(),
      /** Recall of the failing label; of a pairwise judge the lower one of its two sides. */
      fail_recall: z.number().min(0).max(1).nullable(),
      finished_at_us: z.int().nonnegative(),
      stale_at_us: z.int().nonnegative(),
    })
    .nullable(),
  /** What the calibration measured in place of the model that decided the run: ends of a sentence. */
  other_models: z.array(Line).min(1).max(20).optional(),
});
export type JudgeFact = z.infer<typeof JudgeFact>;

/** A run of a suite or the outcome of a study, as the gate judges it. */
export const ResultFact = z.strictObject({
  /** The suite's or study's name in the manifest. */
  name: Line,
  /** Digest of the suite or study that was run; it counts only when the manifest has the same one. */
  of: Digest,
  verdict: z.enum(['pass', 'fail', 'not_enough_evidence']),
  /** `run_…` or `stu_…`. */
  id: z.string().max(80),
  /** Of the RFC 8785 bytes of the result. */
  result: Digest,
  finished_at_us: z.int().nonnegative(),
  /** Microseconds since the epoch from which it no longer counts; null = it does not age. */
  stale_at_us: z.int().nonnegative().nullable(),
  /** Of a suite that did not pass: the threshold that decided. */
  why: Line.optional(),
  /** Of a suite whose thresholds ask judges. */
  judges: z.array(JudgeFact).min(1).max(50).optional(),
  /** Of a suite whose answers or deciding verdicts came from another model than the one asked for: who, for whom. */
  other_models: z.array(Line).min(1).max(20).optional(),
});
export type ResultFact = z.infer<typeof ResultFact>;

export const ControlFact = z.strictObject({
  id: z.string().max(120),
  /** 'failed': a check or assessor said no. 'stale': what met it no longer
   *  holds. 'unsigned': only signatures lack. 'waived': an accepted exception. */
  status: z.enum(['satisfied', 'open', 'failed', 'stale', 'unsigned', 'waived', 'not_applicable']),
  /** Of one that is stale: what no longer holds. Of one that is met another way or waived: how, and until when. */
  why: z.string().max(300).optional(),
  /** Whether it blocks in this environment's stage. */
  blocking: z.boolean(),
  /** 'hand': an assessor decided, not a check. */
  by: z.enum(['check', 'hand']).nullable(),
  /** Digests of the evidence that counts for it. */
  evidence: z.array(Digest).max(100),
  /** When the first of that evidence expires. */
  stale_at_us: z.int().nonnegative().nullable(),
});
export type ControlFact = z.infer<typeof ControlFact>;

export const ChecklistFact = z.strictObject({
  framework: z.string().max(60),
  /** Digest of the pack that was judged; it counts only when the manifest has the same one. */
  of: Digest,
  controls: z.array(ControlFact).max(2000),
});
export type ChecklistFact = z.infer<typeof ChecklistFact>;

/** An open finding; closed ones are not listed. */
export const FindingFact = z.strictObject({
  id: z.string().max(80),
  title: Line,
  severity: z.enum(['low', 'medium', 'high', 'critical']),
  due_at_us: z.int().nonnegative().nullable(),
});
export type FindingFact = z.infer<typeof FindingFact>;

/** What is known about one release in one environment: what the gate judges beside the sign-offs. */
export const Facts = z.strictObject({
  suites: z.array(ResultFact).max(500),
  studies: z.array(ResultFact).max(500),
  checklists: z.array(ChecklistFact).max(50),
  findings: z.array(FindingFact).max(2000),
  /** Of the RFC 8785 bytes of the answers about the system; absent where no framework reads them. */
  answers: Digest.optional(),
});
export type Facts = z.infer<typeof Facts>;

/**
 * What a signer saw. Lists are sorted (suites and studies by name, then id; checklists by framework; controls and
 * findings by id). Stored when a release is submitted and again when it differs. Make it with `dossier`.
 */
export const Dossier = z.strictObject({
  schema: z.literal('countersign.dossier/v1'),
  org: z.string().max(64),
  release_digest: Digest,
  environment: z.string().max(60),
  policy_digest: Digest,
  ...Facts.shape,
});
export type Dossier = z.infer<typeof Dossier>;
