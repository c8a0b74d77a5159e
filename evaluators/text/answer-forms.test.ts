import { describe, expect, it } from 'vitest';
import type { Evaluator } from '../contract';
import { nonLetterShare, textLength } from './extent';
import { format } from './form';
import { language } from './language';
import { containsAll, containsAny, containsNone, excludesWords, includesWords } from './lists';
import { containsHtml, containsJson, containsLink, isHtml, isXml } from './markup';
import { readability, readingFormulas } from './readability';
import { refusal } from './refusal';
import { contains } from './comparison';
import { fullMatch } from './regex';
import { isSql } from './sql';

const score = (one: Evaluator, params: unknown, output: string, expected?: unknown) =>
  one.prepare(params).score({ id: '1', input: '', output, expected });
const cases = (list: readonly (readonly [Evaluator, object, string, number])[]) => list;

describe('forms of an answer', () => {
  it.each(
    cases([
      [contains, { value: 'URGENT', ignoreCase: true }, 'It is urgent', 1],
      [containsAny, { values: ['red', 'green'] }, 'green light', 1],
      [containsAny, { values: ['red', 'Green'] }, 'green light', 0],
      [containsAll, { values: ['red', 'GREEN'], ignoreCase: true }, 'green and red', 1],
      [containsAll, { values: ['red', 'green'] }, 'red', 0],
      [containsNone, { values: ['red', 'green'] }, 'blue', 1],
      [containsNone, { values: ['red', 'green'] }, 'green', 0],
      [includesWords, { values: ['cat'] }, 'a category', 0],
      [includesWords, { values: ['refund'], stem: true }, 'We refunded it.', 1],
      [includesWords, { values: ['claim', 'form'], need: 'all' }, 'the claim form', 1],
      [includesWords, { values: ['claim form'] }, 'The claim, form', 1],
      [excludesWords, { values: ['cat'] }, 'a category', 1],
      [excludesWords, { values: ['cat'] }, 'The CAT.', 0],
      [fullMatch, { pattern: '[A-Z]{3}-[0-9]{4}' }, ' ABC-1234\n', 1],
      [fullMatch, { pattern: '[A-Z]{3}-[0-9]{4}' }, 'no ABC-1234', 0],
      [format, { format: 'date' }, '2024-02-29', 1],
      [format, { format: 'date' }, '2023-02-29', 0],
      [format, { format: 'email' }, 'jo@example.org', 1],
      [format, { format: 'uuid' }, '123e4567-e89b-12d3-a456-426614174000', 1],
      [format, { format: 'integer' }, '-12', 1],
      [format, { format: 'number' }, '1,250.75', 1],
      [format, { format: 'number' }, '1,25', 0],
      [format, { format: 'plain-text' }, 'Just a sentence - no more.', 1],
      [format, { format: 'plain-text' }, 'A **bold** word', 0],
      [format, { format: 'plain-text' }, '- a list', 0],
      [format, { format: 'email' }, `${'a'.repeat(50_000)}@`, 0],
      [textLength, { unit: 'words', max: 3 }, 'one two three', 1],
      [textLength, { unit: 'words', max: 2 }, 'one two three', 0],
      [textLength, { unit: 'characters' }, '\u{1F600}ab', 3],
      [textLength, { unit: 'bytes' }, '\u{1F600}ab', 6],
      [textLength, { unit: 'sentences' }, 'One. Two? Three', 3],
      [textLength, { unit: 'paragraphs' }, 'a\n\nb\nc', 2],
      [textLength, { unit: 'lines' }, 'a\nb\n', 2],
      [nonLetterShare, {}, 'ab 12', 0.4],
    ]),
  )('%#', async (one, params, output, value) =>
    expect(await score(one, params, output)).toMatchObject({ state: 'scored', value }),
  );
  it('takes lists from the case, and does not judge an empty one', async () => {
    expect(await score(containsAll, {}, 'a b', ['a', 'b'])).toMatchObject({ value: 1 });
    expect(await score(containsAll, {}, 'a b', [])).toMatchObject({ state: 'inconclusive' });
    expect(await score(containsNone, { values: ['a'] }, '  ')).toMatchObject({ state: 'inconclusive' });
  });
});

