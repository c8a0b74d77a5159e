import { z } from 'zod';
import { evaluator, passed, unitRange } from '../contract';
import { noReference, referenceParams, referencesOf } from './references';

const number =
  /^[-+]?(?:\d{1,3}(?:,\d{3})+|\d+)(?:\.\d+)?(?:[eE][-+]?\d{1,3})?$|^[-+]?\.\d+(?:[eE][-+]?\d{1,3})?$/;

/** The finite number that a text is, thousands separated by commas allowed; null for anything else. */
export function numberIn(text: string): number | null {
  const trimmed = text.trim();
  if (trimmed.length > 400 || !number.test(trimmed)) return null;
  const value = Number(trimmed.replaceAll(',', ''));
  return Number.isFinite(value) ? value : null;
}

/** 1 - |e - o| / (|e| + |o|) in [0, 1]; both 0 = 1. */
export const numericSimilarity = (a: number, b: number): number =>
  a === 0 && b === 0 ? 1 : 1 - Math.abs(a - b) / (Math.abs(a) + Math.abs(b));

const facts = {
  version: 1,
  direction: 'higher',
  range: unitRange,
  needs: { expected: true, judge: false },
} as const;

export const numericDiff = evaluator({
  ...facts,
  id: 'text.numeric-diff',
  unit: 'score',
  docs: {
    summary: 'How near the number is that the answer consists of. An answer that is no number scores 0.',
    formula: '1 - |e - o| / (|e| + |o|); both 0 = 1',
    source: 'autoevals NumericDiff',
    example: { pass: 0.95 },
  },
  params: z.strictObject(referenceParams),
  kind: () => 'mean',
  score: (sample, { value, pass }) => {
    const wanted = referencesOf(sample, value).flatMap((text) => numberIn(text) ?? []);
    if (wanted.length === 0) return noReference;
    const said = numberIn(sample.output);
    if (said === null)
      return { state: 'scored', value: 0, pass: false, detail: 'the answer is not a number' };
    const best = Math.max(...wanted.map((one) => numericSimilarity(one, said)));
    return { state: 'scored', value: best, pass: best >= pass };
  },
});

export const numberEquals = evaluator({
  ...facts,
  id: 'text.number-equals',
  unit: 'share',
  docs: {
    summary: 'The answer is the expected number, within an absolute or a relative tolerance.',
    formula: '|o - e| <= max(absolute, relative × |e|)',
    source: 'as Python math.isclose with a fixed reference side',
    example: { relative: 0.01 },
  },
  params: z.strictObject({
    value: referenceParams.value,
    absolute: z.number().min(0).default(0).describe('tolerance in the unit of the number'),
    relative: z.number().min(0).max(1).default(0).describe('tolerance as a share of the expected number'),
  }),
  kind: () => 'rate',
  score: (sample, { value, absolute, relative }) => {
    const wanted = referencesOf(sample, value).flatMap((text) => numberIn(text) ?? []);
    if (wanted.length === 0) return noReference;
    const said = numberIn(sample.output);
    if (said === null) return passed(false, 'the answer is not a number');
    return passed(wanted.some((one) => Math.abs(said - one) <= Math.max(absolute, relative * Math.abs(one))));
  },
});
