import { z } from 'zod';
import { Digest, id, optionalText, Slug } from '@/server/kernel/contract';
import { Paging } from '@/server/kernel/paging';
import { KeyRef } from '@/server/evaluations/schema/runs';
import { JudgeKind } from './judges';

/** A judge is measured on at most so many cases. */
export const mostCases = 20_000;
const place = z
  .string()
  .max(1000)
  .regex(
    /^(?:expected|input|context|metadata)(?:\.[A-Za-z0-9_-]{1,100}){0,8}$/,
    'must begin with expected, input, context or metadata; dots go deeper',
  );
const words = z.array(z.string().trim().min(1).max(200)).max(50);

export const StartCalibration = z.strictObject({
  judgeId: id('jdg'),
  /** A version of a dataset of kind `cases` that people have labelled. */
  datasetVersionId: id('dsv'),
  /** Where in a case the answer stands that was labelled. */
  answer: place.default('metadata.answer'),
  /** Where the people's label stands. The judge never sees it. */
  label: place.default('metadata.label'),
  /** What people wrote for each label of the judge; without it they wrote the label itself, in any case of letters. */
  mapping: z.record(z.string().max(20), words).default({}),
  /** What people were told to judge by: kept with the record. */
  labelPolicy: optionalText(20_000),
  /** After so many days it no longer counts. */
  ttlDays: z.coerce.number().int().min(1).max(366).default(180),
  keyRef: KeyRef.optional(),
});
export const JudgingRef = z.strictObject({ judgingId: id('jgm') });
export const ListJudgings = z.strictObject({ ...Paging, judgeId: id('jdg') });
export const ListVerdicts = z.strictObject({
  judgingId: id('jgm'),
  ...Paging,
  /** Only those in which judge and people differ, or the judge gave no verdict. */
  disagreements: z
    .union([z.boolean(), z.enum(['true', 'false'])])
    .optional()
    .meta({ description: 'true: only where judge and people differ, or the judge gave no verdict' }),
});

export const CalibrationPlan = z.strictObject({
  answer: z.string(),
  label: z.string(),
  mapping: z.record(z.string(), z.array(z.string())),
  labelPolicy: z.string(),
  ttlDays: z.int(),
});
export type CalibrationPlan = z.infer<typeof CalibrationPlan>;

const number = z.number().nullable();
export const Estimate = z.strictObject({
  value: number,
  low: number,
  high: number,
  note: z.string().nullable(),
});
export type Estimate = z.infer<typeof Estimate>;
const Pinned = z.strictObject({ name: Slug, number: z.int(), digest: Digest });

/** What a judge is worth against people. Its digest is what a gate's dossier names. */
export const CalibrationDocument = z.strictObject({
  v: z.literal(1),
  judge: Pinned,
  dataset: Pinned,
  /** SHA-256 of what people were told; null when nobody wrote it down. */
  labelPolicySha256: z.string().nullable(),
  labels: z.array(z.string()),
  failing: z.string().nullable(),
  /** Labelled cases; one without a verdict counts as wrong. */
  n: z.int(),
  /** Cases whose label is missing or none of those that are mapped: not asked. */
  unlabelled: z.int(),
  withoutVerdict: z.int(),
  accuracy: Estimate,
  kappa: Estimate,
  perLabel: z.array(
    z.strictObject({
      label: z.string(),
      cases: z.int(),
      answered: z.int(),
      precision: Estimate,
      recall: Estimate,
    }),
  ),
  /** Rows: people. Columns: the judge, the last one without a verdict. */
  confusion: z.array(z.array(z.int())),
  constant: z.strictObject({ label: z.string(), accuracy: z.number() }).nullable(),
  beatsConstant: z.enum(['yes', 'not_shown', 'no']).nullable(),
  /** Model names as the provider reported them. */
  models: z.array(z.string()),
});
export type CalibrationDocument = z.infer<typeof CalibrationDocument>;

export const JudgingState = z.enum(['queued', 'running', 'stopped', 'finished', 'failed']);

export const Calibration = z.strictObject({
  id: id('jgm'),
  judgeId: id('jdg'),
  judgeName: Slug,
  judgeNumber: z.int(),
  judgeKind: JudgeKind,
  judgeDigest: Digest,
  datasetVersionId: id('dsv'),
  plan: CalibrationPlan,
  keyRef: z.string().nullable(),
  state: JudgingState,
  stateReason: z.string().nullable(),
  caseCount: z.int(),
  doneCount: z.int(),
  result: CalibrationDocument.nullable(),
  resultDigest: Digest.nullable(),
  expiresAt: z.date().nullable(),
  isExpired: z.boolean(),
  /** What it lacks of the rule that policies begin with; empty = nothing. Null while there is no result. */
  shortfalls: z.array(z.string()).nullable(),
  /** The model that is asked for, and those that answered in its place, as they say themselves. */
  askedModel: z.string(),
  otherModels: z.array(z.string()),
  orgId: z.string(),
  createdBy: z.string(),
  createdAt: z.date(),
  startedAt: z.date().nullable(),
  finishedAt: z.date().nullable(),
});
export type Calibration = z.infer<typeof Calibration>;

export const Verdict = z.strictObject({
  ordinal: z.int(),
  caseId: z.string(),
  human: z.string().nullable(),
  verdict: z.string().nullable(),
  reason: z.string().nullable(),
  model: z.string().nullable(),
});
export type Verdict = z.infer<typeof Verdict>;
