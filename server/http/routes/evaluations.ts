import type { Context } from 'hono';
import { acceptReference } from '@/server/evaluations/commands/canary';
import { exportResults } from '@/server/evaluations/commands/export-results';
import { bringRecorded } from '@/server/evaluations/commands/bring-recorded';
import { receiveRecorded } from '@/server/evaluations/commands/receive-recorded';
import { resumeRun, startRecordedRun, startRun, stopRun } from '@/server/evaluations/commands/runs';
import { addSuiteVersion, createSuite, editSuite } from '@/server/evaluations/commands/suites';
import { getComparedCase, getRunComparison, listRegressions } from '@/server/evaluations/queries/comparison';
import { createSchedule, deleteSchedule, editSchedule } from '@/server/evaluations/commands/schedules';
import { getSchedule, listSchedules } from '@/server/evaluations/queries/schedules';
import { Schedule } from '@/server/evaluations/schema/schedules';
import { estimateRun } from '@/server/evaluations/queries/estimate';
import { getEvaluator, listEvaluators } from '@/server/evaluations/queries/evaluators';
import { getRunCase, listRunResults } from '@/server/evaluations/queries/results';
import { getRun, listRuns, listTargetKeys } from '@/server/evaluations/queries/runs';
import {
  getSuite,
  getSuiteVersion,
  listSuites,
  listSuiteVersions,
} from '@/server/evaluations/queries/suites';
import { getSuiteSchema } from '@/server/evaluations/queries/suite-schema';
import { watchRun } from '@/server/evaluations/queries/watch-run';
import { Evaluator } from '@/server/evaluations/schema/evaluators';
import { RecordedQuery, Run, RunCase } from '@/server/evaluations/schema/runs';
import { RunEstimate } from '@/server/evaluations/schema/estimate';
import { ComparedCase, RunComparison } from '@/server/evaluations/schema/comparison';
import { AddedSuiteVersion, Suite, SuiteVersion } from '@/server/evaluations/schema/suites';
import type { Ctx } from '@/server/kernel/context';
import { route } from '../route';
import { suiteSourceRoutes } from './suite-sources';

const tag = 'Evaluations';
const suites = { path: '/suites', tag };
const suite = { path: '/suites/{suiteId}', tag, output: Suite };
const versions = { path: '/suites/{suiteId}/versions', tag };

const evaluators = { path: '/evaluators', tag };

const evaluatorRoutes = [
  route({
    ...evaluators,
    method: 'get',
    summary: 'The catalogue of evaluators with formulas, sources and parameters',
    operation: listEvaluators,
  }),
  route({
    method: 'get',
    path: '/evaluators/{evaluatorId}',
    tag,
    summary: 'One evaluator',
    operation: getEvaluator,
    output: Evaluator,
  }),
];

const suiteRoutes = [
  route({ ...suites, method: 'get', summary: 'List suites', operation: listSuites }),
  route({
    ...suites,
    method: 'post',
    summary: 'Create a suite from a suite file (text) or its fields (definition)',
    operation: createSuite,
    output: Suite,
  }),
  route({
    method: 'get',
    path: '/suite-schema',
    tag,
    summary: 'The JSON Schema of a suite file',
    operation: getSuiteSchema,
    respond: ({ schema }) =>
      Response.json(schema, { headers: { 'content-type': 'application/schema+json' } }),
  }),
  route({ ...suite, method: 'get', summary: 'One suite', operation: getSuite }),
  route({ ...suite, method: 'patch', summary: 'Edit a suite', operation: editSuite }),
  route({ ...versions, method: 'get', summary: 'Versions, newest first', operation: listSuiteVersions }),
  route({
    ...versions,
    method: 'post',
    summary: 'Add a version; the same content again is unchanged',
    operation: addSuiteVersion,
    output: AddedSuiteVersion,
  }),
  route({
    method: 'get',
    path: '/suite-versions/{versionId}',
    tag,
    summary: 'One version with its file',
    operation: getSuiteVersion,
    output: SuiteVersion,
  }),
  route({
    method: 'get',
    path: '/suite-versions/{suiteVersionId}/estimate',
    tag,
    summary: 'What a run would cost',
    operation: estimateRun,
    output: RunEstimate,
  }),
];

const received = (c: Context, ctx: Ctx) =>
  receiveRecorded(ctx, {
    parameters: { ...c.req.query(), ...c.req.param() },
    contentType: c.req.header('content-type') ?? '',
    bytes: c.req.raw.body,
  });

/** An async generator of text as the body; a reader that leaves ends the generator. */
function streamed(parts: AsyncGenerator<string>, contentType: string): Response {
  const encoder = new TextEncoder();
  const body = new ReadableStream<Uint8Array>({
    pull: async (controller) => {
      const { done, value } = await parts.next();
      if (done) controller.close();
      else controller.enqueue(encoder.encode(value));
    },
    cancel: async () => {
      await parts.return(undefined);
    },
  });
  return new Response(body, { headers: { 'content-type': contentType, 'cache-control': 'no-store' } });
}

