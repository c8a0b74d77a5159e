import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import canonicalize from 'canonicalize';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { canonical, canonicalBytes, parseStrictJson } from './canonical';
import { Refusal } from './refusal';

const vectors = join(import.meta.dirname, '../../../shared/data');
const nested = (levels: number): unknown => (levels === 0 ? 1 : [nested(levels - 1)]);
const withKeys = (count: number) => Object.fromEntries(Array.from({ length: count }, (_, i) => [`k${i}`, i]));

describe('canonical', () => {
  it('writes what RFC 8785 prints for its own example', () => {
    const value = {
      numbers: [Number('333333333.33333329'), 4.5, 2e-3, 1e-27],
      string: '\u20ac$\u000F\u000aA\'\u0042\u0022\u005c\\"/',
      literals: [null, true, false],
    };
    expect(canonical(value)).toBe(
      '{"literals":[null,true,false],"numbers":[333333333.3333333,4.5,0.002,1e-27],' +
        '"string":"€$\\u000f\\nA\'B\\"\\\\\\\\\\"/"}',
    );
  });

  it('agrees with the package canonicalize on every value that both accept', () => {
    const value = fc.jsonValue({ maxDepth: 6 });
    fc.assert(
      fc.property(value, (input) => {
        const ours = attempt(() => canonical(input));
        if (ours !== null) expect(ours).toBe(canonicalize(input));
      }),
      { numRuns: 500 },
    );
  });

  it('is a fixed point: reading and writing again changes nothing', () => {
    fc.assert(
      fc.property(fc.jsonValue({ maxDepth: 6 }), (input) => {
        const once = attempt(() => canonical(input));
        if (once === null || once.includes('__proto__')) return;
        expect(canonical(parseStrictJson(once, { maxBytes: 1e6, maxDepth: 32 }))).toBe(once);
      }),
    );
  });

  it('sorts keys by UTF-16 code units and writes -0 as 0', () => {
    expect(
      canonical({ '\u20ac': 1, '\r': 2, '\ufb33': 3, '1': 4, '\ud83d\ude00': 5, '\u0080': 6, '\u00f6': 7 }),
    ).toBe('{"\\r":2,"1":4,"\u0080":6,"ö":7,"€":1,"😀":5,"\ufb33":3}');
    expect(canonical([-0])).toBe('[0]');
    expect(canonicalBytes('é')).toEqual(new Uint8Array([0x22, 0xc3, 0xa9, 0x22]));
  });

  it.each<[string, unknown, RegExp]>([
    ['undefined', { a: undefined }, /^\$\.a is of type undefined/],
    ['a hole', Object.assign([1, 2, 2], { length: 4 }), /^\$ is an array with holes/],
    ['NaN', [Number.NaN], /^\$\[0\] is not a finite number/],
    ['infinity', Number.NEGATIVE_INFINITY, /not a finite/],
    ['BigInt', { a: 1n }, /bigint/],
    ['a function', { toJSON: () => 1 }, /function/],
    ['a Date', { at: new Date(0) }, /^\$\.at is an instance of a class/],
    ['a Map', new Map(), /instance of a class/],
    ['a boxed string', Object('x'), /instance of a class/],
    ['a symbol key', { [Symbol('s')]: 1 }, /symbol/],
    ['a lone surrogate', 'a\ud800b', /surrogate/],
    ['a lone surrogate in a key', { '\udc00': 1 }, /surrogate/],
    ['U+0000', { a: 'x\u0000' }, /^\$\.a contains the character U\+0000/],
    ['a large integer', 2 ** 53, /beyond 2\^53-1/],
    ['depth', nested(33), /deeper than 32/],
    ['keys', withKeys(2001), /more than 2000 keys/],
  ])('refuses %s', (_, value, message) => {
    expect(() => canonical(value)).toThrow(Refusal);
    expect(() => canonical(value)).toThrow(message);
  });

  it('accepts the limits themselves', () => {
    expect(canonical(nested(32))).toHaveLength(65);
    expect(canonical(Number.MAX_SAFE_INTEGER)).toBe('9007199254740991');
    expect(Object.keys(JSON.parse(canonical(withKeys(2000))) as object)).toHaveLength(2000);
    expect(canonical(Object.assign(Object.create(null) as object, { a: 1 }))).toBe('{"a":1}');
  });
});

