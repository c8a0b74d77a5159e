import { deflateRawSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { zipOf } from './golden/pack';
import { BadZip, readZip } from './zip';

interface Raw {
  readonly name: string;
  readonly local?: string;
  readonly bytes?: Buffer;
  readonly method?: number;
  readonly size?: number;
  readonly flags?: number;
  readonly mode?: number;
}

/** An archive as an attacker would write it: nothing is checked. */
function raw(entries: readonly Raw[], shared = false): Buffer {
  const locals: Buffer[] = [];
  const centrals: Buffer[] = [];
  let offset = 0;
  for (const {
    name,
    local = name,
    bytes = Buffer.from('x'),
    method = 0,
    size = bytes.length,
    flags = 0,
    mode = 0o100644,
  } of entries) {
    const header = Buffer.alloc(30);
    header.writeUInt32LE(0x04034b50);
    header.writeUInt16LE(method, 8);
    header.writeUInt16LE(Buffer.byteLength(local), 26);
    const central = Buffer.alloc(46);
    central.writeUInt32LE(0x02014b50);
    central.writeUInt16LE(flags, 8);
    central.writeUInt16LE(method, 10);
    central.writeUInt32LE(bytes.length, 20);
    central.writeUInt32LE(size, 24);
    central.writeUInt16LE(Buffer.byteLength(name), 28);
    central.writeUInt32LE((mode << 16) >>> 0, 38);
    central.writeUInt32LE(shared ? 0 : offset, 42);
    centrals.push(central, Buffer.from(name));
    locals.push(header, Buffer.from(local), bytes);
    offset += 30 + Buffer.byteLength(local) + bytes.length;
  }
  const list = Buffer.concat(centrals);
  const end = Buffer.alloc(22);
  end.writeUInt32LE(0x06054b50);
  end.writeUInt16LE(entries.length, 8);
  end.writeUInt16LE(entries.length, 10);
  end.writeUInt32LE(list.length, 12);
  end.writeUInt32LE(offset, 16);
  return Buffer.concat([...locals, list, end]);
}

describe('readZip', () => {
  it('reads what yazl writes', async () => {
    const entries = readZip(
      await zipOf([
        ['a/b.txt', Buffer.from('hello hello hello')],
        ['log/c', Buffer.alloc(0)],
      ]),
    );
    expect(
      [...entries.values()].map(({ name, bytes, isIntact }) => [name, bytes.toString(), isIntact]),
    ).toEqual([
      ['a/b.txt', 'hello hello hello', true],
      ['log/c', '', true],
    ]);
  });

  it.each<[string, readonly Raw[], string]>([
    ['a name that leaves the folder', [{ name: '../x' }], 'unsafe name'],
    ['a name that leaves it later', [{ name: 'a/../../x' }], 'unsafe name'],
    ['an absolute name', [{ name: '/etc/x' }], 'unsafe name'],
    ['a drive', [{ name: 'C:\\x' }], 'unsafe name'],
    ['a backslash', [{ name: 'a\\..\\x' }], 'unsafe name'],
    ['a folder', [{ name: 'a/' }], 'unsafe name'],
    ['an empty name', [{ name: '' }], 'unsafe name'],
    ['a control character', [{ name: 'a\nb' }], 'unsafe name'],
    ['a name given twice', [{ name: 'a' }, { name: 'a' }], 'twice'],
    ['names that differ in case only', [{ name: 'a' }, { name: 'A' }], 'twice'],
    ['a symbolic link', [{ name: 'a', mode: 0o120777 }], 'not a regular file'],
    ['encryption', [{ name: 'a', flags: 1 }], 'encrypted'],
    ['an unknown method', [{ name: 'a', method: 12 }], 'unknown compression'],
    ['another local name', [{ name: 'a', local: 'b' }], 'another name or method'],
    [
      'a ratio above 100',
      [{ name: 'a', method: 8, bytes: deflateRawSync(Buffer.alloc(1e6)), size: 1e6 }],
      'more than 100 times',
    ],
    [
      'more than 1 GiB',
      Array.from({ length: 11 }, (_, n) => ({
        name: `f${n}`,
        method: 8,
        bytes: Buffer.alloc(1_050_000),
        size: 105_000_000,
      })),
      'more than 1073741824 bytes',
    ],
  ])('refuses %s', (_, entries, message) => {
    expect(() => readZip(raw(entries))).toThrow(BadZip);
    expect(() => readZip(raw(entries))).toThrow(message);
  });

  it('refuses entries that share their bytes', () => {
    expect(() => readZip(raw([{ name: 'a' }, { name: 'b', local: 'a' }], true))).toThrow(BadZip);
  });

  it('refuses 65,535 entries', () => {
    expect(() => readZip(raw(Array.from({ length: 65_535 }, (_, n) => ({ name: `${n}` }))))).toThrow(
      'more than 65534',
    );
  });

  it('does not unpack more than was stated', () => {
    const entries = readZip(
      raw([{ name: 'a', method: 8, bytes: deflateRawSync(Buffer.alloc(5000)), size: 10 }]),
    );
    expect(entries.get('a')).toMatchObject({ isIntact: false });
  });
});
