import { describe, expect, it } from 'vitest';
import { distinct, linear, niceDomain, runs, ticks } from './scale';

describe('scale', () => {
  it('maps a domain on percent and keeps inside', () => {
    const x = linear([0, 2]);
    expect([x(0), x(1), x(2), x(3), x(-1)]).toEqual([0, 50, 100, 100, 0]);
    expect(linear([1, 1])(1)).toBe(50);
  });

  it('finds round ticks', () => {
    expect(ticks(0, 1)).toEqual([0, 0.5, 1]);
    expect(ticks(0.81, 0.97)).toEqual([0.8, 0.85, 0.9, 0.95, 1]);
    expect(ticks(0, 0)).toEqual([0, 0.5]);
    expect(ticks(Number.NaN, 1)).toEqual([]);
  });

  it('covers every finite value and survives none', () => {
    expect(niceDomain([null, Number.NaN]).domain).toEqual([0, 1]);
    const { domain } = niceDomain([3, 17, null]);
    expect(domain[0]).toBeLessThanOrEqual(3);
    expect(domain[1]).toBeGreaterThanOrEqual(17);
  });

  it('thins ticks out that would read the same', () => {
    const two = (value: number, digits = 2) => value.toFixed(digits);
    expect(distinct([0, 0.005, 0.01, 0.015, 0.02], two)).toEqual([0, 0.01, 0.02]);
    expect(distinct([0, 0.1], two)).toEqual([0, 0.1]);
    expect(distinct([], two)).toEqual([]);
  });

  it('splits a line at its gaps', () => {
    expect(runs([1, null, 2, 3], (value) => value !== null)).toEqual([
      [[0, 1]],
      [
        [2, 2],
        [3, 3],
      ],
    ]);
  });
});
