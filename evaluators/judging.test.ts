import { expect, it } from 'vitest';
import { isOver } from './judging';

it('compares money to the last digit', () => {
  expect(isOver('0.10000000000000000001', '0.1')).toBe(true);
  expect(isOver('0.1', '0.10000000000000000001')).toBe(false);
  expect(isOver('0.10', '0.1')).toBe(false);
  expect(isOver('9007199254740993', '9007199254740992')).toBe(true);
});

it('is never over what is not known', () => {
  expect(isOver(null, '0')).toBe(false);
  expect(isOver('1', null)).toBe(false);
});
