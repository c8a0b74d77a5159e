import { z } from 'zod';
import { measureName } from '@/evaluators/suite';
import { audited } from '@/server/kernel/audit';
import type { Ctx } from '@/server/kernel/context';
import { command, type Operation } from '@/server/kernel/operation';
import { csvCell } from '@/server/reports/rules/csv';
import { countResults, listRunResults } from '../queries/results';
import { getRun } from '../queries/runs';
import { getSuiteVersion } from '../queries/suites';
import { junitCase, junitFoot, junitHead, junitThresholds } from '../rules/junit';
import { otlpRequest } from '../rules/otlp';
import { RunRef, type RunResult } from '../schema/runs';
import { lockedRun } from './runs';

export const exportFormats = ['csv', 'jsonl', 'junit', 'otlp'] as const;
export type ExportFormat = (typeof exportFormats)[number];
const ExportResults = z.strictObject({ ...RunRef.shape, format: z.enum(exportFormats).default('jsonl') });

/** Whoever takes a run's outputs away is on record. */
const recordExport = command({
  event: 'run.results-exported',
  input: ExportResults,
  may: ['read', 'Run'],
  target: ({ db, input }) => lockedRun(db, input.runId),
  run: async ({ input: { runId, format }, target: { doneCount } }) =>
    audited(null, { entity: { ref: `run/${runId}` }, op: 'export', after: { format, results: doneCount } }),
});

const columns = [
  'ordinal',
  'repeat',
  'caseId',
  'state',
  'output',
  'cost',
  'judgeCost',
  'latencyMs',
  'firstTokenMs',
  'model',
  'responseId',
  'attempts',
  'askedAgain',
  'cached',
] as const;
const pageSize = 200;

const exported = async (ctx: Ctx, input: z.output<typeof ExportResults>) => {
  await recordExport(ctx, input);
  return { format: input.format, lines: linesOf(ctx, input) };
};

/** All results of a run as text, read page by page while the reader takes them. */
export const exportResults: Operation<
  typeof ExportResults,
  { readonly format: ExportFormat; readonly lines: AsyncGenerator<string> }
> = Object.assign(exported, { input: ExportResults });

async function* linesOf(ctx: Ctx, { runId, format }: z.output<typeof ExportResults>): AsyncGenerator<string> {
  const { head, write, foot } = await writerOf(ctx, runId, format);
  yield head;
  for (let cursor: string | undefined; ;) {
    const page = await listRunResults(ctx, { runId, limit: pageSize, cursor });
    yield write(page.items);
    if (page.nextCursor === null) break;
    cursor = page.nextCursor;
  }
  yield foot;
}

interface Writer {
  readonly head: string;
  readonly write: (rows: readonly RunResult[]) => string;
  readonly foot: string;
}

async function writerOf(ctx: Ctx, runId: string, format: ExportFormat): Promise<Writer> {
  if (format === 'jsonl') return { head: '', write: each((row) => `${JSON.stringify(row)}\n`), foot: '' };
  if (format === 'csv')
    return { head: `${[...columns, 'measures', 'failure'].join(',')}\r\n`, write: each(asCsv), foot: '' };
  if (format === 'otlp') {
    const run = await getRun(ctx, { runId });
    const { body } = await getSuiteVersion(ctx, { versionId: run.suiteVersionId });
    const about = { ...run, measures: body.evaluators.map(measureName) };
    const write = (rows: readonly RunResult[]) =>
      rows.length === 0 ? '' : `${JSON.stringify(otlpRequest(about, rows))}\n`;
    return { head: '', write, foot: '' };
  }
  const { suiteName, summary } = await getRun(ctx, { runId });
  const { tests, failures, errors, skipped } = await countResults(ctx, { runId });
  const thresholds = summary ? junitThresholds(suiteName, summary) : null;
  const more = thresholds?.counts ?? { tests: 0, failures: 0, skipped: 0 };
  const counts = {
    tests: tests + more.tests,
    failures: failures + more.failures,
    errors,
    skipped: skipped + more.skipped,
  };
  return {
    head: junitHead(suiteName, counts),
    write: each((row) => junitCase(suiteName, row)),
    foot: `${thresholds?.cases ?? ''}${junitFoot}`,
  };
}

const each = (write: (row: RunResult) => string) => (rows: readonly RunResult[]) => rows.map(write).join('');

const asCsv = (row: RunResult): string =>
  `${[
    ...columns.map((name) => csvCell(row[name])),
    csvCell(JSON.stringify(row.measures)),
    csvCell(row.failure ? `${row.failure.class}: ${row.failure.message}` : null),
  ].join(',')}\r\n`;
