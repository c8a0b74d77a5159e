import type { LangfuseAnswer } from '@/evaluators/langfuse/answer';
import { isRow } from '@/evaluators/langfuse/rows';
import type { AnswerOrigin } from '@/evaluators/langfuse/source';
import type { Ctx } from '@/server/kernel/context';
import { invalid } from '@/server/kernel/refusal';
import { getDatasetVersion } from '@/server/registry/queries/datasets';
import { readCases } from '@/server/registry/queries/rows';
import type { SuiteVersion } from '../schema/suites';

const longest = 1_000_000;
type Counts = Pick<AnswerOrigin, 'taken' | 'leftOut' | 'missing'>;

/**
 * The answers of Langfuse as lines of recorded outputs. An answer belongs to the case that its metadata names under
 * `caseKey`, when that is given; else to the case of its dataset item, the one called like its trace, or the one that was
 * made of its trace. What belongs to no case, says nothing or is one too many is left out and counted.
 */
export async function matched(
  ctx: Ctx,
  suite: SuiteVersion,
  answers: readonly LangfuseAnswer[],
  caseKey: string | undefined,
): Promise<Counts & { readonly lines: AsyncGenerator<Uint8Array> }> {
  const caseOf = await finder(ctx, suite, caseKey);
  const taken = new Map<string, number>();
  const leftOut = { noCase: 0, noOutput: 0, further: 0 };
  const missing = { model: 0, usage: 0, costUsd: 0, latencyMs: 0 };
  const lines: string[] = [];
  for (const answer of answers) {
    const id = caseOf(answer);
    const had = taken.get(id ?? '') ?? 0;
    if (id === null) leftOut.noCase += 1;
    else if (answer.output === null) leftOut.noOutput += 1;
    else if (had >= suite.body.repeats) leftOut.further += 1;
    else if (answer.output.length > longest)
      throw invalid('source', `The output of trace ${answer.traceId} has more than ${longest} characters`);
    else {
      taken.set(id, had + 1);
      for (const fact of ['model', 'usage', 'costUsd', 'latencyMs'] as const)
        if (answer.told[fact] === undefined) missing[fact] += 1;
      lines.push(`${JSON.stringify({ id, output: answer.output, ...answer.told })}\n`);
    }
  }
  if (lines.length === 0) throw nothing(answers.length, leftOut);
  return { taken: lines.length, leftOut, missing, lines: sent(lines) };
}

async function* sent(lines: readonly string[]): AsyncGenerator<Uint8Array> {
  for (const line of lines) yield Buffer.from(line);
}

async function finder(ctx: Ctx, suite: SuiteVersion, caseKey: string | undefined) {
  const dataset = await getDatasetVersion(ctx, { versionId: suite.datasetVersionId });
  const ids = new Set<string>();
  const bySource = new Map<string, string>();
  for await (const { id, metadata } of readCases(ctx.ports.files, dataset)) {
    ids.add(id);
    const source = isRow(metadata?.['langfuse']) ? metadata['langfuse']['traceId'] : null;
    if (typeof source === 'string' && !bySource.has(source)) bySource.set(source, id);
  }
  const known = (id: unknown) => {
    const text = typeof id === 'number' ? String(id) : id;
    return typeof text === 'string' && ids.has(text) ? text : null;
  };
  return ({ itemId, traceId, metadata }: LangfuseAnswer): string | null => {
    if (caseKey !== undefined) return known(metadata[caseKey]);
    return known(itemId) ?? known(traceId) ?? bySource.get(traceId ?? '') ?? null;
  };
}

function nothing(count: number, { noCase, noOutput }: Counts['leftOut']) {
  if (count === 0) return invalid('source', 'Langfuse has no answers there');
  return invalid(
    'source',
    `None of ${count} answers can be judged: ${noCase} belong to no case of the dataset, ${noOutput} have no output`,
  );
}
