import { expect, it } from 'vitest';
import { unitOf } from './measures';

it('prints words and milliseconds as such, and the share of cases within a limit as a share', () => {
  expect(unitOf('count', { low: 88.1, high: 120 })).toBe('count');
  expect(unitOf('count', { low: 0.9, high: 1 })).toBe('share');
  expect(unitOf('ms', { low: 310, high: 402 })).toBe('ms');
  expect(unitOf('USD', { low: 0.001, high: 0.002 })).toBe('usd');
  expect(unitOf('score', { low: 0.1, high: 0.2 })).toBe('score');
  expect(unitOf('count', { low: null, high: null })).toBe('count');
  expect(unitOf(undefined, { low: 0, high: 1 })).toBe('share');
});
