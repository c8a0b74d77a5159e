import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { emptyTree, rootOf } from '@/server/audit/rules/merkle';
import { grow } from '@/server/audit/rules/tiles';
import { canonical } from '@/server/kernel/canonical';
import { sha256 } from '@/cli/verify/crypto';
import { checkEvents, readLeaves } from '@/cli/verify/events';
import { compare, perSecond } from './harness';

const count = 30_000;

interface Event {
  readonly org: string;
  readonly entity: object;
}
const [line = ''] = readFileSync('cli/verify/golden/events.jsonl', 'utf8').split('\n');
const first = JSON.parse(line) as Event;

/** The log of one organisation: a real event under other ids. */
const bytes = Buffer.from(
  Array.from({ length: count }, (_, n) => {
    const id = `00000000-0000-7000-8000-${n.toString(16).padStart(12, '0')}`;
    return canonical({ ...first, id, entity: { ...first.entity, ref: `system/${n}`, seq: 1 } });
  }).join('\n') + '\n',
);

function verified(): void {
  const leaves = readLeaves(bytes);
  checkEvents(leaves, first.org, true);
  const { tree } = grow(
    sha256,
    emptyTree,
    leaves.map(({ hash }) => hash),
  );
  rootOf(sha256, tree);
  if (tree.size !== count) throw new Error(`${tree.size} of ${count} leaves were read`);
}

function chained(): void {
  let last: Uint8Array = new Uint8Array(32);
  for (let from = 0; from < bytes.length;) {
    const end = bytes.indexOf(10, from);
    last = createHash('sha256').update(last).update(bytes.subarray(from, end)).digest();
    from = end + 1;
  }
}

verified();
chained();
await compare({
  id: 'P15',
  what: `${count} events (${Math.round(bytes.length / count)} bytes each) read, checked, hashed into the tree`,
  unit: 'events/s',
  peer: 'a SHA-256 chain over the same bytes',
  target: 0.3,
  ours: () => perSecond(count, async () => verified()),
  theirs: () => perSecond(count, async () => chained()),
});
