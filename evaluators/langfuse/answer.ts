import { decimalOf, sumDecimals } from '../stats/decimal';
import type { RecordedOutput } from '../suite';
import { isRow, numberAt, type Row, structured, textAt } from './rows';

/** What Langfuse knows of one answer, and what it does not. */
export interface LangfuseAnswer {
  readonly traceId: string | null;
  /** Of a dataset run. */
  readonly itemId: string | null;
  readonly metadata: Row;
  /** Null when Langfuse keeps no output. */
  readonly output: string | null;
  readonly told: Omit<RecordedOutput, 'id' | 'output' | 'provider'>;
}

export const toldFacts = ['model', 'usage', 'costUsd', 'latencyMs'] as const;
export type ToldFact = (typeof toldFacts)[number];

interface Parts {
  /** The trace, the root observation or the row of a file. */
  readonly row: Row;
  readonly itemId?: string | null;
  /** Its observations; when there are none, the row speaks for itself. */
  readonly observations?: readonly Row[];
}

/** Puts an answer together: tokens and costs when every call to a model has them, the model when it is one. */
export function langfuseAnswer({ row, itemId = null, observations = [] }: Parts): LangfuseAnswer {
  const calls = observations.filter((one) => one['type'] === 'GENERATION' || modelOf(one) !== null);
  const sources = calls.length > 0 ? calls : observations.length > 0 ? [] : [row];
  const model = same(sources.map(modelOf));
  const usage = together(sources.map(usageOf));
  const costs = sources.map(costOf);
  const latencyMs = milliseconds(row);
  const [only, ...others] = sources;
  const first = only && others.length === 0 ? numberAt(only, 'timeToFirstToken') : null;
  const id = textAt(row, 'traceId') ?? textAt(row, 'id');
  return {
    traceId: id,
    itemId: itemId ?? textAt(row, 'datasetItemId') ?? textAt(row, 'experimentItemId'),
    metadata: isRow(row['metadata']) ? row['metadata'] : {},
    output: answerText(row['output']),
    told: {
      ...(model !== null && { model: model.slice(0, 200) }),
      ...(usage && { usage }),
      ...(costs.length > 0 && costs.every((one) => one !== null) && { costUsd: sumDecimals(costs) }),
      ...(latencyMs !== null && { latencyMs }),
      ...(first !== null && { firstTokenMs: Math.round(first * 1000) }),
    },
  };
}

/** The text of an answer: a message's content, a message that calls tools as JSON, anything else as it is or as JSON. */
export function answerText(output: unknown): string | null {
  if (output === undefined || output === null) return null;
  const value = typeof output === 'string' ? structured(output) : output;
  if (isRow(value) && value['role'] === 'assistant') {
    const { content, tool_calls: calls } = value;
    const said = typeof content === 'string' && content !== '' ? { content } : {};
    if (Array.isArray(calls) && calls.length > 0) return JSON.stringify({ ...said, tool_calls: calls });
    if (typeof content === 'string') return content;
  }
  return typeof output === 'string' ? output : JSON.stringify(output);
}

/** v4 and exports spell it one way, the older API the other. */
const modelOf = (row: Row): string | null => textAt(row, 'providedModelName') ?? textAt(row, 'model');

const same = (names: readonly (string | null)[]): string | null => {
  const [one, ...more] = new Set(names);
  return more.length === 0 ? (one ?? null) : null;
};

type Tokens = Record<'inputTokens' | 'outputTokens' | 'cachedTokens' | 'reasoningTokens', number>;

const sumOf = (details: Row, wanted: (key: string) => boolean): number =>
  Object.keys(details)
    .filter(wanted)
    .reduce((sum, key) => sum + (numberAt(details, key) ?? 0), 0);

/** Langfuse's counts are disjoint and told apart by the beginnings of their names. */
function usageOf(row: Row): Tokens | null {
  const details = row['usageDetails'];
  if (isRow(details)) {
    const isInput = (key: string) => /^(input|cache_)/.test(key);
    const isOutput = (key: string) => key.startsWith('output');
    if (!Object.keys(details).some((key) => isInput(key) || isOutput(key))) return null;
    return {
      inputTokens: sumOf(details, isInput),
      outputTokens: sumOf(details, isOutput),
      cachedTokens: sumOf(details, (key) => isInput(key) && /cache_?(d|read)/.test(key)),
      reasoningTokens: sumOf(details, (key) => isOutput(key) && key.includes('reasoning')),
    };
  }
  const usage = isRow(row['usage']) ? row['usage'] : {};
  if ((textAt(usage, 'unit') ?? 'TOKENS') !== 'TOKENS') return null;
  const input = numberAt(usage, 'input') ?? numberAt(usage, 'promptTokens') ?? numberAt(row, 'inputTokens');
  const output =
    numberAt(usage, 'output') ?? numberAt(usage, 'completionTokens') ?? numberAt(row, 'outputTokens');
  // Exports write 0 for what nobody counted.
  if (input === null || output === null || input + output === 0) return null;
  return { inputTokens: input, outputTokens: output, cachedTokens: 0, reasoningTokens: 0 };
}

function together(usages: readonly (Tokens | null)[]): Tokens | null {
  const known = usages.filter((one) => one !== null);
  if (known.length === 0 || known.length < usages.length) return null;
  return known.reduce((sum, one) => ({
    inputTokens: sum.inputTokens + one.inputTokens,
    outputTokens: sum.outputTokens + one.outputTokens,
    cachedTokens: sum.cachedTokens + one.cachedTokens,
    reasoningTokens: sum.reasoningTokens + one.reasoningTokens,
  }));
}

/** US dollars. 0 of a whole trace says that nobody knows; 0 among the details of a call is a price. */
function costOf(row: Row): string | null {
  const details = isRow(row['costDetails']) ? row['costDetails'] : {};
  const said = numberAt(details, 'total');
  if (said !== null) return decimalOf(said);
  const total = numberAt(row, 'totalCost') ?? numberAt(row, 'calculatedTotalCost');
  return total === null || total === 0 ? null : decimalOf(total);
}

/** From its ends, else from its latency in seconds; 0 says that nobody measured. */
function milliseconds(row: Row): number | null {
  const [start, end] = ['startTime', 'endTime'].map((key) => Date.parse(textAt(row, key) ?? ''));
  if (start !== undefined && end !== undefined && end >= start) return end - start;
  const latency = numberAt(row, 'latency');
  return latency === null || latency === 0 ? null : Math.round(latency * 1000);
}