async function* events(progress: AsyncGenerator<object | null>): AsyncGenerator<string> {
  for await (const one of progress) yield one ? `data: ${JSON.stringify(one)}\n\n` : ': still there\n\n';
}

const exportTypes = {
  csv: ['text/csv; charset=utf-8', 'csv'],
  jsonl: ['application/jsonl', 'jsonl'],
  junit: ['application/xml; charset=utf-8', 'xml'],
  otlp: ['application/jsonl', 'otlp.jsonl'],
} as const;

const run = { path: '/runs/{runId}', tag, output: Run };

const runRoutes = [
  route({ method: 'get', path: '/runs', tag, summary: 'List runs, newest first', operation: listRuns }),
  route({
    method: 'post',
    path: '/runs',
    tag,
    summary: 'Run a suite version against a target',
    operation: startRun,
    output: Run,
  }),
  route({
    method: 'post',
    path: '/suite-versions/{suiteVersionId}/recorded-runs',
    tag,
    summary: 'Judge recorded outputs: JSON Lines of id, output, model, usage, latencyMs and costUsd',
    operation: startRecordedRun,
    output: Run,
    receive: received,
    receives: {
      contentTypes: ['application/jsonl', 'application/json', 'text/csv'],
      query: RecordedQuery.omit({ suiteVersionId: true }),
    },
  }),
  route({
    method: 'post',
    path: '/suite-versions/{suiteVersionId}/langfuse-runs',
    tag,
    summary: 'Judge the answers of a Langfuse dataset run, or of traces',
    operation: bringRecorded,
    output: Run,
  }),
  route({
    method: 'get',
    path: '/run-keys',
    tag,
    summary: 'Names of the environment variables that hold keys of targets',
    operation: listTargetKeys,
  }),
  route({ ...run, method: 'get', summary: 'One run with its summary', operation: getRun }),
  route({ ...run, path: '/runs/{runId}/stop', method: 'post', summary: 'Stop a run', operation: stopRun }),
  route({
    ...run,
    path: '/runs/{runId}/resume',
    method: 'post',
    summary: 'Go on, with a higher budget when one is given',
    operation: resumeRun,
  }),
  route({
    method: 'get',
    path: '/runs/{runId}/progress',
    tag,
    summary: 'Progress as server-sent events, until the run ends',
    operation: watchRun,
    respond: (progress) => streamed(events(progress), 'text/event-stream'),
  }),
  route({
    method: 'get',
    path: '/runs/{runId}/results',
    tag,
    summary: 'Results in the order of the dataset',
    operation: listRunResults,
  }),
  route({
    method: 'get',
    path: '/runs/{runId}/results/{ordinal}',
    tag,
    summary: 'One result with its case and messages',
    operation: getRunCase,
    output: RunCase,
  }),
  route({
    method: 'get',
    path: '/runs/{runId}/export',
    tag,
    summary:
      'All results as JSON Lines, CSV, JUnit XML or OpenTelemetry events (OTLP/JSON, a request a line)',
    operation: exportResults,
    respond: ({ format, lines }) => {
      const [type, extension] = exportTypes[format];
      const response = streamed(lines, type);
      response.headers.set('content-disposition', `attachment; filename="results.${extension}"`);
      return response;
    },
  }),
];

const comparison = { path: '/runs/{runId}/comparison', method: 'get', tag } as const;

const comparisonRoutes = [
  route({
    ...comparison,
    summary: 'A finished run against a baseline: differences, intervals, adjusted p values, verdict',
    operation: getRunComparison,
    output: RunComparison,
  }),
  route({
    ...comparison,
    path: '/runs/{runId}/comparison/regressions',
    summary: 'Cases in which a measure got worse',
    operation: listRegressions,
  }),
  route({
    ...comparison,
    path: '/runs/{runId}/comparison/cases/{ordinal}',
    summary: 'One case as both runs answered it',
    operation: getComparedCase,
    output: ComparedCase,
  }),
];

const schedules = { path: '/schedules', tag };
const schedule = { path: '/schedules/{scheduleId}', tag, output: Schedule };

const scheduleRoutes = [
  route({ ...schedules, method: 'get', summary: 'Schedules, newest first', operation: listSchedules }),
  route({
    ...schedules,
    method: 'post',
    summary: 'Run a suite by itself: at times, on new versions, when a prompt label moves',
    operation: createSchedule,
    output: Schedule,
  }),
  route({ ...schedule, method: 'get', summary: 'One schedule', operation: getSchedule }),
  route({ ...schedule, method: 'patch', summary: 'Pause or go on', operation: editSchedule }),
  route({
    method: 'delete',
    path: '/schedules/{scheduleId}',
    tag,
    summary: 'Delete a schedule; its runs stay',
    operation: deleteSchedule,
  }),
  route({
    method: 'put',
    path: '/schedules/{scheduleId}/reference',
    tag,
    summary: 'Take a finished run of a canary as its new reference; the alarm ends',
    operation: acceptReference,
    output: Schedule,
  }),
];

export const evaluationRoutes = [
  ...evaluatorRoutes,
  ...suiteRoutes,
  ...suiteSourceRoutes,
  ...runRoutes,
  ...comparisonRoutes,
  ...scheduleRoutes,
];
