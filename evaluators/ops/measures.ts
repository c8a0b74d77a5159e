import { z } from 'zod';
import { evaluator, inconclusive, passed } from '../contract';
import { isDecimal } from '../stats/decimal';

const facts = {
  version: 1,
  direction: 'lower',
  range: null,
  needs: { expected: false, judge: false },
} as const;

export const latency = evaluator({
  ...facts,
  id: 'ops.latency',
  unit: 'ms',
  docs: {
    summary: 'How long the target took to answer; with maxMs, the share of answers within it.',
    formula: 'mean of latencyMs, or mean of 1[latencyMs <= maxMs]',
    source: 'wall clock of the call, from sending to the last byte',
    example: { maxMs: 5000 },
  },
  params: z.strictObject({
    maxMs: z.number().positive().optional().describe('milliseconds that a case may take'),
  }),
  kind: ({ maxMs }) => (maxMs === undefined ? 'mean' : 'rate'),
  score: ({ latencyMs }, { maxMs }) => {
    if (latencyMs == null) return inconclusive('no latency was recorded');
    return maxMs === undefined ? { state: 'scored', value: latencyMs } : passed(latencyMs <= maxMs);
  },
});

export const firstToken = evaluator({
  ...facts,
  id: 'ops.first-token',
  unit: 'ms',
  docs: {
    summary:
      'How long a streamed answer took to its first token; with maxMs, the share of answers within it.',
    formula: 'mean of firstTokenMs, or mean of 1[firstTokenMs <= maxMs]',
    source:
      'wall clock of the call, from sending to the first text or tool call of a target with stream: true; reasoning ' +
      'that a provider streams apart is no token of the answer',
    example: { maxMs: 800 },
  },
  params: z.strictObject({
    maxMs: z.number().positive().optional().describe('milliseconds that the first token may take'),
  }),
  kind: ({ maxMs }) => (maxMs === undefined ? 'mean' : 'rate'),
  score: ({ firstTokenMs }, { maxMs }) => {
    if (firstTokenMs == null) return inconclusive('the answer was not streamed');
    return maxMs === undefined ? { state: 'scored', value: firstTokenMs } : passed(firstTokenMs <= maxMs);
  },
});

export const cost = evaluator({
  ...facts,
  id: 'ops.cost',
  unit: 'USD',
  docs: {
    summary: 'What one answer cost; with maxUsd, the share of answers within it. Unpriced is never 0.',
    formula: 'mean of cost, or mean of 1[cost <= maxUsd]',
    source: 'tokens of the answer times the price book at the time of the call',
    example: { maxUsd: 0.01 },
  },
  params: z.strictObject({
    maxUsd: z.number().nonnegative().optional().describe('US dollars that a case may cost'),
  }),
  kind: ({ maxUsd }) => (maxUsd === undefined ? 'mean' : 'rate'),
  score: ({ cost: usd }, { maxUsd }) => {
    if (usd == null || !isDecimal(usd)) return inconclusive('the answer has no price');
    return maxUsd === undefined ? { state: 'scored', value: Number(usd) } : passed(Number(usd) <= maxUsd);
  },
});

export const tokens = evaluator({
  ...facts,
  id: 'ops.tokens',
  unit: 'count',
  docs: {
    summary:
      'How many tokens the provider counted; with max, the share of answers within it. Unknown is never 0.',
    formula: 'mean of tokens, or mean of 1[tokens <= max]; cached and reasoning tokens are included; from 0',
    source: 'the usage that the target reported with its answer; see text.tokens for answers without it',
    example: { of: 'output', max: 500 },
  },
  params: z.strictObject({
    of: z.enum(['total', 'input', 'output']).default('total').describe('whose tokens'),
    max: z.int().min(0).optional().describe('tokens that a case may take'),
  }),
  kind: ({ max }) => (max === undefined ? 'mean' : 'rate'),
  score: ({ tokens: counted }, { of, max }) => {
    if (counted == null) return inconclusive('the target reported no tokens');
    const value = of === 'total' ? counted.input + counted.output : counted[of];
    return max === undefined ? { state: 'scored', value } : passed(value <= max, `${value} tokens`);
  },
});
