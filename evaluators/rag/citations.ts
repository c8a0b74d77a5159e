import { z } from 'zod';
import { emptyAnswer, evaluator, inconclusive, unitRange } from '../contract';
import { chunksAt, contextPlace, plain } from './retrieved';

const bracketed = /\[([^[\]\n]{1,200})\](?!\()/g;

/** The marks an answer cites with: [1], [2, 5], [doc-7], [^3]; links [text](url) are none. */
export const citationsIn = (answer: string): string[] => [
  ...new Set(
    [...answer.matchAll(bracketed)].flatMap(([, inside = '']) =>
      inside
        .split(/[,;]/)
        .map((mark) => mark.trim().replace(/^(?:\^|#|source:?\s|doc:\s?)/i, ''))
        .filter((mark) => mark !== ''),
    ),
  ),
];

export const citations = evaluator({
  id: 'rag.citations',
  version: 1,
  direction: 'higher',
  range: unitRange,
  unit: 'score',
  needs: { expected: false, judge: false, context: true },
  docs: {
    summary:
      'Share of the citations [1] or [id] in the answer that name a piece that was retrieved. An answer without a citation scores 0 when one is required, else it is not judged.',
    formula: 'marks that are an id of the context or a number from 1 to its length / marks',
    source: 'own rule; says that a source exists, not that it supports the sentence (see rag.faithfulness)',
    example: { required: true },
  },
  params: z.strictObject({
    context: contextPlace,
    required: z.boolean().default(true).describe('an answer without any citation fails'),
    pass: z.number().min(0).max(1).default(1).describe('a case passes from this share on'),
  }),
  kind: () => 'mean',
  score: (sample, { context, required, pass }) => {
    if (sample.output.trim() === '') return emptyAnswer;
    const chunks = chunksAt(sample, context);
    if (!chunks) return inconclusive(`the case has no ${context}`);
    const marks = citationsIn(sample.output);
    if (marks.length === 0)
      return required
        ? { state: 'scored', value: 0, pass: false, detail: 'nothing is cited' }
        : inconclusive('nothing is cited');
    const ids = new Set(chunks.flatMap(({ id }) => (id === null ? [] : [id.toLowerCase()])));
    const exists = (mark: string) =>
      ids.has(mark.toLowerCase()) ||
      (/^\d{1,6}$/.test(mark) && Number(mark) >= 1 && Number(mark) <= chunks.length);
    const unknown = marks.filter((mark) => !exists(mark));
    const value = 1 - unknown.length / marks.length;
    const detail = unknown.length > 0 ? `not retrieved: ${unknown.slice(0, 5).join(', ')}` : undefined;
    return { state: 'scored', value, pass: value >= pass, ...(detail && { detail }) };
  },
});

const quotation = /["“„«]([^"“”„«»\n]{12,1000})["”“»]/g;

export const quotations = evaluator({
  id: 'rag.quotations',
  version: 1,
  direction: 'higher',
  range: unitRange,
  unit: 'score',
  needs: { expected: false, judge: false, context: true },
  docs: {
    summary:
      'Share of the passages in quotation marks (12 characters and more) that stand word for word in the context.',
    formula: 'quotations found, case and spacing aside / quotations; without any the case is not judged',
    source: 'own rule',
  },
  params: z.strictObject({
    context: contextPlace,
    pass: z.number().min(0).max(1).default(1).describe('a case passes from this share on'),
  }),
  kind: () => 'mean',
  score: (sample, { context, pass }) => {
    const chunks = chunksAt(sample, context);
    if (!chunks) return inconclusive(`the case has no ${context}`);
    const quoted = [...sample.output.matchAll(quotation)].map(([, words = '']) => plain(words));
    if (quoted.length === 0) return inconclusive('nothing is quoted');
    const texts = chunks.map(({ text }) => plain(text));
    const trimmed = (words: string) => words.replace(/[.,;:!?…]+$/, '');
    const found = quoted.filter((words) => texts.some((text) => text.includes(trimmed(words)))).length;
    const value = found / quoted.length;
    return { state: 'scored', value, pass: value >= pass, detail: `${found} of ${quoted.length} quotations` };
  },
});
