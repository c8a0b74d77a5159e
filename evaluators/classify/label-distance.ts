import { z } from 'zod';
import { evaluator, type Figure, inconclusive, type Item } from '../contract';
import { labelAt } from '../places';
import {
  type ChiSquare,
  type Counts,
  distance,
  distanceNames,
  goodnessOfFit,
  twoSampleChiSquare,
} from '../stats/distances';
import { chiSquarePValue } from '../stats/normal';
import { labelParams } from './labels';

const params = z.strictObject({
  ...labelParams,
  distance: z
    .enum(distanceNames)
    .default('jensen-shannon')
    .describe('which distance of the two distributions'),
  reference: z
    .record(z.string().min(1).max(200), z.number().nonnegative())
    .refine((all) => Object.keys(all).length <= 500, 'name at most 500 labels')
    .refine((all) => Object.values(all).some((count) => count > 0), 'one label needs a count above 0')
    .optional()
    .describe('how often each label occurred elsewhere; left out, the true labels of the same cases'),
  referenceIs: z
    .enum(['sample', 'population'])
    .default('sample')
    .describe('sample: counts that vary by chance as well; population: shares known exactly'),
});
type Params = z.output<typeof params>;

function countsOf(items: readonly Item[], reference: Params['reference']) {
  const current = new Map<string, number>();
  const before = new Map(Object.entries(reference ?? {}));
  for (const [truth, answer] of items) {
    current.set(String(answer), (current.get(String(answer)) ?? 0) + 1);
    if (!reference) before.set(String(truth), (before.get(String(truth)) ?? 0) + 1);
  }
  const labels = [...new Set([...before.keys(), ...current.keys()])].toSorted();
  const of = (counts: ReadonlyMap<string, number>) => labels.map((label) => counts.get(label) ?? 0);
  return { labels, counts: { current: of(current), reference: of(before) } satisfies Counts };
}

const inWords = ({ statistic, degrees }: ChiSquare): string =>
  `chi-square ${statistic.toFixed(3)}, p ${chiSquarePValue(statistic, degrees).toFixed(5)}`;

function figureOf(items: readonly Item[], { distance: name, reference, referenceIs }: Params): Figure {
  const { labels, counts } = countsOf(items, reference);
  const value = distance(counts, name);
  if (value === null) return { value, reason: 'there is no label to compare' };
  const rows = labels.map((label, index) => [
    label,
    counts.reference[index] ?? 0,
    counts.current[index] ?? 0,
  ]);
  const table = { columns: ['label', 'reference', 'answered'], rows: rows.slice(0, 50) };
  const test = referenceIs === 'sample' ? twoSampleChiSquare(counts) : goodnessOfFit(counts);
  return { value, table, ...(reference && test && { note: inWords(test) }) };
}

export const labelDistance = evaluator({
  id: 'classify.label-distance',
  version: 1,
  direction: 'lower',
  range: null,
  unit: 'score',
  needs: { expected: false, judge: false },
  docs: {
    summary:
      'How far the distribution of the answered labels lies from that of the true labels, or from counts given: a model that prefers one label shows here even when its accuracy is good.',
    formula:
      'p answered, q reference: PSI Σ(p - q) ln(p/q); Jensen-Shannon distance sqrt(½ Σ p ln(p/m) + ½ Σ q ln(q/m)), m = (p + q)/2; Hellinger sqrt(½ Σ(√p - √q)²); KL Σ q ln(q/p); total variation ½ Σ|p - q|. PSI and KL take shares of 0 as 1e-4. From 0; total variation and Hellinger to 1, Jensen-Shannon to sqrt(ln 2). With counts given also Pearson chi-square: of two samples, or of fit to a population',
    source: 'Evidently stat tests for the distances; scipy.stats chi2_contingency (no correction), chisquare',
    example: { answer: 'output.label', distance: 'psi', reference: { urgent: 40, routine: 35, unclear: 25 } },
  },
  params,
  kind: () => 'figure',
  score: (sample, { truth, answer, ignoreCase, reference }) => {
    const wanted = labelAt(sample, truth, ignoreCase);
    if (wanted === null && !reference) return inconclusive(`the case has no label at ${truth}`);
    const said = labelAt(sample, answer, ignoreCase);
    return { state: 'scored', value: said === null ? 0 : 1, item: [wanted ?? '', said ?? '(none)'] };
  },
  figure: figureOf,
});
