import { z } from 'zod';
import { metricNames } from '@/evaluators/bias/metrics';
import { Digest, id, Slug } from '@/server/kernel/contract';
import { Paging } from '@/server/kernel/paging';

const column = z.string().min(1).max(200);
const value = z.string().max(200);
/** At least `min`, at most `max`, or both. */
const Limits = z
  .strictObject({ min: z.number().optional(), max: z.number().optional() })
  .refine(({ min, max }) => min !== undefined || max !== undefined, 'needs min or max');

/** Metric names as in the document of `bias --json`. */
export const MetricName = z.enum(metricNames);
export const StudyThresholds = z.partialRecord(MetricName, Limits);

const definition = {
  /** The column of the prediction, and of the true outcome when there is one. */
  prediction: column,
  label: column.optional(),
  /** The prediction that counts as selected; found by itself for 0/1, true/false and yes/no. */
  positive: value.optional(),
  /** Columns of protected attributes; several give their crossing too. */
  attributes: z
    .array(column)
    .min(1, 'must name at least one column')
    .max(5, 'must name at most 5 columns')
    .refine((names) => new Set(names).size === names.length, 'must not name a column twice'),
  /** Reference groups, each looked up in every attribute; by default the largest group. */
  references: z.array(value).max(5).default([]),
  /** Smaller groups are listed, not compared; 0 = off. */
  smallestGroup: z.int().min(0).max(1_000_000).default(30),
  confidence: z.number().min(0.5).max(0.9999).default(0.95),
  /** Without any, the four-fifths rule (demographicParityRatio at least 0.8) is judged. */
  thresholds: StudyThresholds.default({}),
};

export const CreateStudy = z.strictObject({
  /** A study of the same name and another content is its next number. */
  name: Slug,
  /** A version of a dataset of kind `table`. */
  datasetVersionId: id('dsv'),
  ...definition,
  ownerId: id('per').optional(),
});
export const RunStudy = z.strictObject({
  studyId: id('std'),
  /** What made the predictions: the result counts for releases that hold it. */
  modelVersionId: id('mdv').optional(),
  promptVersionId: id('prv').optional(),
});
export const StudyRef = z.strictObject({ studyId: id('std') });
export const StudyResultRef = z.strictObject({ resultId: id('str') });
export const ListStudies = z.strictObject({
  ...Paging,
  search: z.string().max(100).optional(),
  name: Slug.optional(),
});
export const ListStudyResults = z.strictObject({ studyId: id('std'), ...Paging });

/** Its RFC 8785 text is what a study's digest is taken of. */
export const StudyBody = z.strictObject({
  v: z.literal(1),
  name: Slug,
  dataset: z.strictObject({ name: Slug, number: z.int(), digest: Digest }),
  prediction: z.string(),
  label: z.string().nullable(),
  positive: z.string().nullable(),
  attributes: z.array(z.string()),
  references: z.array(z.string()),
  smallestGroup: z.int(),
  confidence: z.number(),
  thresholds: StudyThresholds,
});
export type StudyBody = z.infer<typeof StudyBody>;

export const StudyVerdict = z.enum(['pass', 'fail', 'not_enough_evidence']);
const number = z.number().nullable();
const statistic = {
  value: number,
  low: number,
  high: number,
  n: z.number().optional(),
  note: z.string().optional(),
};
const Statistic = z.looseObject(statistic);
const Tested = z.looseObject({ ...statistic, pValue: number, adjustedP: number });
const Rates = {
  selectionRate: Statistic,
  truePositiveRate: Statistic,
  falsePositiveRate: Statistic,
  falseNegativeRate: Statistic,
  trueNegativeRate: Statistic,
  precision: Statistic,
  accuracy: Statistic,
};
const Attribute = z.strictObject({
  name: z.string(),
  reference: z.string(),
  groups: z.array(
    z.strictObject({
      value: z.string(),
      n: z.number(),
      tooSmall: z.boolean(),
      ...Rates,
      againstReference: z
        .strictObject({ selectionRateDifference: Tested, selectionRateRatio: Tested })
        .nullable(),
    }),
  ),
  metrics: z.record(MetricName, Tested),
  verdict: StudyVerdict,
  reasons: z.array(z.string()),
});
export type StudyAttribute = z.infer<typeof Attribute>;

/** The document of `bias --json`. */
export const BiasDocument = z.strictObject({
  rows: z.int(),
  confidence: z.number(),
  positive: z.string(),
  smallestGroup: z.int(),
  attributes: z.array(Attribute),
  intersections: z.array(Attribute),
});
export type BiasDocument = z.infer<typeof BiasDocument>;

const owned = { orgId: z.string(), createdBy: z.string(), createdAt: z.date() };

export const StudyResult = z.strictObject({
  id: id('str'),
  studyId: id('std'),
  studyName: Slug,
  studyNumber: z.int(),
  studyDigest: Digest,
  subjects: z.array(z.string()),
  modelVersionId: id('mdv').nullable(),
  state: z.enum(['queued', 'finished', 'failed']),
  /** Why it failed: a sentence. */
  stateReason: z.string().nullable(),
  verdict: StudyVerdict.nullable(),
  result: BiasDocument.nullable(),
  resultDigest: Digest.nullable(),
  finishedAt: z.date().nullable(),
  ...owned,
});
export type StudyResult = z.infer<typeof StudyResult>;

export const Study = z.strictObject({
  id: id('std'),
  name: Slug,
  number: z.int(),
  digest: Digest,
  body: StudyBody,
  datasetVersionId: id('dsv'),
  ownerId: z.string(),
  ...owned,
  lastResult: StudyResult.pick({ id: true, state: true, verdict: true, createdAt: true }).nullable(),
});
export type Study = z.infer<typeof Study>;
/** `unchanged`: the same content was a study already, which is this one. */
export const CreatedStudy = Study.extend({ unchanged: z.boolean() });
