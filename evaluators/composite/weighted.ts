import { z } from 'zod';
import {
  errored,
  evaluator,
  inconclusive,
  type Outcome,
  passed,
  type PreparedEvaluator,
  unitRange,
} from '../contract';

const Part = z.strictObject({
  measure: z.string().min(1).max(100).describe('a measure that stands before this one in the suite'),
  weight: z.number().positive().max(1_000_000).default(1).describe('how much it counts'),
});

/** What a part contributes, or the outcome that the whole has for want of it. */
function shareOf(measure: string, outcome: Outcome | undefined): number | Outcome {
  if (!outcome) return errored(`${measure} has no outcome`);
  if (outcome.state === 'errored') return errored(`${measure}: ${outcome.reason}`);
  if (outcome.state === 'inconclusive') return inconclusive(`${measure}: ${outcome.reason}`);
  if (outcome.pass !== undefined) return outcome.pass ? 1 : 0;
  const { value } = outcome;
  return value >= 0 && value <= 1 ? value : errored(`${measure} is ${value}, which lies outside 0 to 1`);
}

export const weighted = evaluator({
  id: 'composite.weighted',
  version: 1,
  direction: 'higher',
  range: unitRange,
  unit: 'score',
  needs: { expected: false, judge: false },
  docs: {
    summary:
      'Several measures of the same case as one score. A part without a score leaves the whole without one.',
    formula:
      'sum(weight * share) / sum(weight); share = 1 or 0 of a part that passes or fails, else its value',
    source: 'weighted arithmetic mean',
    example: { parts: [{ measure: 'right-answer', weight: 3 }, { measure: 'polite' }], min: 0.7 },
  },
  params: z.strictObject({
    parts: z.array(Part).min(1).max(20).describe('measures of this suite, each with its weight'),
    min: z.number().min(0).max(1).optional().describe('the score at which a case passes; without it a mean'),
  }),
  kind: ({ min }) => (min === undefined ? 'mean' : 'rate'),
  score: (_, { parts, min }, { outcomes = {} }) => {
    let [sum, weights] = [0, 0];
    for (const { measure, weight } of parts) {
      const share = shareOf(measure, outcomes[measure]);
      if (typeof share !== 'number') return share;
      sum += weight * share;
      weights += weight;
    }
    const value = Math.min(1, sum / weights);
    return min === undefined
      ? { state: 'scored', value }
      : passed(value >= min, `score ${value.toPrecision(4)}`);
  },
});

/** What is wrong with the parts of a composite, given the measures that stand before it; null when nothing is. */
export function partsProblem(
  params: unknown,
  before: ReadonlyMap<string, Pick<PreparedEvaluator, 'kind' | 'range' | 'direction'>>,
): string | null {
  const read = z.object({ parts: z.array(Part) }).safeParse(params);
  for (const [index, { measure }] of (read.data?.parts ?? []).entries()) {
    const part = before.get(measure);
    if (!part) return `parts.${index}: no measure before this one is called ${measure}`;
    if (part.kind === 'rate') continue;
    if (part.kind === 'figure')
      return `parts.${index}: ${measure} is a figure over all cases and has no value per case`;
    const { low, high } = { low: NaN, high: NaN, ...part.range };
    if (low < 0 || high > 1 || Number.isNaN(low + high) || part.direction !== 'higher')
      return `parts.${index}: ${measure} is not a score from 0 to 1 of which more is better`;
  }
  return null;
}
