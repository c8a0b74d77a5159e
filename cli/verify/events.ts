import { toHex } from '@/server/audit/rules/encoding';
import { leafHash } from '@/server/audit/rules/merkle';
import { at, list } from '@/server/gates/rules/json';
import { canonical } from '@/server/kernel/canonical';
import { Refusal } from '@/server/kernel/refusal';
import { sha256 } from './crypto';
import { Failure, wrongLeaf } from './report';

/** One leaf as far as the verifier reads it. */
export interface Leaf {
  readonly index: number;
  readonly id: string;
  readonly type: string;
  readonly at_us: number;
  readonly hash: Uint8Array;
  readonly event: unknown;
}

const unreadable = { id: 'unreadable', type: '', at_us: 0, event: null };

/** Splits `events.jsonl` into leaves. A line that is not JSON still is a leaf: its hash decides. */
export function readLeaves(bytes: Buffer): Leaf[] {
  const leaves: Leaf[] = [];
  for (let from = 0; from < bytes.length;) {
    const newline = bytes.indexOf(10, from);
    const end = newline < 0 ? bytes.length : newline;
    const body = bytes.subarray(from, end);
    leaves.push({ index: leaves.length, hash: leafHash(sha256, body), ...readBody(body) });
    from = end + 1;
  }
  return leaves;
}

function readBody(body: Buffer): Pick<Leaf, 'id' | 'type' | 'at_us' | 'event'> {
  try {
    const text = body.toString('utf8');
    const event: unknown = JSON.parse(text);
    const [id, type, time] = [at(event, 'id'), at(event, 'type'), at(event, 'at_us')];
    // Writing it again must give the same bytes: this finds duplicate keys and anything that is not RFC 8785.
    const isExact = body.length <= 65_535 && canonical(event) === text;
    const isEvent =
      at(event, 'v') === 1 &&
      typeof id === 'string' &&
      typeof type === 'string' &&
      Number.isSafeInteger(time);
    if (isExact && isEvent) return { id, type, at_us: Number(time), event };
    return unreadable;
  } catch (error) {
    if (error instanceof SyntaxError || error instanceof Refusal) return unreadable;
    throw error;
  }
}

/** Compares each leaf with `log/index.csv`, which names what every line was when the bundle was made. */
export function compareWithIndex(leaves: readonly Leaf[], index: string): void {
  const [header, ...rows] = index.replace(/\r\n$/, '').split('\r\n');
  if (header !== 'leaf_index,event_id,leaf_hash')
    throw new Failure('log/index.csv does not begin with its header');
  rows.forEach((row, n) => {
    const [, id = '', hash = ''] = /^\d+,([^,]*),([0-9a-f]{64})$/.exec(row) ?? [];
    const leaf = leaves[n];
    if (!leaf) throw wrongLeaf(n, id, `leaf hash ${hash}`, 'no line');
    if (toHex(leaf.hash) !== hash) throw wrongLeaf(n, id, `leaf hash ${hash}`, toHex(leaf.hash));
    if (leaf.id !== id) throw wrongLeaf(n, id, `event id ${id}`, leaf.id);
  });
  const extra = leaves[rows.length];
  if (extra)
    throw wrongLeaf(extra.index, extra.id, 'no further line', 'a line that log/index.csv does not list');
}

/** Every leaf is a canonical event of this organisation, each id once, each entity's numbers without a gap. */
export function checkEvents(leaves: readonly Leaf[], org: string, isFirstEpoch: boolean): void {
  const ids = new Set<string>();
  const last = new Map<string, number>();
  for (const { index, id, event } of leaves) {
    if (event === null)
      throw wrongLeaf(index, id, 'an event in canonical form of at most 65,535 bytes', 'other bytes');
    if (at(event, 'org') !== org) throw wrongLeaf(index, id, `organisation ${org}`, String(at(event, 'org')));
    if (ids.has(id)) throw wrongLeaf(index, id, 'an event id that was not used before', 'one given twice');
    ids.add(id);
    const [ref, seq] = [at(event, 'entity', 'ref'), at(event, 'entity', 'seq')];
    if (typeof ref !== 'string') throw wrongLeaf(index, id, 'an entity', 'none');
    if (seq === null) continue;
    const expected = last.get(ref);
    const isNext = expected === undefined ? seq === 1 || !isFirstEpoch : seq === expected + 1;
    if (!isNext) throw wrongLeaf(index, id, `number ${(expected ?? 0) + 1} of ${ref}`, String(seq));
    last.set(ref, Number(seq));
  }
}

/** The one change of an event under a path prefix, with the rest of its path. */
export function changeUnder(
  event: unknown,
  prefix: string,
): { rest: string; from: unknown; to: unknown } | null {
  const found = list(at(event, 'change')).find((one) => String(at(one, 'path')).startsWith(prefix));
  if (found === undefined) return null;
  return {
    rest: String(at(found, 'path')).slice(prefix.length),
    from: at(found, 'from'),
    to: at(found, 'to'),
  };
}
