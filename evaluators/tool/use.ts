import { z } from 'zod';
import { evaluator, inconclusive, passed, unitRange } from '../contract';
import { listIn, values } from '../text/lists';
import { callsOf, sameJson, type ToolCall } from './calls';

const facts = {
  version: 1,
  direction: 'higher',
  range: unitRange,
  unit: 'share',
  needs: { expected: false, judge: false },
} as const;
const source =
  'own rules over the calls in the answer: OpenAI and Anthropic messages, {name, arguments}, lists of steps';
const called = (calls: readonly ToolCall[]): string =>
  calls.length === 0
    ? 'no tool was called'
    : `called ${calls
        .slice(0, 10)
        .map(({ name }) => name.slice(0, 60))
        .join(', ')}${calls.length > 10 ? ', …' : ''}`;

export const toolUsed = evaluator({
  ...facts,
  id: 'tool.used',
  docs: {
    summary: 'The answer calls the tools: any, all or none of them, or no other ones.',
    formula: '1[any | all | none of the names are called], only: 1[every call is one of the names]',
    source,
    example: { values: ['lookup_claim'], need: 'all' },
  },
  params: z.strictObject({
    values,
    need: z.enum(['any', 'all', 'none', 'only']).default('any').describe('which of the tools'),
  }),
  kind: () => 'rate',
  score: ({ output }, { values: given, need }) => {
    const wanted = listIn(given);
    if (wanted.length === 0) return inconclusive('the list of tools is empty');
    const calls = callsOf(output);
    const names = new Set(calls.map(({ name }) => name));
    const holds = {
      any: () => wanted.some((one) => names.has(one)),
      all: () => wanted.every((one) => names.has(one)),
      none: () => !wanted.some((one) => names.has(one)),
      only: () => [...names].every((one) => wanted.includes(one)),
    };
    return passed(holds[need](), called(calls));
  },
});

export const toolArguments = evaluator({
  ...facts,
  id: 'tool.arguments',
  docs: {
    summary: 'A call of the tool has the arguments; further ones are allowed unless exact.',
    formula: '1[a (every) call of the tool has each argument with an equal JSON value]',
    source,
    example: { tool: 'lookup_claim', arguments: { claim_id: '{{metadata.claim}}' } },
  },
  params: z.strictObject({
    tool: z.string().min(1).max(200).describe('name of the tool'),
    arguments: z
      .record(z.string().max(200), z.unknown())
      .describe('argument and value, placeholders allowed'),
    exact: z.boolean().default(false).describe('no further arguments'),
    which: z.enum(['any', 'all']).default('any').describe('one call or every call of the tool'),
  }),
  kind: () => 'rate',
  score: ({ output }, { tool, arguments: wanted, exact, which }) => {
    const calls = callsOf(output).filter(({ name }) => name === tool);
    if (calls.length === 0) return passed(false, `${tool} was not called`);
    const fits = ({ arguments: given }: ToolCall) =>
      given !== null &&
      (exact
        ? sameJson(given, wanted)
        : Object.entries(wanted).every(
            ([key, value]) => Object.hasOwn(given, key) && sameJson(given[key], value),
          ));
    return passed(which === 'any' ? calls.some(fits) : calls.every(fits));
  },
});

/** True when `wanted` can be read out of `names` from left to right, others in between allowed. */
const inOrder = (names: readonly string[], wanted: readonly string[]): boolean => {
  let at = 0;
  for (const name of names) if (name === wanted[at]) at++;
  return at === wanted.length;
};
const sorted = (names: readonly string[]): string => JSON.stringify(names.toSorted());

export const toolSequence = evaluator({
  ...facts,
  id: 'tool.sequence',
  docs: {
    summary:
      'The tools are called in the order: exactly these, these with others between, or these in any order.',
    formula: '1[names = sequence], 1[sequence is a subsequence of names], or 1[equal as multisets]',
    source: 'trajectory exact, in-order and any-order match as in Google ADK and Vertex AI',
    example: { values: ['lookup_claim', 'send_letter'], mode: 'in-order' },
  },
  params: z.strictObject({
    values,
    mode: z.enum(['exact', 'in-order', 'any-order']).default('in-order').describe('how strictly'),
  }),
  kind: () => 'rate',
  score: ({ output }, { values: given, mode }) => {
    const wanted = listIn(given);
    if (wanted.length === 0) return inconclusive('the list of tools is empty');
    const calls = callsOf(output);
    const names = calls.map(({ name }) => name);
    const holds = {
      exact: () => sameJson(names, wanted),
      'in-order': () => inOrder(names, wanted),
      'any-order': () => sorted(names) === sorted(wanted),
    };
    return passed(holds[mode](), called(calls));
  },
});

export const stepCount = evaluator({
  ...facts,
  id: 'tool.step-count',
  direction: 'target',
  range: null,
  unit: 'count',
  docs: {
    summary: 'How many tools are called; with min or max, the share of answers within them.',
    formula: 'mean of calls, or mean of 1[min <= calls <= max]',
    source,
    example: { max: 5 },
  },
  params: z.strictObject({
    tool: z.string().min(1).max(200).optional().describe('count only this tool'),
    min: z.int().min(0).optional().describe('fewest allowed'),
    max: z.int().min(0).optional().describe('most allowed'),
  }),
  kind: ({ min, max }) => (min === undefined && max === undefined ? 'mean' : 'rate'),
  score: ({ output }, { tool, min, max }) => {
    const calls = callsOf(output).filter(({ name }) => tool === undefined || name === tool);
    if (min === undefined && max === undefined) return { state: 'scored', value: calls.length };
    return passed(calls.length >= (min ?? 0) && calls.length <= (max ?? Infinity), called(calls));
  },
});

export const noLoop = evaluator({
  ...facts,
  id: 'tool.no-loop',
  docs: {
    summary: 'No call is repeated with the same arguments as often as the limit.',
    formula: '1[max over calls of equal calls < limit]',
    source,
    example: { limit: 3 },
  },
  params: z.strictObject({
    limit: z.int().min(2).max(1000).default(3).describe('equal calls that make a loop'),
  }),
  kind: () => 'rate',
  score: ({ output }, { limit }) => {
    const calls = callsOf(output);
    const loop = calls.find((one) => calls.filter((other) => sameJson(one, other)).length >= limit);
    return passed(
      !loop,
      loop ? `${loop.name} is called ${limit} times and more with the same arguments` : undefined,
    );
  },
});
