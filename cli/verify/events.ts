import { toHex } from '@/server/audit/rules/encoding';
import { leafHash } from '@/server/audit/rules/merkle';
import { at, list } from '@/server/gates/rules/json';
import { canonical } from '@/server/kernel/canonical';
import { Refusal } from '@/server/kernel/refusal';
import { sha256 } from './crypto';
import { type EventFacts, scannedEvent } from './event-scan';
import { Failure, wrongLeaf } from './report';

/** One leaf as far as the verifier reads it. `event` is null when the line is not a canonical event; it is parsed when
 *  it is first asked for, because most never are. */
export interface Leaf extends EventFacts {
  readonly index: number;
  readonly hash: Uint8Array;
  readonly isEvent: boolean;
  readonly event: unknown;
}

const mostBytes = 65_535;
const unreadable: EventFacts = { id: 'unreadable', type: '', at_us: 0, org: null, ref: null, seq: null };

class Line implements Leaf {
  readonly id: string;
  readonly type: string;
  readonly at_us: number;
  readonly org: unknown;
  readonly ref: unknown;
  readonly seq: unknown;
  readonly isEvent: boolean;
  private parsed: unknown;

  constructor(
    readonly index: number,
    readonly hash: Uint8Array,
    facts: EventFacts | null,
    private readonly body: Buffer,
  ) {
    const known = facts ?? unreadable;
    this.id = known.id;
    this.type = known.type;
    this.at_us = known.at_us;
    this.org = known.org;
    this.ref = known.ref;
    this.seq = known.seq;
    this.isEvent = facts !== null;
    if (!facts) this.parsed = null;
  }

  get event(): unknown {
    if (this.parsed === undefined) this.parsed = JSON.parse(this.body.toString('utf8'));
    return this.parsed;
  }
}

/** Splits `events.jsonl` into leaves. A line that is not JSON still is a leaf: its hash decides. */
export function readLeaves(bytes: Buffer): Leaf[] {
  const leaves: Leaf[] = [];
  for (let from = 0; from < bytes.length;) {
    const newline = bytes.indexOf(10, from);
    const end = newline < 0 ? bytes.length : newline;
    const body = bytes.subarray(from, end);
    const facts = body.length > mostBytes ? null : (scannedEvent(body) ?? readBody(body));
    leaves.push(new Line(leaves.length, leafHash(sha256, body), facts, body));
    from = end + 1;
  }
  return leaves;
}

/** The facts of any canonical event; null when it is none. */
function readBody(body: Buffer): EventFacts | null {
  try {
    const text = body.toString('utf8');
    const event: unknown = JSON.parse(text);
    const [id, type, time] = [at(event, 'id'), at(event, 'type'), at(event, 'at_us')];
    // Writing it again must give the same bytes: this finds duplicate keys and anything that is not RFC 8785.
    const isExact = canonical(event) === text;
    const isEvent =
      at(event, 'v') === 1 &&
      typeof id === 'string' &&
      typeof type === 'string' &&
      Number.isSafeInteger(time);
    if (!isExact || !isEvent) return null;
    const [org, ref, seq] = [at(event, 'org'), at(event, 'entity', 'ref'), at(event, 'entity', 'seq')];
    return { id, type, at_us: Number(time), org, ref, seq };
  } catch (error) {
    if (error instanceof SyntaxError || error instanceof Refusal) return null;
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
  for (const { index, id, isEvent, org: own, ref, seq } of leaves) {
    if (!isEvent)
      throw wrongLeaf(index, id, 'an event in canonical form of at most 65,535 bytes', 'other bytes');
    if (own !== org) throw wrongLeaf(index, id, `organisation ${org}`, String(own));
    if (ids.has(id)) throw wrongLeaf(index, id, 'an event id that was not used before', 'one given twice');
    ids.add(id);
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
