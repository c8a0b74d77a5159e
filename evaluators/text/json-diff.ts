import { z } from 'zod';
import { errored, evaluator, inconclusive, unitRange } from '../contract';
import { bestAssignment } from './assignment';
import { levenshteinSimilarity } from './edit-distance';
import { parsedJson } from './json';
import { numericSimilarity } from './numeric';
import { referenceParams } from './references';

const deepest = 64;
const isMap = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
const isAbsent = (value: unknown): boolean => value === null || value === undefined;

/** Canonical text of a JSON value: keys sorted. */
const textOf = (value: unknown): string =>
  JSON.stringify(value, (_, item: unknown) =>
    isMap(item) ? Object.fromEntries(Object.entries(item).toSorted(([a], [b]) => (a < b ? -1 : 1))) : item,
  );

/**
 * Similarity of two JSON values in [0, 1]: objects the mean over the union of their keys, arrays index by index over the
 * longer length, texts by edit distance, numbers by their relative difference, other kinds as their JSON text.
 * Throws RangeError below 64 levels.
 */
export function jsonSimilarity(a: unknown, b: unknown, depth = 0): number {
  if (depth > deepest) throw new RangeError(`the JSON is deeper than ${deepest} levels`);
  const inner = (x: unknown, y: unknown) => jsonSimilarity(x, y, depth + 1);
  if (isMap(a) && isMap(b)) {
    const keys = [...new Set([...Object.keys(a), ...Object.keys(b)])];
    const own = (map: object, key: string): unknown =>
      Object.hasOwn(map, key) ? Reflect.get(map, key) : undefined;
    return keys.length === 0
      ? 1
      : keys.reduce((sum, key) => sum + inner(own(a, key), own(b, key)), 0) / keys.length;
  }
  if (Array.isArray(a) && Array.isArray(b)) {
    const shared = Array.from({ length: Math.min(a.length, b.length) }, (_, at) => inner(a[at], b[at]));
    const longest = Math.max(a.length, b.length);
    return longest === 0 ? 1 : shared.reduce((sum, one) => sum + one, 0) / longest;
  }
  if (typeof a === 'string' && typeof b === 'string') return levenshteinSimilarity(a, b);
  if (typeof a === 'number' && typeof b === 'number') return numericSimilarity(a, b);
  if (isAbsent(a) || isAbsent(b)) return isAbsent(a) && isAbsent(b) ? 1 : 0;
  return levenshteinSimilarity(textOf(a), textOf(b));
}

const facts = {
  version: 1,
  direction: 'higher',
  range: unitRange,
  unit: 'score',
  needs: { expected: true, judge: false },
} as const;
const notJson = { state: 'scored', value: 0, pass: false, detail: 'the answer is not JSON' } as const;

/** The JSON value to compare with: the parameter, or what the case expects (a text that is JSON is read). */
function wantedJson(expected: unknown, value: string | undefined): { readonly value: unknown } | null {
  const wanted = value ?? expected;
  if (wanted === undefined || wanted === null) return null;
  return typeof wanted === 'string' ? (parsedJson(wanted) ?? { value: wanted }) : { value: wanted };
}

export const jsonDiff = evaluator({
  ...facts,
  id: 'text.json-diff',
  docs: {
    summary:
      'How much of the expected JSON value the answer has, key by key. An answer that is not JSON scores 0.',
    formula:
      'mean over the union of keys, recursive; arrays index by index / longer length; texts 1 - d/max(length), numbers 1 - |e-o|/(|e|+|o|)',
    source: 'autoevals JSONDiff',
    example: { pass: 0.9 },
  },
  params: z.strictObject(referenceParams),
  kind: () => 'mean',
  score: ({ output, expected }, { value, pass }) => {
    const wanted = wantedJson(expected, value);
    if (!wanted) return inconclusive('the case has no expected value');
    const said = parsedJson(output);
    if (!said) return notJson;
    try {
      const score = jsonSimilarity(said.value, wanted.value);
      return { state: 'scored', value: score, pass: score >= pass };
    } catch (error) {
      if (error instanceof RangeError) return errored(error.message);
      throw error;
    }
  },
});

const mostEntries = 200;

/** Similarity of two lists in [0, 1] under their best one-to-one assignment; both empty = 1, one empty = 0. */
export function listSimilarity(
  said: readonly unknown[],
  wanted: readonly unknown[],
  allowExtra: boolean,
): number {
  if (said.length === 0 || wanted.length === 0) return said.length === wanted.length ? 1 : 0;
  const scores = said.map((one) => wanted.map((other) => jsonSimilarity(one, other)));
  const sum = bestAssignment(scores).reduce((all, at, row) => all + (scores[row]?.[at] ?? 0), 0);
  return Math.min(1, sum / (allowExtra ? wanted.length : Math.max(said.length, wanted.length)));
}

export const listContains = evaluator({
  ...facts,
  id: 'text.list-contains',
  docs: {
    summary: 'The answer is a JSON list that holds what the expected list holds, in any order.',
    formula:
      'sum over the best one-to-one assignment of items / max(lengths), or / expected length with allowExtra',
    source: 'autoevals ListContains (items compared as JSON)',
    example: { allowExtra: true },
  },
  params: z.strictObject({
    ...referenceParams,
    allowExtra: z.boolean().default(false).describe('further items in the answer do not count against it'),
  }),
  kind: () => 'mean',
  score: ({ output, expected }, { value, pass, allowExtra }) => {
    const wanted = wantedJson(expected, value)?.value;
    if (!Array.isArray(wanted)) return inconclusive('the case has no expected list');
    const said = parsedJson(output)?.value;
    if (!Array.isArray(said)) return { ...notJson, detail: 'the answer is not a JSON list' };
    if (Math.max(said.length, wanted.length) > mostEntries)
      return errored(`lists are compared up to ${mostEntries} items`);
    const score = listSimilarity(said, wanted, allowExtra);
    return { state: 'scored', value: score, pass: score >= pass };
  },
});
