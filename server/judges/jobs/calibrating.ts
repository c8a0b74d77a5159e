import { createHash } from 'node:crypto';
import type { Sample } from '@/evaluators/contract';
import { calibrationFigures } from '@/evaluators/judge/calibration';
import { judgeKinds } from '@/evaluators/judge/definition';
import { labelAt, valueAt } from '@/evaluators/places';
import type { SuiteCase } from '@/evaluators/suite';
import type { Ctx } from '@/server/kernel/context';
import { allVerdicts, type JudgingWork } from '../queries/judgings';
import { mappedLabel, without } from '../rules/labels';
import { type CalibrationDocument, CalibrationPlan } from '../schema/judgings';
import type { Task } from './judge-case';

/** The judge is asked what people were asked, and held against what they said. */
export function calibrating(ctx: Ctx, work: JudgingWork): Task {
  const plan = CalibrationPlan.parse(work.plan);
  const { labels } = judgeKinds[work.judge.kind];
  return {
    prepare: async () => (one) => labelledCase(one, plan, labels),
    result: async () => ({ kind: 'calibrated', result: await calibrationOf(ctx, work, plan) }),
  };
}

/** A labelled case as the judge gets it: with the answer that people saw, without what they said about it. */
function labelledCase(one: SuiteCase, plan: CalibrationPlan, labels: readonly string[]) {
  const sample: Sample = { ...one, output: '' };
  const words = labelAt(sample, plan.label);
  const human = words === null ? null : mappedLabel(words, labels, plan.mapping);
  const unlabelled = { one, human, output: null };
  if (human === null) return { ...unlabelled, reason: `the case has no label that counts at ${plan.label}` };
  const answer = valueAt(sample, plan.answer);
  if (typeof answer !== 'string') return { ...unlabelled, reason: `the case has no text at ${plan.answer}` };
  return { one: without(one, plan.label), human, output: answer, reason: null };
}

/** The whole record, over every case. */
async function calibrationOf(
  ctx: Ctx,
  { id, judge, dataset }: JudgingWork,
  { labelPolicy }: CalibrationPlan,
): Promise<CalibrationDocument> {
  const rows = await allVerdicts(ctx, { judgingId: id });
  const labelled = rows.flatMap(({ human, verdict }) => (human === null ? [] : [{ human, verdict }]));
  const { labels, failing } = judgeKinds[judge.kind];
  const { labels: perLabel, ...figures } = calibrationFigures(labelled, labels);
  return {
    v: 1,
    judge: { name: judge.name, number: judge.number, digest: judge.digest },
    dataset: { name: dataset.datasetName, number: dataset.number, digest: dataset.digest },
    labelPolicySha256: labelPolicy === '' ? null : sha256(labelPolicy),
    labels: [...labels],
    failing,
    unlabelled: rows.length - labelled.length,
    ...figures,
    perLabel: [...perLabel],
    confusion: figures.confusion.map((row) => [...row]),
    models: [...new Set(rows.flatMap(({ model }) => model ?? []))].sort(),
  };
}

const sha256 = (text: string) => createHash('sha256').update(text).digest('hex');
