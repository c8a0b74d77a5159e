import { z } from 'zod';
import { Digest, id, optionalText, Slug, text } from '@/server/kernel/contract';
import { Paging } from '@/server/kernel/paging';

/** Cases of one queue. */
export const mostCases = 1000;
const Label = z
  .string()
  .regex(/^[\p{L}\p{N}][\p{L}\p{N} _-]{0,39}$/u, 'must be 1 to 40 letters, digits, spaces or dashes');

export const CreateQueue = z.strictObject({
  name: Slug,
  /** What people judge by; kept with the labels. */
  question: text(20_000),
  labels: z
    .array(Label)
    .min(2, 'must be at least two')
    .max(9, 'must be at most nine: each has a key')
    .refine((all) => new Set(all).size === all.length, 'must not name a label twice'),
  /** How many people label each case. */
  overlap: z.coerce.number().int().min(1).max(5).default(2),
  /** A finished run whose answers are labelled … */
  runId: id('run').optional(),
  /** … or a dataset version whose cases hold answers at `answer`. */
  datasetVersionId: id('dsv').optional(),
  answer: z
    .string()
    .max(1000)
    .regex(/^(?:expected|metadata)(?:\.[A-Za-z0-9_-]{1,100}){0,8}$/, 'must begin with expected or metadata')
    .default('metadata.answer'),
  /** So many cases, drawn at random; without it, all of them. */
  size: z.coerce.number().int().min(1).max(mostCases).optional(),
});
export const QueueRef = z.strictObject({ queueId: id('rvq') });
export const ListQueues = z.strictObject({
  ...Paging,
  search: z.string().max(100).optional(),
  state: z.enum(['open', 'closed']).optional(),
});
const ordinal = z.coerce.number().int().min(0);
export const GiveLabel = z.strictObject({
  queueId: id('rvq'),
  ordinal,
  label: Label,
  note: optionalText(2000),
});
export const DecideCase = z.strictObject({ queueId: id('rvq'), ordinal, label: Label, reason: text(2000) });

const Estimate = z.strictObject({
  value: z.number().nullable(),
  low: z.number().nullable(),
  high: z.number().nullable(),
  note: z.string().nullable(),
});
/** What came out of a closed queue. */
export const ReviewDocument = z.strictObject({
  v: z.literal(1),
  name: Slug,
  questionSha256: z.string(),
  dataset: z.strictObject({ name: Slug, number: z.int(), digest: Digest }),
  runId: z.string().nullable(),
  cases: z.int(),
  people: z.int(),
  overlap: z.int(),
  /** Cases that have a label in the end: all agree, or somebody decided. */
  labelled: z.int(),
  /** Cases with fewer labels than asked for. */
  incomplete: z.int(),
  disagreements: z.int(),
  decided: z.int(),
  counts: z.array(z.strictObject({ label: z.string(), cases: z.int() })),
  agreement: z.strictObject({
    n: z.int(),
    observed: z.number().nullable(),
    krippendorff: Estimate,
    fleiss: Estimate.nullable(),
    cohen: Estimate.nullable(),
  }),
});
export type ReviewDocument = z.infer<typeof ReviewDocument>;

export const Queue = z.strictObject({
  id: id('rvq'),
  name: Slug,
  question: z.string(),
  labels: z.array(z.string()),
  overlap: z.int(),
  datasetVersionId: id('dsv'),
  runId: id('run').nullable(),
  answer: z.string().nullable(),
  caseCount: z.int(),
  /** Labels given so far, of caseCount times overlap. */
  given: z.int(),
  state: z.enum(['open', 'closed']),
  result: ReviewDocument.nullable(),
  resultDigest: Digest.nullable(),
  /** The dataset that the labels become a version of. */
  datasetName: Slug,
  orgId: z.string(),
  createdBy: z.string(),
  createdAt: z.date(),
  closedBy: z.string().nullable(),
  closedAt: z.date().nullable(),
});
export type Queue = z.infer<typeof Queue>;

/** What a reviewer sees: no model, no run, no name of the case, no label of anybody. */
export const ReviewItem = z.strictObject({
  ordinal: z.int(),
  input: z.unknown(),
  context: z.unknown(),
  answer: z.string(),
});
export const NextItem = z.strictObject({
  orgId: z.string(),
  createdBy: z.string(),
  /** Null when nothing is left for this person. */
  item: ReviewItem.nullable(),
  /** Labels that this person gave, and cases that still wait for them. */
  mine: z.int(),
  open: z.int(),
});

/** A case on which people disagree; shown to whoever decides, not to those who still label it. */
export const Disagreement = z.strictObject({
  ordinal: z.int(),
  input: z.unknown(),
  context: z.unknown(),
  answer: z.string(),
  labels: z.array(z.strictObject({ label: z.string(), note: z.string().nullable() })),
  decision: z.strictObject({ label: z.string(), reason: z.string() }).nullable(),
});
export type Disagreement = z.infer<typeof Disagreement>;
