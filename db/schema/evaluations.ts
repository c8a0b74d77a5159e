import { boolean, doublePrecision, integer, jsonb, pgTable, primaryKey, text } from 'drizzle-orm/pg-core';
import { createdAt, createdBy, instant, orgId } from '../columns';

export const runStates = ['queued', 'running', 'stopping', 'stopped', 'finished', 'failed'] as const;
/** Of a result: the worst of its measures; `scored` = none of them passes or fails a case. */
export const resultStates = ['passed', 'failed', 'scored', 'inconclusive', 'errored'] as const;
export const verdicts = ['pass', 'fail', 'not_enough_evidence'] as const;

export const suites = pgTable('suites', {
  id: text().primaryKey(),
  orgId: orgId(),
  name: text().notNull(),
  description: text().notNull().default(''),
  ownerId: text().notNull(),
  createdBy: createdBy(),
  createdAt: createdAt(),
});

/** A suite's exact canonical text with dataset and prompt pinned by digest. */
export const suiteVersions = pgTable('suite_versions', {
  id: text().primaryKey(),
  orgId: orgId(),
  suiteId: text().notNull(),
  number: integer().notNull(),
  digest: text().notNull(),
  body: text().notNull(),
  datasetVersionId: text().notNull(),
  promptVersionId: text(),
  createdBy: createdBy(),
  createdAt: createdAt(),
});

/** Where a run asks. Keys are names of environment variables, never values. */
export interface RunTarget {
  readonly baseUrl: string;
  readonly model: string;
  readonly temperature?: number;
  readonly seed?: number;
  readonly maxTokens?: number;
  readonly more?: Readonly<Record<string, unknown>>;
  readonly api?: 'chat' | 'responses' | 'json';
  readonly stream?: boolean;
  readonly tools?: {
    name: string;
    description?: string;
    parameters?: Record<string, unknown>;
    strict?: boolean;
  }[];
  readonly toolChoice?: string;
  readonly body?: unknown;
  readonly output?: string;
  readonly reportedModel?: string;
  readonly apiKeyRef?: string;
  readonly judgeKeyRef?: string;
}

/** What a run is held against; `reason` says why there is nothing. */
export interface RunBaseline {
  readonly system: string;
  readonly environment: string;
  readonly release: { readonly id: string; readonly version: string; readonly digest: string } | null;
  readonly run: { readonly id: string; readonly resultDigest: string | null } | null;
  readonly reason: string | null;
}

/** One execution of a suite version, frozen at its start. `subjects` are the digests (64 hex digits) of the model
 *  and prompt versions that it judged: it counts for a release that holds all of them. */
export const runs = pgTable('runs', {
  id: text().primaryKey(),
  orgId: orgId(),
  suiteId: text().notNull(),
  suiteVersionId: text().notNull(),
  suiteDigest: text().notNull(),
  datasetVersionId: text().notNull(),
  promptVersionId: text(),
  modelVersionId: text(),
  subjects: text().array().notNull().default([]),
  source: text({ enum: ['live', 'recorded'] }).notNull(),
  target: jsonb().$type<RunTarget>(),
  /** Recorded outputs as kept on disk, and where in them each case's line is. */
  recordedSha256: text(),
  /** What became of the parameters of the prompt version. */
  promptParameters: jsonb(),
  /** What recorded answers were taken from. */
  origin: jsonb(),
  recordedIndexSha256: text(),
  state: text({ enum: runStates }).notNull(),
  stateReason: text(),
  /** Grows with each job that works on the run; a job of an older slice does nothing. */
  slice: integer().notNull().default(0),
  caseCount: integer().notNull(),
  repeats: integer().notNull().default(1),
  doneCount: integer().notNull().default(0),
  errorCount: integer().notNull().default(0),
  /** Repeats of cases, in the order of the dataset, that were taken up when the newest batch was stored. */
  askedTo: integer().notNull().default(0),
  /** How often a job found the run in the middle of another's work. */
  takenAgain: integer().notNull().default(0),
  /** Whether it may take answers that an earlier run got to exactly the same request. */
  usesCache: boolean().notNull().default(false),
  cachedCount: integer().notNull().default(0),
  /** Results whose case had been taken up before. */
  againCount: integer().notNull().default(0),
  /** Decimal US dollars of the answers. */
  cost: text(),
  /** Of the judges and scorers, on top. */
  judgeCost: text(),
  judgeCalls: integer().notNull().default(0),
  unpricedJudgeCalls: integer().notNull().default(0),
  verdict: text({ enum: verdicts }),
  summary: jsonb().$type<Record<string, unknown>>(),
  /** `sha256:…` of the canonical summary. */
  resultDigest: text(),
  /** Decimal US dollars at which it stops; null = no limit. */
  budget: text(),
  /** The approved release and its run that it is held against, as found at its start. */
  baseline: jsonb().$type<RunBaseline>(),
  /** What a run of a canary showed. */
  canary: jsonb().$type<Record<string, unknown>>(),
  scheduleId: text(),
  createdBy: createdBy(),
  createdAt: createdAt(),
  startedAt: instant(),
  finishedAt: instant(),
});

