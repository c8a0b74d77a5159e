import { z } from 'zod';
import { AnswerOrigin, AnswerSource, LangfuseAccess } from '@/evaluators/langfuse/source';
import { PromptParameter } from '@/evaluators/prompt-parameters';
import { targetFields } from '@/evaluators/target';
import { Digest, id, Slug } from '@/server/kernel/contract';
import { Paging } from '@/server/kernel/paging';
import { RunCanary } from './canary';
import { RunSummary, RunVerdict } from './summary';

export type { AnswerOrigin };
export const RunState = z.enum(['queued', 'running', 'stopping', 'stopped', 'finished', 'failed']);
export type RunState = z.infer<typeof RunState>;
export const ResultState = z.enum(['passed', 'failed', 'scored', 'inconclusive', 'errored']);
export type ResultState = z.infer<typeof ResultState>;

/** The name of an environment variable of the server that holds `HOST KEY`: the key is sent to that host only and is
 *  never stored or shown. */
export const KeyRef = z
  .string()
  .regex(
    /^COUNTERSIGN_TARGET_KEY_[A-Z0-9_]{1,64}$/,
    'must be the name of an environment variable that begins with COUNTERSIGN_TARGET_KEY_',
  );

/** Fields that are given replace those of the suite's own target. */
export const replacedFields = {
  api: z.enum(['chat', 'responses']).optional(),
  stream: z.boolean().optional(),
  baseUrl: z.string().min(1).max(2000).optional(),
  model: z.string().min(1).max(200).optional(),
  temperature: z.number().min(0).max(2).optional(),
  seed: z.int().optional(),
  maxTokens: z.int().min(1).max(100_000).optional(),
};
/** Decimal US dollars: a run that has cost more stops. */
export const Budget = z
  .string()
  .regex(/^\d{1,9}(\.\d{1,9})?$/, 'must be a decimal number of US dollars, such as 2.50')
  .refine((text) => Number(text) > 0, 'must be more than 0');

export const StartRun = z.strictObject({
  suiteVersionId: id('stv'),
  /** What the target runs: the result counts for releases that hold this version. */
  modelVersionId: id('mdv').optional(),
  target: z.strictObject(replacedFields).optional(),
  budget: Budget.optional(),
  noCache: z.boolean().optional().describe('ask anew even where the suite allows the response cache'),
  apiKeyRef: KeyRef.optional(),
  judgeKeyRef: KeyRef.optional(),
});
export const recordedLimits = { fileBytes: 1_000_000_000, lineLength: 2_000_000, depth: 16 } as const;
/** Of recorded outputs, beside the bytes. */
export const RecordedQuery = z.strictObject({
  suiteVersionId: id('stv'),
  modelVersionId: id('mdv').optional(),
  judgeKeyRef: KeyRef.optional(),
  /** For judges and scorers: the answers are there already. */
  budget: Budget.optional(),
  from: z.enum(['langfuse']).optional().describe('the file is an export of traces or run items of this tool'),
  /** Of answers from Langfuse. */
  caseKey: z
    .string()
    .min(1)
    .max(100)
    .optional()
    .describe('key of the metadata that holds the id of the case'),
});
/** Reads recorded outputs from Langfuse over the network. */
export const BringRecorded = RecordedQuery.omit({ from: true }).extend({
  ...LangfuseAccess,
  source: AnswerSource,
});
export const StartRecordedRun = RecordedQuery.extend({
  origin: AnswerOrigin.nullable().optional(),
  /** As `receiveRecorded` put it on disk; null when nothing was read because the caller may not start runs. */
  recorded: z
    .strictObject({
      sha256: z.string(),
      indexSha256: z.string(),
      outputs: z.int(),
    })
    .nullable(),
});

