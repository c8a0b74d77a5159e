import { expect, it } from 'vitest';
import { datedKeyFrom, keyFrom } from './paging';

const cursorOf = (key: unknown) => Buffer.from(JSON.stringify(key)).toString('base64url');

it('reads a cursor that a page gave', () => {
  expect(datedKeyFrom(cursorOf(['2026-01-02T03:04:05.678Z', 'fnd_1']))).toEqual([
    '2026-01-02T03:04:05.678Z',
    'fnd_1',
  ]);
  expect(datedKeyFrom(undefined)).toBeNull();
});

it.each([
  [['garbage', 'fnd_1']],
  [['2026-99-99T00:00:00Z', 'fnd_1']],
  [['2026-01-01T00:00:00Z', '\u0000']],
  [[1, 2]],
  ['text'],
  [['one']],
])('refuses the cursor %j before the database sees it', (key) => {
  expect(() => datedKeyFrom(cursorOf(key))).toThrow('cursor is not one');
});

it('refuses U+0000 in every cursor', () => {
  expect(() => keyFrom(cursorOf(['\u0000']), 1)).toThrow('cursor is not one');
});
