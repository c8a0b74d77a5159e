import { setImmediate } from 'node:timers/promises';
import { z } from 'zod';
import { studyOf } from '@/evaluators/bias/study';
import { Tally, type Tallied, TooManyValues } from '@/evaluators/bias/tally';
import { InputProblem, problem } from '@/evaluators/input/problem';
import type { Ctx } from '@/server/kernel/context';
import { job } from '@/server/kernel/jobs';
import { readRows } from '@/server/registry/queries/rows';
import { recordStudyResult, type StudyOutcome } from './commands/record-result';
import { getStudyWork, type StudyWork } from './queries/studies';
import { studyJobName } from './rules/follow-up';
import { BiasDocument, type StudyBody } from './schema';

/** Computes a study in one pass over its table and keeps the whole document. */
export const runStudyJob = job({
  name: studyJobName,
  payload: z.strictObject({ resultId: z.string() }),
  attempts: 5,
  run: async (ctx, { resultId }) => {
    const work = await getStudyWork(ctx, { resultId });
    if (work.state !== 'queued') return;
    await recordStudyResult(ctx, { resultId, outcome: await computed(ctx, work) });
  },
});

/** Data that cannot be judged is an outcome; anything else is tried again. */
async function computed(ctx: Ctx, { body, dataset }: StudyWork): Promise<StudyOutcome> {
  try {
    const report = studyOf(await tallied(ctx, body, dataset), {
      positive: body.positive ?? undefined,
      references: body.references,
      smallestGroup: body.smallestGroup,
      confidence: body.confidence,
      thresholds: body.thresholds,
    });
    return { kind: 'computed', result: BiasDocument.parse(report) };
  } catch (error) {
    if (error instanceof InputProblem) return { kind: 'failed', reason: error.message.slice(0, 700) };
    throw error;
  }
}

const longestTurnMs = 15;

async function tallied(ctx: Ctx, body: StudyBody, dataset: StudyWork['dataset']): Promise<Tallied> {
  const tally = new Tally({ attributes: body.attributes, hasLabel: body.label !== null });
  let [row, turn] = [0, performance.now()];
  try {
    for await (const values of readRows(ctx.ports.files, dataset)) {
      row += 1;
      const at = (name: string) => cell(values[name]);
      const filled = (name: string) => at(name) || missing(row, name);
      const label = body.label === null ? null : filled(body.label);
      tally.add(body.attributes.map(at), filled(body.prediction), label);
      if (performance.now() - turn < longestTurnMs) continue;
      await setImmediate();
      turn = performance.now();
    }
  } catch (error) {
    throw error instanceof TooManyValues ? problem(error.message) : error;
  }
  return tally.result();
}

const cell = (value: unknown): string => (value === null || value === undefined ? '' : String(value));
const missing = (row: number, name: string): never => {
  throw problem(`row ${row} has no value in column "${name}"`, { line: row });
};
