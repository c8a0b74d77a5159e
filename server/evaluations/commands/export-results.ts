import { z } from 'zod';
import { audited } from '@/server/kernel/audit';
import type { Ctx } from '@/server/kernel/context';
import { command, type Operation } from '@/server/kernel/operation';
import { csvCell } from '@/server/reports/rules/csv';
import { listRunResults } from '../queries/results';
import { RunRef, type RunResult } from '../schema/runs';
import { lockedRun } from './runs';

const ExportResults = z.strictObject({ ...RunRef.shape, format: z.enum(['csv', 'jsonl']).default('jsonl') });

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
  'latencyMs',
  'model',
  'attempts',
] as const;
const pageSize = 200;

const exported = async (ctx: Ctx, input: z.output<typeof ExportResults>) => {
  await recordExport(ctx, input);
  return { format: input.format, lines: linesOf(ctx, input) };
};

/** All results of a run as text, read page by page while the reader takes them. */
export const exportResults: Operation<
  typeof ExportResults,
  { readonly format: 'csv' | 'jsonl'; readonly lines: AsyncGenerator<string> }
> = Object.assign(exported, { input: ExportResults });

async function* linesOf(ctx: Ctx, { runId, format }: z.output<typeof ExportResults>): AsyncGenerator<string> {
  const write = format === 'csv' ? asCsv : (row: RunResult) => `${JSON.stringify(row)}\n`;
  if (format === 'csv') yield `${[...columns, 'measures', 'failure'].join(',')}\r\n`;
  for (let cursor: string | undefined; ;) {
    const page = await listRunResults(ctx, { runId, limit: pageSize, cursor });
    yield page.items.map(write).join('');
    if (page.nextCursor === null) return;
    cursor = page.nextCursor;
  }
}

const asCsv = (row: RunResult): string =>
  `${[
    ...columns.map((name) => csvCell(row[name])),
    csvCell(JSON.stringify(row.measures)),
    csvCell(row.failure ? `${row.failure.class}: ${row.failure.message}` : null),
  ].join(',')}\r\n`;
