import { battleOf } from '@/evaluators/judge/pairwise';
import { wilson } from '@/evaluators/stats/proportion';
import { outputsOf } from '@/server/evaluations/queries/results';
import { getRun } from '@/server/evaluations/queries/runs';
import type { Ctx } from '@/server/kernel/context';
import { allVerdicts, type JudgingWork } from '../queries/judgings';
import { againstOf, withAt } from '../rules/labels';
import { type ComparisonDocument, ComparisonPlan } from '../schema/comparisons';
import type { Task } from './judge-case';

/** The judge gets both runs' answers to a case, in both orders, without a word about where they come from. */
export function comparing(ctx: Ctx, work: JudgingWork): Task {
  const plan = ComparisonPlan.parse(work.plan);
  const against = againstOf(work.judge.body);
  return {
    prepare: async (from, to) => {
      const [ours, theirs] = await Promise.all(
        [plan.runId, plan.baselineId].map((runId) => outputsOf(ctx, { runId, from, to })),
      );
      return (one, ordinal) => {
        const [a, b] = [ours?.get(ordinal) ?? null, theirs?.get(ordinal) ?? null];
        return a === null || b === null
          ? { one, human: null, output: null, reason: 'one of the runs has no answer to this case' }
          : { one: withAt(one, against, b), human: null, output: a, reason: null };
      };
    },
    result: async () => ({ kind: 'compared', result: await comparisonOf(ctx, work, plan) }),
  };
}

/** The whole record, over every case. */
async function comparisonOf(
  ctx: Ctx,
  { id, judge, dataset }: JudgingWork,
  { runId, baselineId }: ComparisonPlan,
): Promise<ComparisonDocument> {
  const rows = await allVerdicts(ctx, { judgingId: id });
  const judged = rows.flatMap(({ item }) => (item === null ? [] : [item]));
  const battle = battleOf(judged);
  const n = judged.length;
  const sides = await Promise.all([runId, baselineId].map((one) => sideOf(ctx, one)));
  const [A, B] = sides as [ComparisonDocument['A'], ComparisonDocument['B']];
  const { winRate, A: wonByA, B: wonByB, tie: tied, position } = battle;
  return {
    v: 1,
    judge: { name: judge.name, number: judge.number, digest: judge.digest },
    dataset: { name: dataset.datasetName, number: dataset.number, digest: dataset.digest },
    ...{ A, B, n, wonByA, wonByB, tied, position },
    withoutVerdict: rows.length - n,
    winRate:
      winRate === null
        ? { value: null, low: null, high: null, note: 'no case has a verdict' }
        : { value: winRate, ...wilson({ hits: winRate * n, n }), note: null },
    judgesItself: sides.some(({ model }) => model === judge.body.params.judge.model),
    models: [...new Set(rows.flatMap(({ model }) => model ?? []))].sort(),
  };
}

async function sideOf(ctx: Ctx, runId: string): Promise<ComparisonDocument['A']> {
  const { id, resultDigest, target } = await getRun(ctx, { runId });
  return { id, resultDigest, model: target?.model || null };
}
