import { z } from 'zod';
import { emptyAnswer, evaluator, inconclusive, passed, unitRange } from '../contract';
import { ignoreCase, templated } from './comparison';
import { parsedJson } from './json';
import { porterStem } from './porter';

const most = 1000;
export const values = z
  .union([z.array(templated.min(1)).min(1).max(most), templated.min(1)])
  .default('{{expected}}')
  .describe('a list of texts, or a placeholder that stands for a list');

/** The texts of a list parameter: a placeholder has become the list's JSON, one text, or text by lines. */
export function listIn(given: string | readonly string[]): string[] {
  if (typeof given !== 'string') return [...given];
  const json = parsedJson(given)?.value;
  if (!Array.isArray(json)) return [given];
  return json.filter((item) => typeof item === 'string' || typeof item === 'number').map(String);
}

interface Found {
  readonly found: readonly string[];
  readonly absent: readonly string[];
}
interface Rule {
  readonly summary: string;
  readonly formula: string;
  readonly holds: (found: Found) => boolean;
}

const rules = {
  any: {
    summary: 'holds at least one of the texts',
    formula: 'max over values of 1[value in output]',
    holds: ({ found }) => found.length > 0,
  },
  all: {
    summary: 'holds every one of the texts',
    formula: 'min over values of 1[value in output]',
    holds: ({ absent }) => absent.length === 0,
  },
  none: {
    summary: 'holds none of the texts. An empty answer is not judged',
    formula: '1 - max over values of 1[value in output]',
    holds: ({ found }) => found.length === 0,
  },
} as const satisfies Record<string, Rule>;

const short = (list: readonly string[]): string =>
  list
    .slice(0, 5)
    .map((one) => JSON.stringify(one.length > 40 ? `${one.slice(0, 40)}…` : one))
    .join(', ') + (list.length > 5 ? ', …' : '');

const detailOf = ({ found, absent }: Found): string =>
  [
    ...(found.length > 0 ? [`found ${short(found)}`] : []),
    ...(absent.length > 0 ? [`not found ${short(absent)}`] : []),
  ].join('; ');

const facts = {
  version: 1,
  direction: 'higher',
  range: unitRange,
  unit: 'share',
  needs: { expected: false, judge: false },
} as const;

const containsOf = (which: keyof typeof rules) =>
  evaluator({
    ...facts,
    id: `text.contains-${which}`,
    docs: {
      summary: `The answer ${rules[which].summary}.`,
      formula: rules[which].formula,
      source: 'exact comparison of Unicode strings, no normalisation',
      example: { values: ['urgent', 'routine'], ignoreCase: true },
    },
    params: z.strictObject({ values, ignoreCase }),
    kind: () => 'rate',
    score: ({ output }, params) => {
      const wanted = listIn(params.values);
      if (wanted.length === 0) return inconclusive('the list of texts is empty');
      if (which === 'none' && output.trim() === '') return emptyAnswer;
      const lower = (text: string) => (params.ignoreCase ? text.toLowerCase() : text);
      const said = lower(output);
      const found = wanted.filter((one) => said.includes(lower(one)));
      const outcome = { found, absent: wanted.filter((one) => !found.includes(one)) };
      const pass = rules[which].holds(outcome);
      return passed(pass, pass ? undefined : detailOf(outcome));
    },
  });

export const containsAny = containsOf('any');
export const containsAll = containsOf('all');
export const containsNone = containsOf('none');

const wordsOf = (text: string, stem: boolean): string[] =>
  (text.toLowerCase().match(/[\p{L}\p{N}]+(?:['’][\p{L}\p{N}]+)*/gu) ?? []).map((word) =>
    stem ? porterStem(word) : word,
  );

const wordEvaluator = (
  id: 'text.includes-words' | 'text.excludes-words',
  summary: string,
  excluded: boolean,
) =>
  evaluator({
    ...facts,
    id,
    docs: {
      summary,
      formula: excluded
        ? '1[no word of the list is a word of the answer]'
        : '1[the words of the list that are words of the answer: one (any) or all]',
      source:
        "whole words in lower case (Unicode letters and digits); with stem, Porter's stem of English words",
      example: { values: ['refund', 'return'], stem: true },
    },
    params: z.strictObject({
      values,
      need: z.enum(['any', 'all']).default('any').describe('how many of the words must be there'),
      stem: z.boolean().default(false).describe('other forms of an English word count as well'),
    }),
    kind: () => 'rate',
    score: ({ output }, { values: given, need, stem }) => {
      const wanted = listIn(given);
      if (wanted.length === 0) return inconclusive('the list of words is empty');
      if (excluded && output.trim() === '') return emptyAnswer;
      const said = ` ${wordsOf(output, stem).join(' ')} `;
      const found = wanted.filter((one) => said.includes(` ${wordsOf(one, stem).join(' ')} `));
      const outcome = { found, absent: wanted.filter((one) => !found.includes(one)) };
      return passed(rules[excluded ? 'none' : need].holds(outcome), detailOf(outcome));
    },
  });

export const includesWords = wordEvaluator(
  'text.includes-words',
  'The answer uses one (or all) of the words, as whole words.',
  false,
);
export const excludesWords = wordEvaluator(
  'text.excludes-words',
  'The answer uses none of the words, as whole words. An empty answer is not judged.',
  true,
);
