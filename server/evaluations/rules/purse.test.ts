import { describe, expect, it } from 'vitest';
import { Dearest, Purse } from './purse';

const later = (ms: number) => new Promise((done) => setTimeout(done, ms));

/** Calls that cost `cost` each, as many at once as the purse allows; gives what was spent and the most at once. */
async function spend(left: number, bound: number, cost: number) {
  const purse = new Purse(left);
  let [spent, open, most, calls] = [0, 0, 0, 0];
  const ends: Promise<void>[] = [];
  for (;;) {
    const amount = await purse.reserve(() => bound);
    if (amount === null || calls >= 1000) break;
    [open, calls] = [open + 1, calls + 1];
    most = Math.max(most, open);
    const end = later(1).then(() => {
      open -= 1;
      spent += cost;
      purse.settle(amount, cost);
    });
    ends.push(end);
  }
  await Promise.all(ends);
  return { spent, most, calls };
}

describe('money of a run', () => {
  it('is never spent twice, however many calls are made at once', async () => {
    const { spent, most, calls } = await spend(1, 0.1, 0.1 - 1e-9);
    expect(spent).toBeLessThanOrEqual(1);
    expect({ most, calls }).toEqual({ most: 10, calls: 10 });
  });
  it('goes on with what calls did not cost after all', async () => {
    const { spent, calls } = await spend(1, 0.25, 0.0625);
    expect(calls).toBe(13);
    expect(spent).toBeLessThanOrEqual(1);
  });
  it('lets the first call go alone when nobody knows what it may cost', async () => {
    const purse = new Purse(1);
    const dearest = new Dearest();
    const most = () => dearest.most('answer');
    expect(await purse.reserve(most)).toBe(1);
    const second = purse.reserve(most);
    dearest.note('answer', 0.25);
    purse.settle(1, 0.25);
    expect(await second).toBe(0.5);
    dearest.note('answer', 0.125);
    expect(most()).toBe(0.5);
    expect(dearest.most('another kind')).toBeNull();
  });
  it('sets more aside for a case that is under way only where others leave room', async () => {
    const purse = new Purse(1);
    await purse.reserve(() => 0.5);
    await purse.reserve(() => 0.25);
    expect(purse.extend(0.5)).toBe(false);
    expect(purse.extend(0.25)).toBe(true);
    purse.settle(0.75, 1.5);
    expect(purse.extend(0)).toBe(false);
  });
  it('is empty at nothing, and when a single call does not fit', async () => {
    expect(await new Purse(0).reserve(() => null)).toBeNull();
    expect(await new Purse(0.1).reserve(() => 0.2)).toBeNull();
    const unpriced = new Purse(1);
    unpriced.settle((await unpriced.reserve(() => 1)) ?? 0, null);
    expect(await unpriced.reserve(() => 1)).toBe(1);
  });
});
