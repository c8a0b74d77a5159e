import { concatBytes, type Sha256 } from './encoding';
import { append, consistencyProof, inclusionProof, nodeHash, type Subtree, type Tree } from './merkle';

// C2SP tlog-tiles: tiles of 256 hashes; entry n at level L is the perfect subtree over the leaves
// [n * 256^L, (n + 1) * 256^L).

const width = 256;
const hashBytes = 32;
const heightOfTile = 8;

export interface TileAt {
  readonly level: number;
  readonly index: number;
}

/** What a batch adds to one tile row: `hashes` go behind the `offset` hashes that the row already has. */
export interface TileGrowth extends TileAt {
  readonly offset: number;
  readonly hashes: Uint8Array;
}

/**
 * Appends a batch. `rows` are the tiles that grow, ordered by level and index: insert each row, or on conflict set
 * `hashes = hashes || excluded.hashes`. No old tile has to be read: the frontier is enough.
 */
export function grow(
  sha256: Sha256,
  tree: Tree,
  leafHashes: readonly Uint8Array[],
): { tree: Tree; rows: TileGrowth[] } {
  const rows = new Map<string, TileAt & { offset: number; parts: Uint8Array[] }>();
  const grown = append(sha256, tree, leafHashes, (height, entry, hash) => {
    if (height % heightOfTile !== 0) return;
    const [level, index] = [height / heightOfTile, Math.floor(entry / width)];
    const key = `${level}/${index}`;
    const row = rows.get(key) ?? { level, index, offset: entry % width, parts: [] };
    row.parts.push(hash);
    rows.set(key, row);
  });
  const ordered = [...rows.values()].sort((a, b) => a.level - b.level || a.index - b.index);
  return {
    tree: grown,
    rows: ordered.map(({ parts, ...row }) => ({ ...row, hashes: concatBytes(...parts) })),
  };
}

/** Hashes in a tile of a tree of `size` leaves: 256 when full, less at the right edge, 0 when it does not exist. */
export function tileWidth({ level, index }: TileAt, size: number): number {
  const entries = Math.floor(size / width ** level);
  return Math.max(0, Math.min(width, entries - index * width));
}

/** `tile/<L>/<N>[.p/<W>]`; level 'entries' names the bundle of leaves. `full` widths have no suffix. */
export function tilePath(level: number | 'entries', index: number, entries = width): string {
  const groups = [String(index % 1000).padStart(3, '0')];
  for (let rest = Math.floor(index / 1000); rest > 0; rest = Math.floor(rest / 1000))
    groups.unshift(`x${String(rest % 1000).padStart(3, '0')}`);
  return `tile/${level}/${groups.join('/')}${entries === width ? '' : `.p/${entries}`}`;
}

/** The hash row of a tile; it may hold more hashes than asked for, since rows only grow. */
export type ReadTile = (at: TileAt) => Uint8Array | undefined;

/** Perfect subtrees as tiles hold them. Throws when a needed tile is missing or too short. */
export const subtreesOf =
  (sha256: Sha256, readTile: ReadTile): Subtree =>
  (height, index) => {
    const [level, above] = [Math.floor(height / heightOfTile), height % heightOfTile];
    const first = index * 2 ** above;
    const at = { level, index: Math.floor(first / width) };
    const start = (first % width) * hashBytes;
    const end = start + 2 ** above * hashBytes;
    const row = readTile(at);
    if (!row || row.length < end) throw new RangeError(`Tile ${level}/${at.index} is missing or too short`);
    let hashes = Array.from({ length: 2 ** above }, (_, n) =>
      row.subarray(start + n * hashBytes, start + (n + 1) * hashBytes),
    );
    while (hashes.length > 1)
      hashes = hashes.flatMap((left, n) => {
        const right = hashes[n + 1];
        return n % 2 === 0 && right ? [nodeHash(sha256, left, right)] : [];
      });
    return hashes[0] ?? row;
  };

/** The tiles that a proof reads, so that they can be loaded in one query before the proof is made. */
export const tilesForInclusion = (index: number, size: number): TileAt[] =>
  tilesRead((subtree) => inclusionProof(anyHash, subtree, index, size));
export const tilesForConsistency = (from: number, to: number): TileAt[] =>
  tilesRead((subtree) => consistencyProof(anyHash, subtree, from, to));

const anyHash: Sha256 = () => new Uint8Array(hashBytes);

function tilesRead(prove: (subtree: Subtree) => unknown): TileAt[] {
  const read = new Map<string, TileAt>();
  prove((height, index) => {
    const level = Math.floor(height / heightOfTile);
    const at = { level, index: Math.floor((index * 2 ** (height % heightOfTile)) / width) };
    read.set(`${at.level}/${at.index}`, at);
    return new Uint8Array(hashBytes);
  });
  return [...read.values()];
}