export const RunRef = z.strictObject({ runId: id('run') });
export const ResumeRun = RunRef.extend({
  budget: Budget.optional().describe('a higher one than the run has'),
  /** Why more may be spent; it must be given with a budget. */
  reason: z.string().trim().min(1).max(500).optional(),
});
export const ListRuns = z.strictObject({
  ...Paging,
  suiteId: id('ste').optional(),
  state: RunState.optional(),
  verdict: RunVerdict.optional(),
});
export const ListRunResults = z.strictObject({
  runId: id('run'),
  ...Paging,
  state: ResultState.optional(),
  /** Only what failed, errored or could not be judged. */
  problems: z
    .union([z.boolean(), z.enum(['true', 'false'])])
    .optional()
    .meta({ description: 'true: only what failed, errored or could not be judged' }),
});
export const RunCaseRef = z.strictObject({
  runId: id('run'),
  ordinal: z.coerce.number().int().min(0),
  repeat: z.coerce.number().int().min(0).default(0),
});
export const RunTrend = z.strictObject({ suiteId: id('ste') });
export const ListTargetKeys = z.strictObject({});

export const RunTarget = z.strictObject({
  ...targetFields,
  /** Further parameters of the prompt version, sent as they are. */
  more: z.record(z.string(), z.unknown()).optional(),
  baseUrl: z.string(),
  model: z.string(),
  apiKeyRef: KeyRef.optional(),
  judgeKeyRef: KeyRef.optional(),
});
export type RunTarget = z.infer<typeof RunTarget>;

/** The approved release, and its run of the same suite, that a run is held against; found when the run began. */
export const RunBaseline = z.strictObject({
  system: z.string(),
  environment: z.string(),
  release: z.strictObject({ id: id('rel'), version: z.string(), digest: Digest }).nullable(),
  run: z.strictObject({ id: id('run'), resultDigest: Digest.nullable() }).nullable(),
  /** Why there is none. */
  reason: z.string().nullable(),
});
export type RunBaseline = z.infer<typeof RunBaseline>;

export const Run = z.strictObject({
  id: id('run'),
  suiteId: id('ste'),
  suiteName: Slug,
  suiteVersionId: id('stv'),
  suiteNumber: z.int(),
  suiteDigest: Digest,
  datasetVersionId: id('dsv'),
  promptVersionId: id('prv').nullable(),
  modelVersionId: id('mdv').nullable(),
  /** SHA-256 (hex) of the model and prompt versions that it judges. */
  subjects: z.array(z.string()),
  source: z.enum(['live', 'recorded']),
  /** What recorded answers were taken from; null when somebody brought them as they are. */
  origin: AnswerOrigin.nullable(),
  target: RunTarget.nullable(),
  /** What became of the parameters of the prompt version; null when it has none, or for recorded outputs. */
  promptParameters: z.array(PromptParameter).nullable(),
  state: RunState,
  /** Why it stopped or failed: `auth`, `billing`, `not_found`, `stopped_by_person`, … and a sentence. */
  stateReason: z.string().nullable(),
  caseCount: z.int(),
  repeats: z.int(),
  /** Results so far, of caseCount times repeats. */
  doneCount: z.int(),
  errorCount: z.int(),
  /** How often work on it was cut off and taken up again, as after a crash of the server. */
  takenAgain: z.int(),
  /** Results whose case was certainly asked before without its answer being stored: their calls were made again. */
  againCount: z.int(),
  /** Whether it may take answers that an earlier run got to exactly the same request, and how many it took. */
  usesCache: z.boolean(),
  cachedCount: z.int(),
  /** Decimal US dollars of the answers so far; null while nothing has a price. */
  cost: z.string().nullable(),
  /** Of the judges and scorers so far, on top; null while none of their calls has a price. */
  judgeCost: z.string().nullable(),
  /** Calls of judges and scorers that were answered, and how many of them nobody knows the price of. */
  judgeCalls: z.int(),
  unpricedJudgeCalls: z.int(),
  /** Answers and judges together. */
  totalCost: z.string().nullable(),
  verdict: RunVerdict.nullable(),
  summary: RunSummary.nullable(),
  resultDigest: Digest.nullable(),
  /** Decimal US dollars at which it stops. */
  budget: z.string().nullable(),
  /** Null when its suite asks for none. */
  baseline: RunBaseline.nullable(),
  /** Null unless a canary schedule started it and it has finished. */
  canary: RunCanary.nullable(),
  /** The schedule that started it. */
  scheduleId: z.string().nullable(),
  orgId: z.string(),
  createdBy: z.string(),
  createdAt: z.date(),
  startedAt: z.date().nullable(),
  finishedAt: z.date().nullable(),
});
export type Run = z.infer<typeof Run>;

