import { distance } from 'fastest-levenshtein';
import { z } from 'zod';
import { errored, evaluator, unitRange } from '../contract';
import { mostCells } from './ngrams';
import { bestOf, referenceParams } from './references';

const astral = /[\uD800-\uDFFF]/;

/** Edit distance over code points: insertions, deletions and substitutions of one character. */
export function levenshtein(a: string, b: string): number {
  if (a.length * b.length > 32 * mostCells)
    throw new RangeError(`${a.length} and ${b.length} characters are too many for an edit distance`);
  if (!astral.test(a) && !astral.test(b)) return distance(a, b);
  const letters = new Map<string, string>();
  const units = (text: string) =>
    [...text]
      .map((point) => {
        const unit = letters.get(point) ?? String.fromCharCode(letters.size);
        letters.set(point, unit);
        return unit;
      })
      .join('');
  return distance(units(a), units(b));
}

/** 1 - distance / length of the longer text, in [0, 1]; two empty texts are equal (1). */
export function levenshteinSimilarity(a: string, b: string): number {
  const longest = Math.max([...a].length, [...b].length);
  return longest === 0 ? 1 : 1 - levenshtein(a, b) / longest;
}

export const levenshteinEvaluator = evaluator({
  id: 'text.levenshtein',
  version: 1,
  direction: 'higher',
  range: unitRange,
  unit: 'score',
  needs: { expected: true, judge: false },
  docs: {
    summary:
      'How few characters must change to reach the expected text; the best of several expected texts counts.',
    formula: '1 - d / max(length); d counts inserted, deleted and substituted code points; both empty = 1',
    source: 'Levenshtein 1966, normalised as autoevals does',
    example: { pass: 0.8 },
  },
  params: z.strictObject({
    ...referenceParams,
    ignoreCase: z.boolean().default(false).describe('compare in lower case'),
  }),
  kind: () => 'mean',
  score: (sample, { ignoreCase, ...wanted }) => {
    const lower = (text: string) => (ignoreCase ? text.toLowerCase() : text);
    try {
      return bestOf(sample, wanted, (reference) =>
        levenshteinSimilarity(lower(sample.output), lower(reference)),
      );
    } catch (error) {
      if (error instanceof RangeError) return errored(error.message);
      throw error;
    }
  },
});
