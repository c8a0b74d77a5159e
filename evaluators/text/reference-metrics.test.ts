import { describe, expect, it } from 'vitest';
import type { Evaluator, Item } from '../contract';
import { bleu } from './bleu';
import { chrf } from './chrf';
import { levenshtein, levenshteinEvaluator, levenshteinSimilarity } from './edit-distance';
import { gleuEvaluator } from './gleu';
import { jsonDiff, listContains } from './json-diff';
import { numberEquals, numericDiff } from './numeric';
import { porterStem } from './porter';
import { rouge1, rouge2, rougeLcs, rougeSum } from './rouge';
import { ter } from './ter';
import { squadMatch, tokenF1Evaluator } from './token-f1';

/** Figures by sacreBLEU 2.6.0, rouge-score 0.1.2, nltk 3.9, Levenshtein 0.27 and autoevals on sentences of our own. */
const answers = [
  'The quick brown fox jumped over the lazy dogs, again and again.',
  'A claim of 1,250.75 dollars was paid on Monday.',
  "Urgent: call the patient's doctor today!",
  'nothing in common here',
  'Der Zug fährt um 9-10 Uhr ab & kommt später an.',
];
const wanted = [
  'The quick brown fox jumps over the lazy dog again and again.',
  'On Monday a claim of 1,250.75 dollars was paid.',
  'Urgent: today call the doctor of the patient.',
  'something entirely different',
  'Der Zug fährt um 9-10 Uhr ab und kommt bald an.',
];

async function values(one: Evaluator, params: object = {}, expected: readonly unknown[] = wanted) {
  const prepared = one.prepare(params);
  const outcomes = await Promise.all(
    answers.map((output, i) => prepared.score({ id: `${i}`, input: '', output, expected: expected[i] })),
  );
  const scores = outcomes.map((outcome) => (outcome.state === 'scored' ? outcome.value : null));
  const items = outcomes.flatMap((outcome): Item[] =>
    outcome.state === 'scored' && outcome.item ? [outcome.item] : [],
  );
  return { scores, corpus: prepared.figure?.(items) };
}
const near = (numbers: readonly number[]) => numbers.map((one) => expect.closeTo(one, 10));
const twoEach = wanted.map((one, i) => [one, wanted[wanted.length - 1 - i]]);

describe('BLEU, chrF and TER as sacreBLEU has them', () => {
  it('BLEU: sentences, corpus, two references, lower case', async () => {
    const { scores, corpus } = await values(bleu);
    expect(scores).toEqual(
      near([0.437481143122464, 0.5555238068023578, 0.134623808901602, 0, 0.659184416249914]),
    );
    expect(corpus).toEqual({
      value: expect.closeTo(0.4719584541247105, 12),
      note: 'case:mixed|eff:no|tok:13a|smooth:exp',
    });
    expect((await values(bleu, {}, twoEach)).corpus?.value).toBeCloseTo(0.462613050588948, 12);
    expect((await values(bleu, { lowercase: true })).corpus?.value).toBeCloseTo(0.506220108014668, 12);
  });
  it('chrF and chrF++', async () => {
    const plain = await values(chrf);
    expect(plain.scores).toEqual(
      near([0.860413363044619, 0.8510598118957252, 0.606993398635143, 0.190541122643459, 0.6618632885177]),
    );
    expect(plain.corpus?.value).toBeCloseTo(0.6847245257428615, 12);
    expect((await values(chrf, { words: 1 })).corpus?.value).toBeCloseTo(0.6910958626261048, 12);
    const plus = await values(chrf, { words: 2 });
    expect(plus.corpus?.value).toBeCloseTo(0.6686730183345252, 12);
    expect(plus.scores[2]).toBeCloseTo(0.562709298351653, 12);
  });
  it('TER: sentences, corpus, two references, case', async () => {
    const { scores, corpus } = await values(ter);
    expect(scores).toEqual(near([1 / 6, 4 / 9, 0.625, 4 / 3, 2 / 11]));
    expect(corpus?.value).toBeCloseTo(0.3953488372093023, 12);
    expect((await values(ter, {}, twoEach)).corpus?.value).toBeCloseTo(0.3953488372093023, 12);
    expect((await values(ter, { caseSensitive: true })).corpus?.value).toBeCloseTo(0.4418604651162791, 12);
    const long = { id: '1', input: '', output: 'word '.repeat(3000), expected: 'word' };
    expect(await ter.prepare({}).score(long)).toMatchObject({ state: 'errored' });
  });
  it('nothing in, nothing out', async () => {
    for (const one of [bleu, chrf, rouge1, rougeLcs, gleuEvaluator])
      expect(await one.prepare({}).score({ id: '1', input: '', output: '', expected: 'a' })).toMatchObject({
        value: 0,
        pass: false,
      });
    expect(await bleu.prepare({}).score({ id: '1', input: '', output: 'a' })).toMatchObject({
      state: 'inconclusive',
    });
  });
});

