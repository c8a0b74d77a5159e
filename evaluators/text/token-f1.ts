import { z } from 'zod';
import { evaluator, passed, unitRange } from '../contract';
import { bestOf, noReference, referenceParams, referencesOf } from './references';

const punctuation = /[!-/:-@[-`{-~]/g;
const articles = /(?<![\p{L}\p{N}])(?:a|an|the)(?![\p{L}\p{N}])/gu;

/** SQuAD normalisation: lower case, ASCII punctuation and articles removed, split at white space. */
export const squadTokens = (text: string): string[] =>
  text
    .toLowerCase()
    .replace(punctuation, '')
    .replace(articles, ' ')
    .split(/\s+/)
    .filter((token) => token !== '');

/** Token F1 in [0, 1]: 2PR/(P+R) over token multisets; both empty = 1, one empty = 0 (SQuAD, Rajpurkar et al. 2016). */
export function tokenF1(output: string, expected: string): number {
  const [answer, truth] = [squadTokens(output), squadTokens(expected)];
  if (answer.length === 0 || truth.length === 0) return answer.length === truth.length ? 1 : 0;
  const left = new Map<string, number>();
  for (const token of truth) left.set(token, (left.get(token) ?? 0) + 1);
  let shared = 0;
  for (const token of answer) {
    const count = left.get(token) ?? 0;
    if (count > 0) shared++;
    left.set(token, count - 1);
  }
  return (2 * shared) / (answer.length + truth.length);
}

export const tokenF1Evaluator = evaluator({
  id: 'text.token-f1',
  version: 2,
  direction: 'higher',
  range: unitRange,
  unit: 'score',
  needs: { expected: true, judge: false },
  docs: {
    summary: 'Overlap of words with the expected text; the best of several expected texts counts.',
    formula:
      '2PR/(P+R) over token multisets, lower case, ASCII punctuation and articles removed; both empty = 1',
    source: 'SQuAD 1.1 evaluation script (Rajpurkar et al. 2016)',
  },
  params: z.strictObject(referenceParams),
  kind: () => 'mean',
  score: (sample, wanted) => bestOf(sample, wanted, (truth) => tokenF1(sample.output, truth)),
});

export const squadMatch = evaluator({
  id: 'text.squad-match',
  version: 2,
  direction: 'higher',
  range: unitRange,
  unit: 'share',
  needs: { expected: true, judge: false },
  docs: {
    summary:
      'The answer is an expected text, once case, ASCII punctuation, articles and spacing are set aside.',
    formula: '1[tokens(output) = tokens(expected)] for any expected text',
    source: 'exact match of the SQuAD 1.1 evaluation script (Rajpurkar et al. 2016)',
  },
  params: z.strictObject({ value: referenceParams.value }),
  kind: () => 'rate',
  score: (sample, { value }) => {
    const truths = referencesOf(sample, value);
    if (truths.length === 0) return noReference;
    const said = squadTokens(sample.output).join(' ');
    return passed(truths.some((truth) => squadTokens(truth).join(' ') === said));
  },
});
