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
