import { syllable } from 'syllable';
import { z } from 'zod';
import { emptyAnswer, evaluator } from '../contract';
import { extents } from './extent';

export interface ReadingCounts {
  readonly sentences: number;
  readonly words: number;
  /** letters and digits */
  readonly letters: number;
  readonly syllables: number;
  /** words of three and more syllables */
  readonly long: number;
}

/** What the formulas are made of; syllables are counted by rule, for English words. */
export function readingCounts(text: string): ReadingCounts {
  const words = text.match(/[\p{L}\p{N}]+(?:['’-][\p{L}\p{N}]+)*/gu) ?? [];
  const syllables = words.map((word) => Math.max(1, syllable(word)));
  return {
    sentences: Math.max(1, extents.sentences(text)),
    words: words.length,
    letters: words.reduce((sum, word) => sum + (word.match(/[\p{L}\p{N}]/gu)?.length ?? 0), 0),
    syllables: syllables.reduce((sum, one) => sum + one, 0),
    long: syllables.filter((one) => one >= 3).length,
  };
}

/** The published formulas; `words` must be positive. */
export const readingFormulas = {
  'flesch-ease': ({ sentences, words, syllables }: ReadingCounts) =>
    206.835 - 1.015 * (words / sentences) - 84.6 * (syllables / words),
  'flesch-kincaid': ({ sentences, words, syllables }: ReadingCounts) =>
    0.39 * (words / sentences) + 11.8 * (syllables / words) - 15.59,
  'gunning-fog': ({ sentences, words, long }: ReadingCounts) =>
    0.4 * (words / sentences + 100 * (long / words)),
  smog: ({ sentences, long }: ReadingCounts) => 1.043 * Math.sqrt(long * (30 / sentences)) + 3.1291,
  'coleman-liau': ({ sentences, words, letters }: ReadingCounts) =>
    0.0588 * ((letters / words) * 100) - 0.296 * ((sentences / words) * 100) - 15.8,
  ari: ({ sentences, words, letters }: ReadingCounts) =>
    4.71 * (letters / words) + 0.5 * (words / sentences) - 21.43,
} as const;

const names = ['flesch-ease', 'flesch-kincaid', 'gunning-fog', 'smog', 'coleman-liau', 'ari'] as const;

export const readability = evaluator({
  id: 'text.readability',
  version: 1,
  direction: 'target',
  range: null,
  unit: 'score',
  needs: { expected: false, judge: false },
  docs: {
    summary:
      'How hard English text is to read: Flesch reading ease (100 easy, 0 hard) or the school years of the others. An empty answer is not judged.',
    formula:
      'Flesch 206.835 - 1.015 W/S - 84.6 Y/W; Kincaid 0.39 W/S + 11.8 Y/W - 15.59; Fog 0.4 (W/S + 100 L/W); SMOG 1.043 sqrt(30 L/S) + 3.1291; Coleman-Liau 5.88 C/W - 29.6 S/W - 15.8; ARI 4.71 C/W + 0.5 W/S - 21.43',
    source:
      'Flesch 1948, Kincaid et al. 1975, Gunning 1952, McLaughlin 1969, Coleman and Liau 1975, Senter and Smith 1967; syllables by rule (syllable 5)',
    example: { formula: 'flesch-kincaid', max: 9 },
  },
  params: z.strictObject({
    formula: z.enum(names).default('flesch-ease').describe('which formula'),
    min: z.number().optional().describe('a case passes from this value on'),
    max: z.number().optional().describe('a case passes up to this value'),
  }),
  kind: () => 'mean',
  score: ({ output }, { formula, min, max }) => {
    const counts = readingCounts(output);
    if (counts.words === 0) return emptyAnswer;
    const value = readingFormulas[formula](counts);
    const limited = min !== undefined || max !== undefined;
    return {
      state: 'scored',
      value,
      ...(limited && { pass: value >= (min ?? -Infinity) && value <= (max ?? Infinity) }),
    };
  },
});
