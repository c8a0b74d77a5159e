import { z } from 'zod';
import { evaluator, type Item, type Outcome, type Sample, unitRange } from '../contract';
import { perCaseOrCorpus, summed } from './bleu';
import { ngramCounts, overlap, total } from './ngrams';
import { noReference, referenceParams, referencesOf } from './references';

const punctuation = /[!-/:-@[-`{-~]/;

/** Words with one leading or trailing ASCII punctuation mark apart, as chrF++ splits them. */
export function chrfWords(text: string): string[] {
  return text
    .split(/\s+/)
    .filter((word) => word !== '')
    .flatMap((word) => {
      const letters = [...word];
      if (letters.length === 1) return [word];
      if (punctuation.test(letters.at(-1) ?? ''))
        return [letters.slice(0, -1).join(''), letters.at(-1) ?? ''];
      if (punctuation.test(letters[0] ?? '')) return [letters[0] ?? '', letters.slice(1).join('')];
      return [word];
    });
}

const characterOrders = [1, 2, 3, 4, 5, 6] as const;
const wordOrders = [1, 2] as const;

function gramsOf(text: string, words: number): Map<string, number>[] {
  const letters = [...text.replace(/\s+/g, '')];
  const split = words === 0 ? [] : chrfWords(text);
  return [
    ...characterOrders.map((n) => ngramCounts(letters, n)),
    ...wordOrders.slice(0, words).map((n) => ngramCounts(split, n)),
  ];
}

/** Per order: n-grams of the answer, of the expected text, and shared ones. */
function counts(said: readonly Map<string, number>[], wanted: readonly Map<string, number>[]): number[] {
  return said.flatMap((grams, order) => {
    const other = wanted[order] ?? new Map<string, number>();
    return [other.size === 0 ? 0 : total(grams), total(other), overlap(grams, other)];
  });
}

const beta2 = 4;

/** chrF in [0, 1] of summed counts: F with beta 2 of the mean precision and the mean recall over orders both sides have. */
export function chrfOf(sums: readonly number[]): number {
  let [precision, recall, orders] = [0, 0, 0];
  for (let at = 0; at < sums.length; at += 3) {
    const [said = 0, wanted = 0, shared = 0] = sums.slice(at, at + 3);
    if (said === 0 || wanted === 0) continue;
    precision += shared / said;
    recall += shared / wanted;
    orders++;
  }
  if (orders === 0 || precision + recall === 0) return 0;
  const [p, r] = [precision / orders, recall / orders];
  return ((1 + beta2) * p * r) / (beta2 * p + r);
}

/** Counts against the expected text that scores best. `words` is 2 for chrF++, 0 for chrF. */
export function chrfCounts(output: string, references: readonly string[], words: number): number[] {
  const said = gramsOf(output, words);
  const all = references.map((reference) => counts(said, gramsOf(reference, words)));
  return all.reduce((best, one) => (chrfOf(one) > chrfOf(best) ? one : best));
}

const params = z.strictObject({
  ...referenceParams,
  ...perCaseOrCorpus,
  words: z
    .union([z.literal(0), z.literal(1), z.literal(2)])
    .default(0)
    .describe('0 = chrF, 2 = chrF++ (adds words and pairs of words)'),
});

function scored(sample: Sample, { value, pass, words }: z.output<typeof params>): Outcome {
  const references = referencesOf(sample, value);
  if (references.length === 0) return noReference;
  const item = chrfCounts(sample.output, references, words);
  const score = chrfOf(item);
  return { state: 'scored', value: score, pass: score >= pass, item };
}

export const chrf = evaluator({
  id: 'text.chrf',
  version: 1,
  direction: 'higher',
  range: unitRange,
  unit: 'score',
  needs: { expected: true, judge: false },
  docs: {
    summary:
      'Character n-grams shared with the expected text (chrF; chrF++ with words: 2). Needs no tokeniser, fits every language.',
    formula: 'F2 = 5PR / (4P + R) of mean precision and mean recall over n = 1 to 6, white space left out',
    source: 'Popović 2015, 2017 in the form of sacreBLEU 2 (effective order), divided by 100',
    example: { words: 2, pass: 0.4 },
  },
  params,
  kind: ({ over }) => (over === 'corpus' ? 'figure' : 'mean'),
  score: scored,
  figure: (items: readonly Item[], { words }) => ({
    value: chrfOf(summed(items)),
    note: `case:mixed|eff:yes|nc:6|nw:${words}|space:no`,
  }),
});
