import { sameBytes, toBase64 } from '@/server/audit/rules/encoding';
import { append, emptyTree, rootOf } from '@/server/audit/rules/merkle';
import {
  type Checkpoint,
  type NoteKey,
  openNote,
  parseCheckpoint,
  parseVkey,
} from '@/server/audit/rules/note';
import { list } from '@/server/gates/rules/json';
import { ed25519, sha256 } from './crypto';
import { changeUnder, type Leaf } from './events';
import { Failure, wrongLeaf } from './report';

export interface TrustPolicy {
  readonly logs: readonly NoteKey[];
  /** The policy asks for witnesses, whose cosignatures are not checked here. */
  readonly wantsWitnesses: boolean;
}

/** C2SP tlog-policy: `log <vkey>`, `witness …`, `group …`, `quorum <name>|none`, comments with `#`. */
export function parseTrustPolicy(text: string): TrustPolicy {
  const lines = text.split(/\r?\n/).flatMap((line) => {
    const words = line.trim().split(/\s+/);
    return words[0] === '' || words[0]?.startsWith('#') ? [] : [words];
  });
  const unknown = lines.find(([word = '']) => !['log', 'witness', 'group', 'quorum'].includes(word));
  if (unknown) throw new Failure(`The trust policy has the unknown line ${unknown.join(' ')}`);
  const logs = lines.flatMap(([word, vkey = '']) => (word === 'log' ? [parseVkey(sha256, vkey)] : []));
  if (logs.length === 0) throw new Failure('The trust policy names no log');
  return { logs, wantsWitnesses: lines.some(([word, name]) => word === 'quorum' && name !== 'none') };
}

/** The verifier keys that the log itself gives in its first leaf. */
export function keysOfLog(leaves: readonly Leaf[]): NoteKey[] {
  const first = leaves[0];
  if (first?.type !== 'log.created')
    throw wrongLeaf(0, first?.id ?? 'none', 'log.created as the first event', first?.type ?? 'nothing');
  const vkeys = list(changeUnder(first.event, '/vkeys')?.to);
  return vkeys.map((vkey) => parseVkey(sha256, String(vkey)));
}

/** Opens a signed checkpoint; it must be one of the keys' own log. */
export function openCheckpoint(note: string, keys: readonly NoteKey[]): Checkpoint {
  const opened = openNote(ed25519, note, keys);
  const checkpoint = parseCheckpoint(opened.text);
  if (!opened.signedBy.some(({ name }) => name === checkpoint.origin))
    throw new Failure(`The checkpoint of ${checkpoint.origin} is signed by another log`);
  return checkpoint;
}

/** The leaves, all of them, make the tree of this checkpoint. */
export function checkTree(leaves: readonly Leaf[], { size, root }: Checkpoint): void {
  const beyond = leaves[size];
  if (beyond)
    throw wrongLeaf(size, beyond.id, `no leaf beyond the tree size ${size}`, `${leaves.length} leaves`);
  if (leaves.length < size) throw wrongLeaf(leaves.length, 'none', `${size} leaves`, `${leaves.length}`);
  const actual = rootAt(leaves, size);
  if (!sameBytes(actual, root))
    throw new Failure(
      `The leaves make the root ${toBase64(actual)}, the checkpoint states ${toBase64(root)}`,
    );
}

/** The tree only grew since an earlier checkpoint: its leaves are the first ones of this log. */
export function checkPrevious(
  leaves: readonly Leaf[],
  now: Checkpoint,
  note: string,
  keys: readonly NoteKey[],
): Checkpoint {
  const before = openCheckpoint(note, keys);
  if (before.origin !== now.origin)
    throw new Failure(`The earlier checkpoint is of ${before.origin}, not of ${now.origin}`);
  if (before.size > leaves.length)
    throw new Failure(
      `The earlier checkpoint has ${before.size} leaves, this log only ${leaves.length}: leaves are gone`,
    );
  const actual = rootAt(leaves, before.size);
  if (!sameBytes(actual, before.root))
    throw new Failure(
      `The first ${before.size} leaves make the root ${toBase64(actual)}, the earlier checkpoint states ` +
        `${toBase64(before.root)}: history was rewritten`,
    );
  return before;
}

const rootAt = (leaves: readonly Leaf[], size: number) =>
  rootOf(
    sha256,
    append(
      sha256,
      emptyTree,
      leaves.slice(0, size).map(({ hash }) => hash),
    ),
  );