describe('ROUGE and GLEU', () => {
  it('rouge-score with and without stems', async () => {
    expect((await values(rouge1)).scores).toEqual(near([5 / 6, 1, 0.8, 0, 11 / 13]));
    expect((await values(rouge2, { report: 'precision' })).scores).toEqual(
      near([7 / 11, 0.9, 1 / 3, 0, 2 / 3]),
    );
    expect((await values(rougeLcs)).scores).toEqual(near([5 / 6, 9 / 11, 8 / 15, 0, 11 / 13]));
    expect((await values(rougeLcs, { stem: true })).scores.slice(0, 2)).toEqual(near([1, 9 / 11]));
  });
  it('stems as nltk', () => {
    const words =
      'ponies ties died agreed feed hopping falling filing sized troubled happy enjoy sky radically ' +
      'conditional vietnamization hopefulness archaeology biology formalize replacement adoption ' +
      'controlling rational dying skies fully proceed';
    const stems =
      'poni tie die agre feed hop fall file size troubl happi enjoy sky radic condit vietnam hope archaeolog ' +
      'biolog formal replac adopt control ration die sky fulli proceed';
    expect(words.split(' ').map(porterStem).join(' ')).toBe(stems);
  });
  it('rougeLsum as rouge-score, which is not the same both ways', async () => {
    const one = 'police killed the gunman.\nthe gunman was shot in the street.';
    const other = 'the gunman police killed.\nin the street the gunman died.';
    const f = (output: string, expected: string) =>
      rougeSum.prepare({}).score({ id: '1', input: '', output, expected });
    expect(await f(one, other)).toMatchObject({ value: expect.closeTo(2 / 3, 12) });
    expect(await f(other, one)).toMatchObject({ value: expect.closeTo(6 / 7, 12) });
  });
  it('gleu as nltk', async () => {
    expect((await values(gleuEvaluator)).scores).toEqual(near([11 / 21, 7 / 15, 5 / 26, 0, 12 / 19]));
  });
});

describe('distances', () => {
  it('counts edits', async () => {
    expect(answers.map((one, i) => levenshtein(one, wanted[i] ?? ''))).toEqual([4, 21, 26, 17, 9]);
    expect(levenshtein('kitten', 'sitting')).toBe(3);
    expect(levenshtein('\u{1F600}a', '\u{1F601}a')).toBe(1);
    expect(levenshteinSimilarity('', '')).toBe(1);
    expect((await values(levenshteinEvaluator, { value: '' })).scores).toEqual([0, 0, 0, 0, 0]);
  });
  it('compares JSON, lists and numbers as autoevals does', async () => {
    const score = (one: Evaluator, output: unknown, expected: unknown, params = {}) =>
      one.prepare(params).score({ id: '1', input: '', output: JSON.stringify(output), expected });
    const [a, b] = [
      { name: 'Ada', tags: ['x', 'y', 'zz'], n: { a: 1, b: 2.5 }, flag: null },
      { name: 'Adah', tags: ['x', 'yy'], n: { a: 2, c: 2.5 }, other: 3 },
    ];
    const closeTo = (value: number) => ({ state: 'scored', value: expect.closeTo(value, 12) });
    expect(await score(jsonDiff, a, b)).toMatchObject(closeTo(0.49444444444444446));
    const [said, list] = [
      ['red', 'blue', 'greeen'],
      ['green', 'red'],
    ];
    expect(await score(listContains, said, list)).toMatchObject(closeTo(0.6111111111111112));
    expect(await score(listContains, said, list, { allowExtra: true })).toMatchObject(
      closeTo(0.9166666666666667),
    );
    expect(await score(numericDiff, 90, 100)).toMatchObject(closeTo(0.9473684210526316));
    expect(await score(numberEquals, 101, '100', { relative: 0.01 })).toMatchObject({ value: 1 });
    const deep = { id: '1', input: '', output: '['.repeat(100) + ']'.repeat(100), expected: null };
    expect(await jsonDiff.prepare({ value: deep.output }).score(deep)).toMatchObject({ state: 'errored' });
    expect(await jsonDiff.prepare({}).score(deep)).toMatchObject({ state: 'inconclusive' });
  });
});

/** Figures of the SQuAD 1.1 evaluation script. */
describe('SQuAD', () => {
  it.each([
    ['The Beatles!', 'beatles', 1, 1],
    ['a band, the Beatles', 'The Beatles', 0, 2 / 3],
    ['John F. Kennedy', 'John F Kennedy', 1, 1],
    ['twenty-one', 'twenty one', 0, 0],
    ['The', 'an', 1, 1],
    ['In 1969, on the Moon', 'the moon in 1969', 0, 6 / 7],
    ['la caña', 'la cañ', 0, 0.5],
    ['à la carte', 'la carte', 0, 0.8],
  ])('%s, %s', async (output, expected, match, f1) => {
    const sample = { id: '1', input: '', output, expected };
    expect(await squadMatch.prepare({}).score(sample)).toMatchObject({ value: match });
    expect(await tokenF1Evaluator.prepare({}).score(sample)).toMatchObject({ value: expect.closeTo(f1, 12) });
  });
});