const Outcome = z.union([
  z.strictObject({
    state: z.literal('scored'),
    value: z.number(),
    pass: z.boolean().optional(),
    detail: z.string().optional(),
    /** What the case adds to a figure over all cases. */
    item: z
      .array(z.union([z.string(), z.number()]))
      .readonly()
      .optional(),
  }),
  z.strictObject({ state: z.enum(['inconclusive', 'errored']), reason: z.string() }),
]);
const Judging = z.strictObject({
  calls: z.int(),
  unpriced: z.int(),
  inputTokens: z.number(),
  outputTokens: z.number(),
  cost: z.string().nullable(),
  /** The model that was asked for; null when a scorer of one's own was asked. */
  asked: z.string().nullable(),
  /** Who answered, as they say themselves. */
  models: z.array(z.string()).readonly(),
  /** Those of them that are another model than the one asked for. */
  others: z.array(z.string()).readonly(),
});
export const RunResult = z.strictObject({
  ordinal: z.int(),
  repeat: z.int(),
  caseId: z.string(),
  state: ResultState,
  output: z.string().nullable(),
  measures: z.record(z.string(), Outcome),
  usage: z.record(z.string(), z.unknown()).nullable(),
  /** Decimal US dollars of the answer. */
  cost: z.string().nullable(),
  /** What its judges and scorers took, by measure; null when nobody was asked. */
  judging: z.record(z.string(), Judging).nullable(),
  /** Decimal US dollars of them together, on top. */
  judgeCost: z.string().nullable(),
  /** The answer and its judges together. */
  totalCost: z.string().nullable(),
  latencyMs: z.number().nullable(),
  /** Of an answer that was streamed. */
  firstTokenMs: z.number().nullable(),
  /** As the provider reported it. */
  model: z.string().nullable(),
  /** The provider's own id of the answer; null when it gave none, and for one from the cache. */
  responseId: z.string().nullable(),
  attempts: z.int(),
  /** It was asked before, and the answer was lost when that work was cut off. */
  askedAgain: z.boolean(),
  /** Its answer is that of an earlier run to exactly the same request: no call, no cost, no latency. */
  cached: z.boolean(),
  failure: z.strictObject({ class: z.string(), message: z.string() }).nullable(),
  finishedAt: z.date(),
});
export type RunResult = z.infer<typeof RunResult>;

/** One result with the case and the messages it came from. */
export const RunCase = RunResult.extend({
  runId: id('run'),
  /** Another model answered than the one asked for. */
  isOtherModel: z.boolean(),
  input: z.unknown(),
  expected: z.unknown(),
  context: z.unknown(),
  /** As they were sent; null for recorded outputs and for a body of one's own. */
  messages: z.array(z.strictObject({ role: z.string(), content: z.string() })).nullable(),
  /** Which retrieved piece each sentence cites; null unless the suite has `rag.citations` and the case has pieces. */
  attributions: z
    .array(
      z.strictObject({
        sentence: z.string(),
        sources: z
          .array(
            z.strictObject({
              mark: z.string(),
              /** From 1; null when no retrieved piece is meant. */
              place: z.int().nullable(),
              id: z.string().nullable(),
              text: z.string(),
            }),
          )
          .readonly(),
      }),
    )
    .nullable(),
  /** What was posted to a json target; null otherwise. */
  body: z.unknown(),
  orgId: z.string(),
  createdBy: z.string(),
});
export type RunCase = z.infer<typeof RunCase>;
