import { z } from 'zod';
import { evaluator, unitRange } from '../contract';
import { ngramCounts, overlap, total } from './ngrams';
import { bestOf, referenceParams } from './references';

const words = (text: string): string[] => text.split(/\s+/).filter((word) => word !== '');
const orders = [1, 2, 3, 4] as const;

/** GLEU in [0, 1] of one sentence: the smaller of precision and recall over all n-grams of 1 to 4 words together. */
export function gleu(output: string, reference: string): number {
  const [said, wanted] = [words(output), words(reference)];
  let [shared, mine, theirs] = [0, 0, 0];
  for (const n of orders) {
    const [a, b] = [ngramCounts(said, n), ngramCounts(wanted, n)];
    shared += overlap(a, b);
    mine += total(a);
    theirs += total(b);
  }
  return Math.max(mine, theirs) === 0 ? 0 : shared / Math.max(mine, theirs);
}

export const gleuEvaluator = evaluator({
  id: 'text.gleu',
  version: 1,
  direction: 'higher',
  range: unitRange,
  unit: 'score',
  needs: { expected: true, judge: false },
  docs: {
    summary:
      'Runs of 1 to 4 words shared with the expected text, made for single sentences. Words are split at white space.',
    formula: 'min(precision, recall) over all n-grams, n = 1 to 4; the best of several expected texts counts',
    source: 'Wu et al. 2016 (GNMT), as nltk.translate.gleu_score with one reference',
    example: { pass: 0.5 },
  },
  params: z.strictObject(referenceParams),
  kind: () => 'mean',
  score: (sample, wanted) => bestOf(sample, wanted, (reference) => gleu(sample.output, reference)),
});
