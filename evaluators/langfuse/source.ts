import { z } from 'zod';

export const langfuseLimits = {
  /** Items of a dataset. */
  items: 50_000,
  /** Traces, or items of a run. */
  traces: 5000,
  /** Of all answers of Langfuse together. */
  bytes: 250_000_000,
  /** For all of it. */
  totalMs: 240_000,
  tags: 10,
} as const;

const name = (max: number) => z.string().trim().min(1).max(max);
const instant = z.iso.datetime({ offset: true, error: 'must be a time such as 2026-01-31T00:00:00Z' });

export const LangfuseAccess = {
  baseUrl: z.string().min(1).max(2000).describe('such as https://cloud.langfuse.com'),
  keyRef: z
    .string()
    .regex(
      /^COUNTERSIGN_TARGET_KEY_[A-Z0-9_]{1,64}$/,
      'must be the name of an environment variable that begins with COUNTERSIGN_TARGET_KEY_',
    )
    .describe('variable of the server that holds HOST PUBLIC_KEY:SECRET_KEY'),
};

export const LangfuseItems = z.strictObject({
  kind: z.literal('dataset'),
  dataset: name(200),
  version: instant.optional().describe('the items as they were then'),
});
export type LangfuseItems = z.infer<typeof LangfuseItems>;

export const LangfuseTraces = z.strictObject({
  kind: z.literal('traces'),
  name: name(200).optional(),
  tags: z.array(name(200)).max(langfuseLimits.tags).optional().describe('traces that have all of them'),
  from: instant,
  to: instant,
});
export type LangfuseTraces = z.infer<typeof LangfuseTraces>;

export const LangfuseRun = z.strictObject({
  kind: z.literal('run'),
  dataset: name(200),
  run: name(200).describe('name of the dataset run (experiment)'),
});
export type LangfuseRun = z.infer<typeof LangfuseRun>;

/** Where cases come from. */
export const CaseSource = z.discriminatedUnion('kind', [LangfuseItems, LangfuseTraces]);
export type CaseSource = z.infer<typeof CaseSource>;
/** Where recorded outputs come from. */
export const AnswerSource = z.discriminatedUnion('kind', [LangfuseRun, LangfuseTraces]);
export type AnswerSource = z.infer<typeof AnswerSource>;

const origin = {
  tool: z.literal('langfuse'),
  /** Null when a file was brought. */
  host: z.string().nullable(),
};

/** What a dataset version was made of. */
export const CaseOrigin = z.strictObject({
  ...origin,
  source: CaseSource.nullable(),
  taken: z.int(),
  /** Archived items, which were left out. */
  archived: z.int(),
});
export type CaseOrigin = z.infer<typeof CaseOrigin>;

/** What the answers of a recorded run were made of, what was left out, and what Langfuse did not know. */
export const AnswerOrigin = z.strictObject({
  ...origin,
  source: AnswerSource.nullable(),
  taken: z.int(),
  leftOut: z.strictObject({ noCase: z.int(), noOutput: z.int(), further: z.int() }),
  /** How many of the answers taken lack it. */
  missing: z.strictObject({ model: z.int(), usage: z.int(), costUsd: z.int(), latencyMs: z.int() }),
});
export type AnswerOrigin = z.infer<typeof AnswerOrigin>;
