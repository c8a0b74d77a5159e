import type { CaseResult } from '@/evaluators/summary';
import { summarise } from '@/evaluators/summary';
import type { Ctx } from '@/server/kernel/context';
import { readCases } from '@/server/registry/queries/rows';
import { scoresAfter } from '../queries/results';
import type { RunWork } from '../queries/runs';
import { suiteOf } from '../rules/suite-body';
import { RunSummary } from '../schema/runs';

/** The verdict over every case of the dataset and every stored result. */
export async function summaryOf(ctx: Ctx, run: RunWork): Promise<RunSummary> {
  const results: CaseResult[] = [];
  for (let place: [number, number] | null = null; ;) {
    const page: Awaited<ReturnType<typeof scoresAfter>> = await scoresAfter(ctx, {
      runId: run.id,
      after: place,
    });
    for (const one of page.results) results.push(one);
    place = page.next;
    if (place === null) break;
  }
  const ids: string[] = [];
  for await (const { id } of readCases(ctx.ports.files, run.dataset)) ids.push(id);
  return RunSummary.parse(summarise(suiteOf(run.body), run.dataset.digest, ids, results));
}
