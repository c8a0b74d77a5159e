import { z } from 'zod';
import { evaluator, inconclusive, passed, unitRange } from '../contract';

const sentenceEnd = /[.!?…。！？]+["'”’)\]]*(?=\s|$)/gu;
const words = /[\p{L}\p{N}]+(?:[.'’_-][\p{L}\p{N}]+)*/gu;

function codePoints(text: string): number {
  let pairs = 0;
  for (let at = 0; at + 1 < text.length; at++) {
    const [first, second] = [text.charCodeAt(at), text.charCodeAt(at + 1)];
    if (first < 0xd800 || first > 0xdbff || second < 0xdc00 || second > 0xdfff) continue;
    pairs++;
    at++;
  }
  return text.length - pairs;
}

/** How long a text is: code points, UTF-8 bytes, words, sentences, lines, or paragraphs (blocks between empty lines). */
export const extents = {
  characters: codePoints,
  bytes: (text: string) => new TextEncoder().encode(text).length,
  words: (text: string) => text.match(words)?.length ?? 0,
  sentences: (text: string) => {
    const ends = text.match(sentenceEnd)?.length ?? 0;
    const rest = text.slice(text.length - (text.split(sentenceEnd).at(-1) ?? '').length);
    return ends + (/[\p{L}\p{N}]/u.test(rest) ? 1 : 0);
  },
  lines: (text: string) => (text === '' ? 0 : text.replace(/\r?\n$/, '').split(/\r?\n/).length),
  paragraphs: (text: string) => text.split(/\r?\n[ \t]*\r?\n/).filter((part) => part.trim() !== '').length,
} as const;

const units = ['characters', 'bytes', 'words', 'sentences', 'lines', 'paragraphs'] as const;

export const textLength = evaluator({
  id: 'text.length',
  version: 1,
  direction: 'target',
  range: null,
  unit: 'count',
  needs: { expected: false, judge: false },
  docs: {
    summary: 'How long the answer is; with min or max, the share of answers within them.',
    formula: 'mean of count(unit), or mean of 1[min <= count <= max]',
    source: 'own counting: code points, UTF-8 bytes, Unicode words, sentence ends, line breaks',
    example: { unit: 'words', max: 120 },
  },
  params: z.strictObject({
    unit: z.enum(units).default('characters').describe('what is counted'),
    min: z.int().min(0).optional().describe('fewest allowed'),
    max: z.int().min(0).optional().describe('most allowed'),
  }),
  kind: ({ min, max }) => (min === undefined && max === undefined ? 'mean' : 'rate'),
  score: ({ output }, { unit, min, max }) => {
    const count = extents[unit](output);
    if (min === undefined && max === undefined) return { state: 'scored', value: count };
    return passed(count >= (min ?? 0) && count <= (max ?? Infinity), `${count} ${unit}`);
  },
});

export const nonLetterShare = evaluator({
  id: 'text.non-letter-share',
  version: 1,
  direction: 'lower',
  range: unitRange,
  unit: 'share',
  needs: { expected: false, judge: false },
  docs: {
    summary: 'Share of characters that are neither letters nor white space. An empty answer is not judged.',
    formula: '(characters - letters - white space) / characters',
    source: 'Evidently NonLetterCharacterPercentage as a share; letters are Unicode letters',
  },
  params: z.strictObject({
    max: z.number().min(0).max(1).optional().describe('a case passes up to this share'),
  }),
  kind: () => 'mean',
  score: ({ output }, { max }) => {
    const letters = [...output];
    if (letters.length === 0) return inconclusive('the answer is empty: there is nothing to judge');
    const value = letters.filter((letter) => !/[\p{L}\s]/u.test(letter)).length / letters.length;
    return { state: 'scored', value, ...(max !== undefined && { pass: value <= max }) };
  },
});
