import type { Reader } from '@/db/client';
import { judgings } from '@/db/schema/judges';
import { runById } from '@/server/evaluations/queries/runs';
import type { Run } from '@/server/evaluations/schema/runs';
import { audited } from '@/server/kernel/audit';
import { authorOf, type Ctx } from '@/server/kernel/context';
import { assertMay, command } from '@/server/kernel/operation';
import { invalid, notFound } from '@/server/kernel/refusal';
import { comparisonById } from '../queries/comparisons';
import { judgeById } from '../queries/judges';
import { judgeNext } from '../rules/follow-up';
import { StartComparison } from '../schema/comparisons';
import { mostCases } from '../schema/judgings';
import { checkTarget } from './judgings';

/** Holds the answers of one run against those of another, case by case, by a pairwise judge. */
export const startComparison = command({
  event: 'judge.comparison-started',
  input: StartComparison,
  may: ['run', 'Judge'],
  target: async ({ db, input, nowUs }) => {
    const judge = await judgeById(db, input.judgeId, nowUs);
    if (!judge) throw notFound('Judge');
    return judge;
  },
  run: async ({ db, ctx, input: { judgeId, runId, baselineId, keyRef }, target }) => {
    if (target.kind !== 'pairwise')
      throw invalid(
        'judgeId',
        'judgeId must be a judge of kind pairwise: only that one compares two answers',
      );
    if (runId === baselineId) throw invalid('baselineId', 'baselineId must be another run than runId');
    const run = await finished(db, ctx, 'runId', runId);
    const baseline = await finished(db, ctx, 'baselineId', baselineId);
    if (run.datasetVersionId !== baseline.datasetVersionId)
      throw invalid('baselineId', 'baselineId must be a run over the same dataset version');
    if (run.caseCount > mostCases)
      throw invalid('runId', `runId: at most ${mostCases} cases are compared by a judge`);
    checkTarget(target, keyRef);
    const row = {
      ...{ id: ctx.ports.newId('jgm'), orgId: target.orgId, judgeId, judgeDigest: target.digest },
      purpose: 'comparison',
      datasetVersionId: run.datasetVersionId,
      plan: { runId, baselineId },
      keyRef: keyRef ?? null,
      state: 'queued',
      caseCount: run.caseCount,
      createdBy: authorOf(ctx),
    } as const;
    await db.insert(judgings).values(row);
    const made = await comparisonById(db, row.id);
    if (!made) throw notFound('Comparison');
    const entity = { ref: `judging/${row.id}`, name: target.name };
    return audited(made, { entity, after: row }, [judgeNext(row.id, 0)]);
  },
});

async function finished(db: Reader, ctx: Ctx, field: string, runId: string): Promise<Run> {
  const run = await runById(db, runId);
  if (!run) throw notFound('Run');
  assertMay(ctx, 'read', 'Run', run);
  if (run.state !== 'finished')
    throw invalid(field, `${field} must be a finished run; ${runId} is ${run.state}`);
  return run;
}