/** One result of one case and repeat; inserted once, whoever delivers it again. */
export const runResults = pgTable(
  'run_results',
  {
    orgId: orgId(),
    runId: text().notNull(),
    ordinal: integer().notNull(),
    repeat: integer().notNull().default(0),
    caseId: text().notNull(),
    state: text({ enum: resultStates }).notNull(),
    output: text(),
    measures: jsonb().$type<Record<string, unknown>>().notNull().default({}),
    usage: jsonb().$type<Record<string, unknown>>(),
    cost: text(),
    /** What judges and scorers took, by measure, and their sum in decimal US dollars. */
    judging: jsonb().$type<Record<string, unknown>>(),
    judgeCost: text(),
    latencyMs: doublePrecision(),
    /** Of an answer that was streamed. */
    firstTokenMs: doublePrecision(),
    /** The provider's own id of the answer. */
    responseId: text(),
    model: text(),
    attempts: integer().notNull().default(1),
    askedAgain: boolean().notNull().default(false),
    /** Its answer is that of an earlier result. */
    cached: boolean().notNull().default(false),
    /** SHA-256 of the request, in runs that use the cache. */
    requestKey: text(),
    failure: jsonb().$type<{ class: string; message: string }>(),
    finishedAt: instant().notNull().defaultNow(),
  },
  (t) => [primaryKey({ columns: [t.runId, t.ordinal, t.repeat] })],
);

/** When a suite runs by itself. */
export const runSchedules = pgTable('run_schedules', {
  id: text().primaryKey(),
  orgId: orgId(),
  suiteId: text().notNull(),
  name: text().notNull(),
  state: text({ enum: ['active', 'paused'] }).notNull(),
  cron: text(),
  timeZone: text().notNull(),
  jitterSeconds: integer().notNull(),
  /** Days without a run: `2026-12-24/2026-12-26`, both included, in the time zone of the schedule. */
  blackouts: text().array().notNull().default([]),
  onNewVersion: boolean().notNull(),
  promptLabel: text(),
  /** The canary whose alarm starts a run. */
  onAlarmOf: text(),
  /** Each run is held against the reference: does the model behind the target still answer as it did? */
  canary: boolean().notNull().default(false),
  referenceRunId: text(),
  noiseRunId: text(),
  /** The first run since the reference whose check raised the alarm. */
  alarmRunId: text(),
  budget: text(),
  modelVersionId: text(),
  apiKeyRef: text(),
  judgeKeyRef: text(),
  nextAt: instant(),
  lastAt: instant(),
  lastRunId: text(),
  lastProblem: text(),
  createdBy: createdBy(),
  createdAt: createdAt(),
});
