import type { Sample } from '@/evaluators/contract';
import { labelOf } from '@/evaluators/judge/definition';
import { labelAt, valueAt } from '@/evaluators/places';
import { outcomesOf } from '@/evaluators/score';
import { prepareSuite, type SuiteCase, type SuiteMeasure } from '@/evaluators/suite';
import { wordsFor } from '@/server/evaluations/jobs/answer-case';
import type { Judges } from '@/server/evaluations/jobs/asking';
import type { Ctx } from '@/server/kernel/context';
import { readCases } from '@/server/registry/queries/rows';
import type { NewVerdict } from '../commands/record-verdicts';
import { type JudgingWork, storedVerdicts } from '../queries/judgings';
import { mappedLabel, without } from '../rules/labels';
import type { CalibrationPlan } from '../schema/judgings';

/** A case that has no verdict yet. `output` is null when there is nothing to ask, for the reason given. */
export interface OpenCase {
  readonly ordinal: number;
  readonly one: SuiteCase;
  readonly human: string | null;
  readonly output: string | null;
  readonly reason: string | null;
}

/** The judge as a measure of a suite, so that it is asked exactly as in a run. */
export function measureOf({ judge: { body, name } }: JudgingWork): SuiteMeasure {
  const [measure] = prepareSuite({ evaluators: [{ id: body.evaluator, as: name, params: body.params }] });
  if (!measure) throw new Error('a judge is one measure');
  return measure;
}

const windowSize = 512;

/** What has no verdict yet, in the order of the dataset. */
export async function* openCases(
  ctx: Ctx,
  work: JudgingWork,
  prepare: (one: SuiteCase) => Omit<OpenCase, 'ordinal'>,
): AsyncGenerator<OpenCase> {
  for (let from = 0; from < work.caseCount; from += windowSize) {
    const to = Math.min(work.caseCount, from + windowSize);
    const stored = await storedVerdicts(ctx, { judgingId: work.id, from, to });
    if (stored.size === to - from) continue;
    let ordinal = from;
    for await (const one of readCases(ctx.ports.files, work.dataset, from, to - from)) {
      if (!stored.has(ordinal)) yield { ordinal, ...prepare(one) };
      ordinal += 1;
    }
  }
}

/** A labelled case as the judge gets it: with the answer that people saw, without what they said about it. */
export function labelledCase(one: SuiteCase, plan: CalibrationPlan, labels: readonly string[]) {
  const sample: Sample = { ...one, output: '' };
  const words = labelAt(sample, plan.label);
  const human = words === null ? null : mappedLabel(words, labels, plan.mapping);
  const unlabelled = { one, human, output: null };
  if (human === null) return { ...unlabelled, reason: `the case has no label that counts at ${plan.label}` };
  const answer = valueAt(sample, plan.answer);
  if (typeof answer !== 'string') return { ...unlabelled, reason: `the case has no text at ${plan.answer}` };
  return { one: without(one, plan.label), human, output: answer, reason: null };
}

/** Asks the judge about one case. Rejects when it refuses everybody or was stopped. */
export async function verdictOn(
  { ordinal, one, human, output, reason }: OpenCase,
  measure: SuiteMeasure,
  judges: Judges,
  { kind }: JudgingWork['judge'],
  signal: AbortSignal,
): Promise<NewVerdict> {
  const found = { ordinal, caseId: one.id, human, verdict: null, reason, item: null, model: null };
  if (output === null) return found;
  let model: string | null = null;
  const answer = { output, provider: null, model: null, usage: null, latencyMs: null };
  const heard = judges.asking(signal, (name) => (model = name));
  const { [measure.name]: outcome } = await outcomesOf(
    answer,
    one,
    null,
    [measure],
    () => heard(measure),
    wordsFor,
  );
  if (!outcome) throw new Error('a judge gave no outcome');
  if (outcome.state !== 'scored') return { ...found, model, reason: outcome.reason };
  const { detail = null, item = null } = outcome;
  return { ...found, model, verdict: labelOf(kind, outcome), reason: detail, item };
}
