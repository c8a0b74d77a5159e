import { expect, it } from 'vitest';
import { unitOf } from './measures';

it('prints words, milliseconds and dollars as such, and the share of cases within a limit as a share', () => {
  expect(unitOf({ kind: 'mean', unit: 'count' })).toBe('count');
  expect(unitOf({ kind: 'mean', unit: 'ms' })).toBe('ms');
  expect(unitOf({ kind: 'mean', unit: 'USD' })).toBe('usd');
  expect(unitOf({ kind: 'figure', unit: 'score' })).toBe('score');
  for (const unit of ['count', 'ms', 'USD', 'share'] as const)
    expect(unitOf({ kind: 'rate', unit })).toBe('share');
});
