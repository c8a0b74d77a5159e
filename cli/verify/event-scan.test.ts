import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { canonical } from '@/server/kernel/canonical';
import { scannedEvent } from './event-scan';

const golden = readFileSync(`${import.meta.dirname}/golden/events.jsonl`, 'utf8')
  .trim()
  .split('\n');
const [first = ''] = golden;
const isCanonical = (text: string) => {
  try {
    return canonical(JSON.parse(text)) === text;
  } catch {
    return false;
  }
};
const event = (extra: object = {}) => ({
  at_us: 1795341600000000,
  entity: { ref: 'system/1', seq: 1 },
  id: 'one',
  org: 'org_1',
  type: 'system.created',
  v: 1,
  ...extra,
});

describe('a scanned event', () => {
  it('has the facts that parsing gives', () => {
    for (const line of golden) {
      const { id, type, at_us, org, entity } = JSON.parse(line);
      const facts = { id, type, at_us, org, ref: entity.ref, seq: entity.seq };
      expect(scannedEvent(Buffer.from(line))).toEqual(facts);
    }
    const nameless = event({ entity: { ref: 'system/1', seq: null }, x: { entity: { ref: 'no', seq: 9 } } });
    expect(scannedEvent(Buffer.from(canonical(nameless)))).toMatchObject({ ref: 'system/1', seq: null });
  });

  it.each([
    ['a key twice', '{"id":"a",', '{"id":"a","id":"a",'],
    ['a blank', '":', '": '],
    ['keys out of order', '{"action":', '{"z":1,"action":'],
    ['a fraction', '"v":1', '"v":1.0'],
    ['an exponent', '"v":1', '"v":1e0'],
    ['a leading zero', '"seq":1', '"seq":01'],
    ['minus zero', '"seq":1', '"seq":-0'],
    ['an integer beyond 2^53-1', '"seq":1', '"seq":9007199254740993'],
    ['an escape that need not be', '"log.created"', '"log\\u002ecreated"'],
    ['an escaped slash', '"log/1"', '"log\\/1"'],
    ['a control character', '"log.created"', '"log.\tcreated"'],
    ['text behind the end', '"v":1}', '"v":1}}'],
    ['another version', '"v":1', '"v":2'],
  ])('is not one with %s', (_, from, to) => {
    const text = first.includes(from)
      ? first.replace(from, to)
      : canonical(event()).replace('"id":"one"', to);
    expect(scannedEvent(Buffer.from(text))).toBeNull();
  });

  it('takes nothing for canonical that is not', () => {
    const json = fc.jsonValue({ maxDepth: 3 });
    const pieces = fc.constantFrom(
      '"',
      '\\',
      ',',
      ':',
      '{',
      '}',
      '[',
      ']',
      '0',
      '-',
      '.',
      'e',
      ' ',
      'null',
      'é',
    );
    fc.assert(
      fc.property(json, fc.nat(), fc.nat(4), pieces, (value, place, cut, piece) => {
        const text = JSON.stringify(event({ ctx: value, b: value }));
        const at = place % text.length;
        for (const each of [text, text.slice(0, at) + piece + text.slice(at + cut)])
          if (scannedEvent(Buffer.from(each))) expect(isCanonical(each)).toBe(true);
      }),
      { numRuns: 3000 },
    );
  });

  it('is found in what the kernel writes, escapes in values included', () => {
    const written = event({ change: [{ from: null, path: '/a', to: 'line\n"quoted" \\' }], n: -5, list: [] });
    expect(scannedEvent(Buffer.from(canonical(written)))).toMatchObject({ id: 'one', seq: 1 });
    expect(scannedEvent(Buffer.from(canonical(event({ a: 'ü' }))))).toBeNull();
  });
});
