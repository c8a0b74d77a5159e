import { crc32, inflateRawSync } from 'node:zlib';

// A small ZIP reader that trusts nothing: it reads the central directory, compares the local headers with it, and
// unpacks in memory only.

const most = { entries: 65_534, bytes: 2 ** 30, ratio: 100, name: 255 };

/** Thrown when the archive itself is not acceptable. */
export class BadZip extends Error {}

export interface ZipEntry {
  readonly name: string;
  readonly bytes: Buffer;
  /** False when the stored checksum is not that of the bytes. */
  readonly isIntact: boolean;
}

interface Listed {
  readonly name: string;
  readonly method: number;
  readonly crc: number;
  readonly packed: number;
  readonly size: number;
  readonly offset: number;
}

/**
 * All files of an archive by name. Throws BadZip on names that leave the folder, absolute names, backslashes, two
 * names that a file system may take for one, symbolic links, encryption, unknown methods, overlapping entries, a
 * ratio above 100, more than 1 GiB unpacked or more than 65,534 entries.
 */
export function readZip(zip: Buffer): Map<string, ZipEntry> {
  const { count, start, size } = endRecord(zip);
  const listed: Listed[] = [];
  let at = start;
  for (let n = 0; n < count; n += 1) {
    const { entry, next } = centralRecord(zip, at, start + size);
    listed.push(entry);
    at = next;
  }
  if (at !== start + size) throw new BadZip('The list of files does not have the length it states');
  checkNames(listed.map(({ name }) => name));
  if (listed.reduce((sum, entry) => sum + entry.size, 0) > most.bytes)
    throw new BadZip(`The archive unpacks to more than ${most.bytes} bytes`);
  return new Map(unpackAll(zip, listed, start).map((entry) => [entry.name, entry]));
}

function endRecord(zip: Buffer) {
  const from = Math.max(0, zip.length - 22 - 65_535);
  for (let at = zip.length - 22; at >= from; at -= 1) {
    if (zip.readUInt32LE(at) !== 0x06054b50 || at + 22 + zip.readUInt16LE(at + 20) !== zip.length) continue;
    const [count, size, start] = [
      zip.readUInt16LE(at + 10),
      zip.readUInt32LE(at + 12),
      zip.readUInt32LE(at + 16),
    ];
    if (zip.readUInt16LE(at + 4) !== 0 || zip.readUInt16LE(at + 8) !== count)
      throw new BadZip('Archives in several parts are not read');
    if (count > most.entries) throw new BadZip(`The archive has more than ${most.entries} files`);
    if (start + size !== at) throw new BadZip('The list of files is not where the end of the archive says');
    return { count, size, start };
  }
  throw new BadZip('This is not a ZIP archive, or its end is missing');
}

function centralRecord(zip: Buffer, at: number, end: number): { entry: Listed; next: number } {
  if (at + 46 > end || zip.readUInt32LE(at) !== 0x02014b50) throw new BadZip('The list of files is damaged');
  const [nameLength, extra, comment] = [
    zip.readUInt16LE(at + 28),
    zip.readUInt16LE(at + 30),
    zip.readUInt16LE(at + 32),
  ];
  const next = at + 46 + nameLength + extra + comment;
  if (next > end) throw new BadZip('The list of files is damaged');
  const entry = {
    name: nameOf(zip.subarray(at + 46, at + 46 + nameLength)),
    method: zip.readUInt16LE(at + 10),
    crc: zip.readUInt32LE(at + 16),
    packed: zip.readUInt32LE(at + 20),
    size: zip.readUInt32LE(at + 24),
    offset: zip.readUInt32LE(at + 42),
  };
  if ((zip.readUInt16LE(at + 8) & 1) !== 0) throw new BadZip(`${entry.name} is encrypted`);
  if (entry.method !== 0 && entry.method !== 8)
    throw new BadZip(`${entry.name} uses an unknown compression method`);
  const kind = (zip.readUInt32LE(at + 38) >>> 28) & 0xf;
  if (kind !== 0 && kind !== 8) throw new BadZip(`${entry.name} is not a regular file`);
  if (entry.size > entry.packed * most.ratio + 1024)
    throw new BadZip(`${entry.name} unpacks to more than ${most.ratio} times its size`);
  return { entry, next };
}

function nameOf(bytes: Buffer): string {
  const name = bytes.toString('utf8');
  const isSafe =
    name.length > 0 &&
    name.length <= most.name &&
    !/[\p{Cc}\\:\ufffd]/u.test(name) &&
    name.split('/').every((part) => part !== '' && part !== '.' && part !== '..');
  if (!isSafe) throw new BadZip(`The archive holds the unsafe name ${JSON.stringify(name.slice(0, 80))}`);
  return name;
}

function checkNames(names: readonly string[]) {
  const seen = new Set<string>();
  for (const name of names) {
    const folded = name.normalize('NFC').toLowerCase();
    if (seen.has(folded)) throw new BadZip(`The archive holds the name ${name} twice`);
    seen.add(folded);
  }
}

function unpackAll(zip: Buffer, listed: readonly Listed[], end: number): ZipEntry[] {
  let free = 0;
  return [...listed]
    .sort((a, b) => a.offset - b.offset)
    .map((entry) => {
      const { name, offset, packed } = entry;
      if (offset < free || offset + 30 > end || zip.readUInt32LE(offset) !== 0x04034b50)
        throw new BadZip(`${name} overlaps another file or has no header`);
      const nameEnd = offset + 30 + zip.readUInt16LE(offset + 26);
      const from = nameEnd + zip.readUInt16LE(offset + 28);
      if (from + packed > end) throw new BadZip(`${name} reaches into the list of files`);
      const isSame =
        zip.subarray(offset + 30, nameEnd).toString('utf8') === name &&
        zip.readUInt16LE(offset + 8) === entry.method;
      if (!isSame) throw new BadZip(`${name} has another name or method in its own header`);
      free = from + packed;
      return unpack(entry, zip.subarray(from, free));
    });
}

function unpack({ name, method, crc, size }: Listed, packed: Buffer): ZipEntry {
  let bytes = packed;
  if (method === 8)
    try {
      bytes = inflateRawSync(packed, { maxOutputLength: Math.max(1, size) });
    } catch {
      return { name, bytes: Buffer.alloc(0), isIntact: false };
    }
  return { name, bytes, isIntact: bytes.length === size && crc32(bytes) === crc };
}
