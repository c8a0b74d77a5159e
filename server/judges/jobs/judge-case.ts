import { labelOf } from '@/evaluators/judge/definition';
import { outcomesOf } from '@/evaluators/score';
import { prepareSuite, type SuiteCase, type SuiteMeasure } from '@/evaluators/suite';
import { wordsFor } from '@/server/evaluations/jobs/answer-case';
import type { Judges } from '@/server/evaluations/jobs/asking';
import { nameMeter } from '@/server/evaluations/jobs/judge-meter';
import type { Ctx } from '@/server/kernel/context';
import { readCases } from '@/server/registry/queries/rows';
import type { Ending, NewVerdict } from '../commands/record-verdicts';
import { type JudgingWork, storedVerdicts } from '../queries/judgings';

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

/** What a judging is for: what the judge is asked, and what its verdicts say together. */
export interface Task {
  readonly prepare: Prepare;
  readonly result: () => Promise<Ending>;
}

const windowSize = 512;

/** Makes what the judge is asked of a case; called once for each stretch of the dataset. */
export type Prepare = (
  from: number,
  to: number,
) => Promise<(one: SuiteCase, ordinal: number) => Omit<OpenCase, 'ordinal'>>;

/** What has no verdict yet, in the order of the dataset. */
export async function* openCases(ctx: Ctx, work: JudgingWork, prepare: Prepare): AsyncGenerator<OpenCase> {
  for (let from = 0; from < work.caseCount; from += windowSize) {
    const to = Math.min(work.caseCount, from + windowSize);
    const stored = await storedVerdicts(ctx, { judgingId: work.id, from, to });
    if (stored.size === to - from) continue;
    const prepared = await prepare(from, to);
    let ordinal = from;
    for await (const one of readCases(ctx.ports.files, work.dataset, from, to - from)) {
      if (!stored.has(ordinal)) yield { ordinal, ...prepared(one, ordinal) };
      ordinal += 1;
    }
  }
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
  const ask = judges.asking(
    signal,
    nameMeter((name) => (model = name)),
  );
  const { [measure.name]: outcome } = await outcomesOf(
    answer,
    one,
    null,
    [measure],
    () => ask(measure),
    wordsFor,
  );
  if (!outcome) throw new Error('a judge gave no outcome');
  if (outcome.state !== 'scored') return { ...found, model, reason: outcome.reason };
  const { detail = null, item = null } = outcome;
  return { ...found, model, verdict: labelOf(kind, outcome), reason: detail, item };
}