describe.skipIf(!existsSync(`${vectors}/jcs`))('published JCS vectors (skipped: no test data here)', () => {
  it.each(['arrays', 'french', 'structures', 'unicode', 'weird'])('%s', (name) => {
    const input = readFileSync(join(vectors, 'jcs/input', `${name}.json`), 'utf8');
    const hex = readFileSync(join(vectors, 'jcs/outhex', `${name}.txt`), 'utf8').replaceAll(/\s/g, '');
    const value = parseStrictJson(input, { maxBytes: 65_536, maxDepth: 16 });
    expect(Buffer.from(canonicalBytes(value)).toString('hex')).toBe(hex);
  });

  it('values, whose 1E30 we refuse because it is an integer beyond 2^53-1', () => {
    const value = JSON.parse(readFileSync(join(vectors, 'jcs/input/values.json'), 'utf8')) as {
      numbers: number[];
    };
    expect(() => canonical(value)).toThrow('$.numbers[1] is an integer beyond 2^53-1');
    const expected = readFileSync(join(vectors, 'jcs/output/values.json'), 'utf8').replace(',1e+30', '');
    expect(canonical({ ...value, numbers: value.numbers.filter((n) => n < 2 ** 53) })).toBe(expected);
  });
});

describe('parseStrictJson', () => {
  const read = (text: string) => parseStrictJson(text, { maxBytes: 1000, maxDepth: 3 });

  it('reads what JSON.parse reads', () => {
    fc.assert(
      fc.property(fc.json({ maxDepth: 3 }), (text) => {
        const ours = attempt(() => parseStrictJson(text, { maxBytes: 1e6, maxDepth: 32 }));
        if (ours !== null) expect(ours).toEqual(JSON.parse(text));
      }),
    );
    expect(read(' {"a" : [1, -2.5e-3, "\\u00e9\\n\\/", true, null ] }\n')).toEqual({
      a: [1, -0.0025, 'é\n/', true, null],
    });
  });

  it.each([
    ['{"a":1,"a":2}', '$.a', 'given twice'],
    ['{"a":1,"\\u0061":2}', '$.a', 'given twice'],
    ['{"x":{"__proto__":1}}', '$.x.__proto__', '__proto__'],
    ['[[[[1]]]]', '$[0][0][0]', 'deeper than 3 levels'],
    [`"${'x'.repeat(999)}"`, '$', 'larger than 1000 bytes'],
    [`"${'€'.repeat(400)}"`, '$', 'larger than 1000 bytes'],
    ['{"a":"x\ty"}', '$.a', 'control character'],
    ['["\\u0000"]', '$[0]', 'U+0000'],
    ['["\\ud800"]', '$[0]', 'surrogate'],
    ['[1e999]', '$[0]', 'too large'],
    ['[9007199254740992]', '$[0]', 'beyond 2^53-1'],
    ['[01]', '$', 'a comma or ]'],
    ['[1,]', '$[1]', 'a JSON value is expected'],
    ['{"a":1,}', '$', 'a key in double quotes'],
    ['{"a" 1}', '$.a', 'a colon'],
    ['[.5]', '$[0]', 'a JSON value is expected'],
    ['[NaN]', '$[0]', 'a JSON value is expected'],
    ["['a']", '$[0]', 'a JSON value is expected'],
    ['"\\x41"', '$', 'unknown escape'],
    ['"abc', '$', 'not closed'],
    ['{} {}', '$', 'after the end'],
    ['\ufeff{}', '$', 'a JSON value is expected'],
    ['', '$', 'the text ends early'],
    ['[1', '$', 'a comma or ]'],
    ['[1] // c', '$', 'after the end'],
  ])('refuses %s and names %s', (text, path, what) => {
    const failure = refusalOf(() => read(text));
    expect(failure.code).toBe('invalid');
    expect(failure.message).toContain(what);
    expect(failure.details).toEqual({ fields: { [path]: [failure.message] } });
  });

  it('refuses a JSON bomb before the stack does', () => {
    expect(() => parseStrictJson('['.repeat(100_000), { maxBytes: 1e6, maxDepth: 16 })).toThrow(
      'deeper than 16',
    );
  });

  it('refuses an object of more than 2,000 keys', () => {
    const text = JSON.stringify(withKeys(2001));
    expect(() => parseStrictJson(text, { maxBytes: 1e6, maxDepth: 2 })).toThrow('more than 2000 keys');
  });
});

function attempt<T>(make: () => T): T | null {
  try {
    return make();
  } catch (error) {
    if (error instanceof Refusal) return null;
    throw error;
  }
}

function refusalOf(make: () => unknown): Refusal {
  try {
    make();
  } catch (error) {
    if (error instanceof Refusal) return error;
    throw error;
  }
  throw new Error('nothing was refused');
}
