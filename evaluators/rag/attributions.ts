import type { Sample } from '../contract';
import { citationsIn } from './citations';
import { chunksAt } from './retrieved';

/** One sentence of an answer, and what it says that it rests on. */
export interface Attribution {
  readonly sentence: string;
  readonly sources: readonly {
    /** as it stands in the answer */
    readonly mark: string;
    /** place among the retrieved pieces, from 1; null when none of them is meant */
    readonly place: number | null;
    readonly id: string | null;
    readonly text: string;
  }[];
}

const longestAnswer = 100_000;
const mostSentences = 500;
const longestExcerpt = 1000;
const marksBehind = /[.!?…](?:\s?\[[^[\]\n]{1,200}\](?!\())+\s+/g;
const leadingMarks = /^(?:\[[^[\]\n]{1,200}\](?!\()[\s.,;]*)+/;

/** Sentences by Unicode's rules; marks that stand behind a full stop belong to the sentence before it. */
function sentencesIn(text: string): string[] {
  const sentences: string[] = [];
  const parted = text.slice(0, longestAnswer).replace(marksBehind, (end) => `${end.trimEnd()}\n`);
  const segments = new Intl.Segmenter('und', { granularity: 'sentence' }).segment(parted);
  for (const { segment } of segments) {
    const [marks = ''] = leadingMarks.exec(segment) ?? [];
    const before = sentences.length - 1;
    const isBehind = marks !== '' && before >= 0 && !/\n\s*$/.test(sentences[before] ?? '');
    if (isBehind) sentences[before] += marks;
    const rest = isBehind ? segment.slice(marks.length) : segment;
    if (rest.trim() !== '') sentences.push(rest);
  }
  return sentences.map((one) => one.trim());
}

/** Which retrieved piece each sentence of an answer cites, as `rag.citations` reads marks; null without any piece. */
export function attributionsOf(sample: Sample, context: string): Attribution[] | null {
  const chunks = chunksAt(sample, context);
  if (!chunks || chunks.length === 0) return null;
  const places = new Map(chunks.map(({ id }, at) => [id?.toLowerCase() ?? '', at + 1]));
  const placeOf = (mark: string): number | null => {
    const named = places.get(mark.toLowerCase());
    if (named !== undefined) return named;
    const number = /^\d{1,6}$/.test(mark) ? Number(mark) : 0;
    return number >= 1 && number <= chunks.length ? number : null;
  };
  return sentencesIn(sample.output)
    .slice(0, mostSentences)
    .map((sentence) => ({
      sentence,
      sources: citationsIn(sentence).map((mark) => {
        const place = placeOf(mark);
        const chunk = place === null ? null : chunks[place - 1];
        return { mark, place, id: chunk?.id ?? null, text: chunk?.text.slice(0, longestExcerpt) ?? '' };
      }),
    }));
}
