import { priceOf } from '@/evaluators/ops/price';
import { readUsage } from '@/evaluators/ops/usage';
import { smallestLossFound } from '@/evaluators/stats/power';
import { zeroFailureBound } from '@/evaluators/stats/proportion';
import { multiplyDecimals } from '@/evaluators/stats/decimal';
import { costsTogether } from '@/evaluators/judging';
import { messagesFor, UnfitCase } from '@/evaluators/messages';
import { promptParameters } from '@/evaluators/prompt-parameters';
import type { SuiteCase } from '@/evaluators/suite';
import type { FileStore } from '@/server/kernel/context';
import { read } from '@/server/kernel/operation';
import { promptVersionById } from '@/server/prompts/queries';
import type { PromptVersion } from '@/server/prompts/schema';
import { datasetVersionById } from '@/server/registry/queries/datasets';
import { readCases } from '@/server/registry/queries/rows';
import type { DatasetVersion } from '@/server/registry/schema/datasets';
import { EstimateRun } from '../schema/estimate';
import { judgesEstimate } from './estimate-judges';
import { suiteVersionById } from './suites';

const sampled = 200;
const sampledForJudges = 20;
const charactersPerToken = 4;

/** What a run will cost, before it starts: the first 200 cases at four characters a token, times the price book. */
export const estimateRun = read({
  input: EstimateRun,
  of: 'Suite',
  run: async ({ db, ctx, input, nowUs }) => {
    const suite = await suiteVersionById(db, input.suiteVersionId);
    const dataset = suite && (await datasetVersionById(db, suite.datasetVersionId));
    if (!suite || !dataset) return undefined;
    const prompt = suite.promptVersionId === null ? null : await promptVersionById(db, suite.promptVersionId);
    const { body, orgId, createdBy } = suite;
    const calls = dataset.rowCount * body.repeats;
    const { perCase, first } = await sample(ctx.ports.files, dataset, prompt?.template ?? null);
    const { settings, parameters } = promptParameters(prompt?.parameters ?? {}, { ...body.target });
    const asked = { ...settings, ...body.target };
    const tools = asked.tools ? JSON.stringify(asked.tools).length / charactersPerToken : 0;
    const perCall = perCase + tools;
    const model = input.model ?? asked.model ?? null;
    const maxTokens = input.maxTokens ?? asked.maxTokens ?? null;
    const at = new Date(nowUs / 1000);
    const price = (outputTokens: number) => (model ? costOf(model, perCall, outputTokens, calls, at) : null);
    const lowest = price(0);
    const highest = maxTokens === null ? null : price(maxTokens);
    const inputTokens = Math.round(perCall * calls);
    const judges = await judgesEstimate(body, first, {
      ...{ results: calls, maxTokens },
      price: (name, input, output, count) => costOf(name, input, output, count, at),
    });
    const note = noteOf(model, lowest, maxTokens, judges?.unpriced ?? []);
    const told = whatTells(dataset.rowCount);
    const total = {
      lowest: costsTogether([lowest, judges?.lowest ?? null]),
      highest:
        highest === null || judges?.highest === null
          ? null
          : costsTogether([highest, judges?.highest ?? null]),
    };
    return {
      calls,
      model,
      inputTokens,
      lowest,
      highest,
      judges,
      total,
      note,
      ...told,
      promptParameters: parameters,
      orgId,
      createdBy,
    };
  },
});

const changingShares = [0.05, 0.1, 0.2, 0.3];

/** What a comparison of this many cases can and cannot see. */
const whatTells = (cases: number) => ({
  cases,
  smallestLosses: changingShares.map((changing) => ({ changing, loss: smallestLossFound(cases, changing) })),
  zeroFailureBound: cases === 0 ? null : zeroFailureBound(cases),
});

async function sample(files: FileStore, dataset: DatasetVersion, template: PromptVersion['template'] | null) {
  let [characters, cases] = [0, 0];
  const first: SuiteCase[] = [];
  for await (const one of readCases(files, dataset, 0, sampled)) {
    characters += lengthOf(template, one.input);
    cases += 1;
    if (first.length < sampledForJudges) first.push(one);
  }
  return { perCase: cases === 0 ? 0 : characters / cases / charactersPerToken, first };
}

function lengthOf(template: PromptVersion['template'] | null, input: unknown): number {
  try {
    return messagesFor(template, input).reduce((sum, { content }) => sum + content.length, 0);
  } catch (error) {
    if (error instanceof UnfitCase) return 0;
    throw error;
  }
}

function costOf(
  model: string,
  inputTokens: number,
  outputTokens: number,
  calls: number,
  at: Date,
): string | null {
  const counts = { inputTokens: Math.ceil(inputTokens), outputTokens, cachedTokens: 0, reasoningTokens: 0 };
  const usage = readUsage(counts);
  const cost = usage && priceOf({ model, usage, at }).cost;
  return cost ? multiplyDecimals(cost, String(calls)) : null;
}

function noteOf(
  model: string | null,
  lowest: string | null,
  maxTokens: number | null,
  unpriced: readonly string[],
): string {
  const without =
    unpriced.length === 0 ? '' : ` Nobody knows beforehand what ${unpriced.join(', ')} will cost.`;
  if (model === null) return `The suite names no model.${without}`;
  if (lowest === null) return `The price book has no price for ${model}.${without}`;
  const limit = maxTokens === null ? ' Without maxTokens an answer may be of any length.' : '';
  return `Four characters count as one token.${limit}${without}`;
}
