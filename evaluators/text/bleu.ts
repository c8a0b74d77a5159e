import { z } from 'zod';
import { evaluator, type Figure, type Item, type Outcome, type Sample, unitRange } from '../contract';
import { ngramCounts } from './ngrams';
import { noReference, referenceParams, referencesOf } from './references';

const entities: readonly (readonly [RegExp, string])[] = [
  [/&quot;/g, '"'],
  [/&amp;/g, '&'],
  [/&lt;/g, '<'],
  [/&gt;/g, '>'],
];

/** The mteval-v13a tokeniser as sacreBLEU runs it: punctuation apart, full stops and commas kept inside numbers. */
export function tokens13a(text: string): string[] {
  let line = text.trimEnd().replaceAll('<skipped>', '').replaceAll('-\n', '').replaceAll('\n', ' ');
  if (line.includes('&')) for (const [entity, letter] of entities) line = line.replace(entity, letter);
  return ` ${line} `
    .replace(/([{-~[-` -&(-+:-@/])/g, ' $1 ')
    .replace(/([^0-9])([.,])/gu, '$1 $2 ')
    .replace(/([.,])([^0-9])/gu, ' $1 $2')
    .replace(/([0-9])(-)/g, '$1 $2 ')
    .split(/\s+/)
    .filter((token) => token !== '');
}

const orders = [1, 2, 3, 4] as const;

/** Matches of order 1 to 4, n-grams of order 1 to 4, length of the answer, length of the closest expected text. */
export function bleuCounts(output: string, references: readonly string[]): number[] {
  const said = tokens13a(output);
  const wanted = references.map(tokens13a);
  const matches = orders.map((n) => {
    const ceilings = wanted.map((tokens) => ngramCounts(tokens, n));
    let hits = 0;
    for (const [gram, count] of ngramCounts(said, n))
      hits += Math.min(count, Math.max(...ceilings.map((counts) => counts.get(gram) ?? 0)));
    return hits;
  });
  const totals = orders.map((n) => Math.max(0, said.length - n + 1));
  return [...matches, ...totals, said.length, closest(said.length, wanted)];
}

/** The expected length nearest to the answer's, the shorter one when two are as near. */
const closest = (length: number, wanted: readonly (readonly string[])[]): number =>
  wanted
    .map((tokens) => tokens.length)
    .reduce((best, one) => {
      const [far, near] = [Math.abs(best - length), Math.abs(one - length)];
      return near < far || (near === far && one < best) ? one : best;
    });

/**
 * BLEU in [0, 1] of summed counts: BP * exp(mean ln p_n), exponential smoothing of orders without a match (sacreBLEU).
 * With `effective`, orders that the answer is too short for are left out, as for single sentences.
 */
export function bleuOf(counts: readonly number[], effective = false): number {
  const [said = 0, wanted = 0] = counts.slice(8);
  let [smooth, used, sum] = [1, effective ? 0 : orders.length, 0];
  if (!counts.slice(0, 4).some((match) => match > 0)) return 0;
  for (const n of orders) {
    const [match = 0, grams = 0] = [counts[n - 1], counts[n + 3]];
    if (grams === 0) {
      if (!effective) return 0;
      break;
    }
    if (effective) used = n;
    if (match === 0) smooth *= 2;
    sum += Math.log(match === 0 ? 1 / (smooth * grams) : match / grams);
  }
  const brevity = said < wanted ? Math.exp(1 - wanted / said) : 1;
  return brevity * Math.exp(sum / used);
}

/** The sum of items, column by column. */
export function summed(items: readonly Item[]): number[] {
  const sums: number[] = [];
  for (const item of items) for (const [at, one] of item.entries()) sums[at] = (sums[at] ?? 0) + Number(one);
  return sums;
}

export const perCaseOrCorpus = {
  over: z
    .enum(['corpus', 'cases'])
    .default('corpus')
    .describe('corpus: one figure from the counts of all cases; cases: the mean of the cases’ own scores'),
};
const params = z.strictObject({
  ...referenceParams,
  ...perCaseOrCorpus,
  lowercase: z.boolean().default(false).describe('compare in lower case'),
});

function scored(sample: Sample, { value, pass, lowercase }: z.output<typeof params>): Outcome {
  const references = referencesOf(sample, value);
  if (references.length === 0) return noReference;
  const lower = (text: string) => (lowercase ? text.toLowerCase() : text);
  const item = bleuCounts(lower(sample.output), references.map(lower));
  const score = bleuOf(item, true);
  return { state: 'scored', value: score, pass: score >= pass, item };
}

const figure = (items: readonly Item[], { lowercase }: z.output<typeof params>): Figure => ({
  value: bleuOf(summed(items)),
  note: `case:${lowercase ? 'lc' : 'mixed'}|eff:no|tok:13a|smooth:exp`,
});

export const bleu = evaluator({
  id: 'text.bleu',
  version: 1,
  direction: 'higher',
  range: unitRange,
  unit: 'score',
  needs: { expected: true, judge: false },
  docs: {
    summary:
      'BLEU over all cases, as machine translation reports it; each case shows its sentence score. Several expected texts are used together.',
    formula:
      'BP exp(mean ln p_n), n = 1 to 4; BP = exp(1 - r/c) when c < r, else 1; exponential smoothing; 13a tokens; sentences with effective order',
    source: 'Papineni et al. 2002 in the form of sacreBLEU 2 (Post 2018), divided by 100',
    example: { pass: 0.3 },
  },
  params,
  kind: ({ over }) => (over === 'corpus' ? 'figure' : 'mean'),
  score: scored,
  figure,
});
