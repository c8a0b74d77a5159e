import { setTimeout as pause } from 'node:timers/promises';
import { expect, it } from 'vitest';
import { Outbox } from './outbox';

/** An outbox over numbers whose store takes `ms`. */
function box(ms: number) {
  const batches: number[][] = [];
  const outbox = new Outbox<number>(async (batch) => {
    await pause(ms);
    batches.push([...batch]);
  });
  return { outbox, batches };
}
const upTo = (count: number) => Array.from({ length: count }, (_, n) => n);

it('stores what there is after a while, also what came while it was storing', async () => {
  const { outbox, batches } = box(80);
  await outbox.add(1);
  await pause(60);
  await outbox.add(2);
  await pause(300);
  expect(batches).toEqual([[1], [2]]);
  await outbox.close();
  expect(batches).toHaveLength(2);
});

it('stores a full batch at once and makes the model wait while a second one is full', async () => {
  const { outbox, batches } = box(20);
  for (const one of upTo(256)) await outbox.add(one);
  const more = upTo(256).map((one) => outbox.add(256 + one));
  expect(batches).toHaveLength(0);
  await Promise.all(more);
  expect(batches[0]).toEqual(upTo(256));
  await outbox.close();
  expect(batches.flat()).toEqual(upTo(512));
});

it('stores everything when it is closed, and nothing when nothing came', async () => {
  const { outbox, batches } = box(0);
  for (const one of upTo(600)) await outbox.add(one);
  await outbox.close();
  expect(batches.flat()).toEqual(upTo(600));
  const empty = box(0);
  await empty.outbox.close();
  expect(empty.batches).toEqual([]);
});

it('tells the next one who adds, and who closes it, that a store failed', async () => {
  const outbox = new Outbox<number>(() => Promise.reject(new Error('the database is gone')));
  for (const one of upTo(256)) await outbox.add(one);
  await pause(5);
  await expect(outbox.add(1)).rejects.toThrow('the database is gone');
  await expect(outbox.close()).rejects.toThrow('the database is gone');
});
