import { z } from 'zod';
import { evaluator, passed } from '../contract';
import { type Encode, encoderOf, type Vocabulary } from './byte-pairs';

type Load = () => Promise<{ readonly default: Vocabulary }>;

/** Read only when first asked for: the largest is two megabytes. */
const vocabularies = {
  o200k_base: () => import('js-tiktoken/ranks/o200k_base'),
  cl100k_base: () => import('js-tiktoken/ranks/cl100k_base'),
  p50k_base: () => import('js-tiktoken/ranks/p50k_base'),
  gpt2: () => import('js-tiktoken/ranks/gpt2'),
} as const satisfies Record<string, Load>;
export type Encoding = keyof typeof vocabularies;

const read = new Map<Encoding, Promise<Encode>>();

/** The encoder of a published vocabulary. */
export function encoder(encoding: Encoding): Promise<Encode> {
  const known = read.get(encoding);
  if (known) return known;
  const loading = vocabularies[encoding]().then(({ default: vocabulary }) => encoderOf(vocabulary));
  read.set(encoding, loading);
  return loading;
}

export const tokenCount = evaluator({
  id: 'text.tokens',
  version: 1,
  direction: 'target',
  range: null,
  unit: 'count',
  needs: { expected: false, judge: false },
  docs: {
    summary:
      'How many tokens the answer has in a published vocabulary, whatever model wrote it; with min or max, the share of answers within them. Texts such as <|endoftext|> count as text.',
    formula: 'mean of count(tokens), or mean of 1[min <= count <= max]; from 0',
    source:
      'byte pair encoding as in tiktoken, vocabularies of js-tiktoken 1.0: o200k_base (GPT-4o and later), cl100k_base (GPT-4, GPT-3.5), p50k_base (text-davinci-003), gpt2 (also r50k_base)',
    example: { max: 200 },
  },
  params: z.strictObject({
    encoding: z
      .enum(['o200k_base', 'cl100k_base', 'p50k_base', 'gpt2'])
      .default('o200k_base')
      .describe('the vocabulary'),
    min: z.int().min(0).optional().describe('fewest allowed'),
    max: z.int().min(0).optional().describe('most allowed'),
  }),
  kind: ({ min, max }) => (min === undefined && max === undefined ? 'mean' : 'rate'),
  score: async ({ output }, { encoding, min, max }) => {
    const count = (await encoder(encoding))(output).length;
    if (min === undefined && max === undefined) return { state: 'scored', value: count };
    return passed(count >= (min ?? 0) && count <= (max ?? Infinity), `${count} tokens`);
  },
});
