import { describe, expect, it } from 'vitest';
import { adaptivePace, afterAnswer, afterFailure, afterRateLimit, fixedPace, type Pace } from './pace';

const after = (pace: Pace, answers: number) =>
  Array.from({ length: answers }).reduce<Pace>(afterAnswer, pace);

describe('the pace of calls', () => {
  it('starts at four and adds one after twenty clean answers, up to the limit', () => {
    expect(adaptivePace(64).width).toBe(4);
    expect(adaptivePace(2).width).toBe(2);
    expect(after(adaptivePace(64), 19).width).toBe(4);
    expect(after(adaptivePace(64), 20).width).toBe(5);
    expect(after(adaptivePace(6), 200).width).toBe(6);
  });

  it('halves once for the calls that were in flight together, never below one', () => {
    const wide = after(adaptivePace(64), 20 * 12);
    expect(wide.width).toBe(16);
    const halved = afterRateLimit(wide, wide.epoch);
    expect(halved.width).toBe(8);
    expect(afterRateLimit(halved, wide.epoch)).toBe(halved);
    expect(afterRateLimit(halved, halved.epoch).width).toBe(4);
    const one = [0, 1, 2, 3, 4].reduce<Pace>((pace) => afterRateLimit(pace, pace.epoch), adaptivePace(64));
    expect(one.width).toBe(1);
  });

  it('a failure breaks the row of clean answers', () => {
    expect(after(afterFailure(after(adaptivePace(64), 19)), 19).width).toBe(4);
  });

  it('a fixed width never moves', () => {
    const fixed = fixedPace(32);
    expect(after(fixed, 100)).toBe(fixed);
    expect(afterRateLimit(fixed, 0)).toBe(fixed);
    expect(afterFailure(fixed)).toBe(fixed);
  });
});
