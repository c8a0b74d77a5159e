import { describe, expect, it } from 'vitest';
import { diffWords, edits, type DiffRow } from './diff-words';

const text = (side: DiffRow['before']) =>
  side?.map(({ text: piece, changed }) => (changed ? `[${piece}]` : piece)).join('') ?? null;
const shape = (before: string, after: string) =>
  diffWords(before, after).map((row) => [row.kind, text(row.before), text(row.after)]);

describe('a word-level diff', () => {
  it('marks the one word that changed', () => {
    expect(shape('Be brief.\nAnswer in French.', 'Be brief.\nAnswer in German.')).toEqual([
      ['same', 'Be brief.', 'Be brief.'],
      ['changed', 'Answer in [French].', 'Answer in [German].'],
    ]);
  });

  it('shows lines of one side alone', () => {
    expect(shape('a\nb', 'a\nx y\nb\nc')).toEqual([
      ['same', 'a', 'a'],
      ['added', null, '[x y]'],
      ['same', 'b', 'b'],
      ['added', null, '[c]'],
    ]);
    expect(shape('a\nb', 'a')).toEqual([
      ['same', 'a', 'a'],
      ['removed', '[b]', null],
    ]);
  });

  it('numbers the lines of each side', () => {
    const rows = diffWords('a\nb\nc', 'b\nc');
    expect(rows.map(({ beforeLine, afterLine }) => [beforeLine, afterLine])).toEqual([
      [1, null],
      [2, 1],
      [3, 2],
    ]);
  });

  it('finds nothing in equal texts, whatever ends their lines', () => {
    expect(shape('a\r\nb', 'a\nb').every(([kind]) => kind === 'same')).toBe(true);
  });

  it('rebuilds both texts from its rows', () => {
    const [before, after] = [
      'You are a nurse.\n\nAsk {{n}} questions, never more.',
      'You are a triage nurse.\nAsk {{n}} short questions.',
    ];
    const rows = diffWords(before, after);
    const side = (pick: 'before' | 'after') =>
      rows.flatMap((row) => (row[pick] ? [row[pick].map((piece) => piece.text).join('')] : [])).join('\n');
    expect(side('before')).toBe(before);
    expect(side('after')).toBe(after);
  });

  it('takes a huge rewrite as replaced instead of filling the memory', () => {
    const many = (name: string) => Array.from({ length: 3000 }, (_, i) => `${name}${i}`);
    expect(edits(many('a'), many('b'))).toHaveLength(6000);
  });
});
