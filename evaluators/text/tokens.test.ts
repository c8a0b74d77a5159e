import { existsSync, readFileSync } from 'node:fs';
import fc from 'fast-check';
import { Tiktoken } from 'js-tiktoken/lite';
import cl100k from 'js-tiktoken/ranks/cl100k_base';
import { describe, expect, it } from 'vitest';
import { encoder, type Encoding, tokenCount } from './tokens';

const file = new URL('../../../shared/data/text_metrics/tiktoken.json', import.meta.url);
type Case = readonly [encoding: string, text: string, tokens: number[]];
const sameAs = (name: string): Encoding => (name === 'r50k_base' ? 'gpt2' : (name as Encoding));

describe.skipIf(!existsSync(file))(
  'tokenizer cases (skipped where shared/data/text_metrics is absent)',
  () => {
    const given = existsSync(file) ? JSON.parse(readFileSync(file, 'utf8')) : { cases: [], special: [] };
    it.each(given.cases as Case[])('%s: %j', async (name, text, tokens) => {
      expect((await encoder(sameAs(name)))(text)).toEqual(tokens);
    });
    it.each(given.special as Case[])('%s with specials: %j', async (name, text, tokens) => {
      expect((await encoder(sameAs(name)))(text, true)).toEqual(tokens);
      expect((await encoder(sameAs(name)))(text).length).toBeGreaterThan(tokens.length);
    });
  },
);

describe('tokens', () => {
  it('are those of the library on any text', async () => {
    const [ours, theirs] = [await encoder('cl100k_base'), new Tiktoken(cl100k)];
    const letters = fc.constantFrom(...'aAeé中👍 \n\'"0.9-_ßد', 'ing', 'the', ' of', "'re", '<|endoftext|>');
    const text = fc.array(letters, { maxLength: 60 }).map((parts) => parts.join(''));
    fc.assert(fc.property(text, (one) => void expect(ours(one)).toEqual(theirs.encode(one, [], []))));
  });
  it.each([
    ...['^', '0', 'a', "'s", ' ', '\n'].map((one) => [one, 10_000] as const),
    ['x', 1_000_000] as const,
  ])(
    'of %j repeated are told in seconds',
    async (one, times) => {
      const began = Date.now();
      expect((await encoder('o200k_base'))(one.repeat(times)).length).toBeGreaterThan(70);
      expect(Date.now() - began).toBeLessThan(15_000);
    },
    30_000,
  );
  it('are counted, and judged against min and max', async () => {
    const score = (output: string, params: object) =>
      tokenCount.prepare(params).score({ id: '1', input: '', output });
    expect(await score('hello world', { encoding: 'cl100k_base' })).toEqual({ state: 'scored', value: 2 });
    expect(await score('', {})).toEqual({ state: 'scored', value: 0 });
    expect(await score('hello world', { max: 1 })).toMatchObject({ pass: false, detail: '2 tokens' });
    expect(await score('\ud800', { min: 1 })).toMatchObject({ pass: true });
    expect(() => tokenCount.prepare({ encoding: 'unknown' })).toThrow('encoding');
  });
});