describe('markup and queries', () => {
  it.each(
    cases([
      [isXml, {}, '<a b="1">x &amp; <c/></a>', 1],
      [isXml, {}, '<a><b></a>', 0],
      [isXml, {}, 'text', 0],
      [isXml, { root: 'b' }, '<a/>', 0],
      [isXml, {}, '<!DOCTYPE a [<!ENTITY x "y">]><a>&x;</a>', 0],
      [isHtml, {}, '<p>one</p><ul><li>two</ul>', 1],
      [isHtml, {}, '<!doctype html><html><head><title>t</title></head><body></body></html>', 1],
      [isHtml, {}, '<p>one <b>two</p>', 0],
      [isHtml, {}, 'plain', 0],
      [containsHtml, {}, 'a <b>bold</b> word', 1],
      [containsHtml, {}, 'if a < b and c > d or <thing>', 0],
      [containsJson, {}, 'Sure:\n```json\n{"a": 1}\n```', 1],
      [containsJson, {}, 'use {braces} and then {"a": "}"} too', 1],
      [containsJson, {}, '{not json', 0],
      [containsLink, {}, 'see https://example.org', 1],
      [containsLink, {}, 'see example', 0],
      [isSql, {}, 'select a, count(*) from t where b > 3 group by a', 1],
      [isSql, {}, '```sql\nSELECT 1;\n```', 1],
      [isSql, {}, 'selec a from t', 0],
      [isSql, { statements: ['select'] }, 'delete from t', 0],
      [isSql, { tables: ['t'] }, 'with x as (select * from t) select * from x', 1],
      [isSql, { tables: ['t'] }, 'select * from t join secret using (id)', 0],
    ]),
  )('%#', async (one, params, output, value) =>
    expect(await score(one, params, output)).toMatchObject({ state: 'scored', value }),
  );
  it('stays quick on hostile text', async () => {
    const began = performance.now();
    for (const output of [
      '['.repeat(200_000),
      '<a '.repeat(60_000),
      '`'.repeat(100_000),
      '{"'.repeat(50_000),
    ])
      for (const one of [containsJson, isXml, isHtml, containsHtml, containsLink, refusal])
        await score(one, {}, output);
    expect(performance.now() - began).toBeLessThan(10_000);
    expect(await score(isSql, {}, `select ${'a,'.repeat(4000)}1`)).toMatchObject({ state: 'errored' });
  });
});

describe('language of an answer', () => {
  it('readability formulas give the published worked values', async () => {
    const counts = { sentences: 1, words: 10, letters: 50, syllables: 15, long: 2 };
    expect(readingFormulas['flesch-ease'](counts)).toBeCloseTo(206.835 - 10.15 - 126.9, 10);
    expect(await score(readability, {}, 'The cat sat on the mat.')).toMatchObject({
      value: expect.closeTo(116.145, 10),
    });
    expect(
      await score(readability, { formula: 'flesch-kincaid', max: 0 }, 'The cat sat on the mat.'),
    ).toMatchObject({ value: expect.closeTo(-1.45, 10), pass: true });
    expect(await score(readability, {}, '...')).toMatchObject({ state: 'inconclusive' });
  });
  it('tells languages', async () => {
    expect(await score(language, { language: 'de' }, 'Das ist ein kleiner Satz auf Deutsch.')).toMatchObject({
      value: 1,
      detail: 'deu',
    });
    expect(
      await score(
        language,
        { language: 'fr', among: ['en'] },
        'This answer is written in English, is it not?',
      ),
    ).toMatchObject({ value: 0, detail: 'eng' });
    expect(await score(language, { language: 'en' }, 'ok')).toMatchObject({ state: 'inconclusive' });
    expect(() => language.prepare({ language: 'klingon' })).toThrow('ISO 639');
  });
  it.each([
    ["I'm sorry, but I can't help with that.", 1],
    ['I cannot provide medical advice.', 1],
    ['As an AI language model, I am not able to browse.', 1],
    ['That would go against my guidelines.', 1],
    ['Es tut mir leid, aber dabei kann ich Ihnen nicht helfen.', 1],
    ['Je suis désolé, je ne peux pas répondre.', 1],
    ['Lo siento, no puedo ayudar con eso.', 1],
    ['The claim was paid on Monday.', 0],
    ['You cannot file a claim after 90 days.', 0],
    ["I can help: the deadline can't be moved, but you may appeal.", 0],
    ['Sorry for the wait. Your card was sent today.', 0],
  ])('refusal: %s', async (output, value) => {
    expect(await score(refusal, {}, output)).toMatchObject({ value });
    expect(await score(refusal, { want: 'answer' }, output)).toMatchObject({ value: 1 - value });
  });
});
