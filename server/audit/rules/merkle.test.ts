import { createHash } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { concatBytes, fromBase64, fromHex, toHex } from './encoding';
import {
  append,
  consistencyProof,
  emptyTree,
  inclusionProof,
  isConsistent,
  isIncluded,
  leafHash,
  rootOf,
} from './merkle';
import { grow, subtreesOf, tilePath, tilesForConsistency, tilesForInclusion, tileWidth } from './tiles';

const data = join(import.meta.dirname, '../../../../shared/data/transparency_log');
const sha256 = (bytes: Uint8Array) => new Uint8Array(createHash('sha256').update(bytes).digest());
const leafOf = (n: number) => leafHash(sha256, new TextEncoder().encode(`leaf ${n}`));
const leaves = Array.from({ length: 70_000 }, (_, n) => leafOf(n));
const referenceLeaves = [
  '',
  '00',
  '10',
  '2021',
  '3031',
  '40414243',
  '5051525354555657',
  '606162636465666768696a6b6c6d6e6f',
];
const referenceRoots = [
  'e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855',
  '6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d',
  'fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125',
  'aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77',
  'd37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7',
  '4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4',
  '76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef',
  'ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c',
  '5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328',
];
const bytes = (hex: string) => fromHex(hex) ?? new Uint8Array();

/** A log as the integrator keeps it: batches of uneven size, rows upserted. */
function build(count: number, batch: number) {
  const rows = new Map<string, Uint8Array>();
  let tree = emptyTree;
  for (let at = 0; at < count; at += batch) {
    const grown = grow(sha256, tree, leaves.slice(at, Math.min(count, at + batch)));
    for (const { level, index, offset, hashes } of grown.rows) {
      const old = rows.get(`${level}/${index}`) ?? new Uint8Array();
      expect(old.length).toBe(offset * 32);
      rows.set(`${level}/${index}`, concatBytes(old, hashes));
    }
    tree = grown.tree;
  }
  return { tree, rows, subtree: subtreesOf(sha256, ({ level, index }) => rows.get(`${level}/${index}`)) };
}
const rootAt = (size: number) => rootOf(sha256, append(sha256, emptyTree, leaves.slice(0, size)));

describe('tree', () => {
  it('has the roots of the Certificate Transparency reference tree', () => {
    const hashes = referenceLeaves.map((hex) => leafHash(sha256, bytes(hex)));
    referenceRoots.forEach((root, size) =>
      expect(toHex(rootOf(sha256, append(sha256, emptyTree, hashes.slice(0, size))))).toBe(root),
    );
  });

  it('proves every leaf and every earlier size of small trees, and nothing else', () => {
    for (let size = 1; size <= 40; size += 1) {
      const { subtree } = build(size, 7);
      const root = rootAt(size);
      for (let index = 0; index < size; index += 1) {
        const proof = inclusionProof(sha256, subtree, index, size);
        const claim = { leaf: leafOf(index), index, size, root, proof };
        expect(isIncluded(sha256, claim)).toBe(true);
        expect(isIncluded(sha256, { ...claim, index: (index + 1) % size })).toBe(size === 1);
        expect(isIncluded(sha256, { ...claim, leaf: leafOf(index + 1) })).toBe(false);
        expect(isIncluded(sha256, { ...claim, proof: [...proof, root] })).toBe(false);
        const from = index + 1;
        const steps = consistencyProof(sha256, subtree, from, size);
        const grew = { from, fromRoot: rootAt(from), to: size, toRoot: root, proof: steps };
        expect(isConsistent(sha256, grew)).toBe(true);
        expect(isConsistent(sha256, { ...grew, fromRoot: leafOf(99) })).toBe(false);
        expect(isConsistent(sha256, { ...grew, proof: [...steps, root] })).toBe(false);
        if (steps.length > 0) expect(isConsistent(sha256, { ...grew, proof: steps.slice(1) })).toBe(false);
      }
    }
  });

  it('accepts no proof in which one bit is flipped', () => {
    const { subtree } = build(1000, 64);
    const root = rootAt(1000);
    fc.assert(
      fc.property(fc.nat(999), fc.nat(), fc.nat(255), (index, at, bit) => {
        const proof = inclusionProof(sha256, subtree, index, 1000).map((hash) => Uint8Array.from(hash));
        const hash = proof[at % proof.length];
        if (hash) hash[(bit >> 3) % 32] = (hash[(bit >> 3) % 32] ?? 0) ^ (1 << (bit & 7));
        expect(isIncluded(sha256, { leaf: leafOf(index), index, size: 1000, root, proof })).toBe(false);
      }),
    );
  });
});

describe('tiles', () => {
  it('grow by batches of any size to the same rows, and prove a log of 70,000 leaves', () => {
    const [coarse, fine] = [build(70_000, 4096), build(70_000, 999)];
    expect(coarse.tree).toEqual(fine.tree);
    expect([...coarse.rows.keys()].sort()).toEqual([...fine.rows.keys()].sort());
    for (const [at, row] of coarse.rows)
      expect(Buffer.compare(row, fine.rows.get(at) ?? Buffer.of())).toBe(0);
    expect(coarse.rows.get('1/1')).toHaveLength(tileWidth({ level: 1, index: 1 }, 70_000) * 32);
    const root = rootOf(sha256, coarse.tree);
    for (const index of [0, 1, 255, 256, 65_535, 65_536, 69_999]) {
      const proof = inclusionProof(sha256, coarse.subtree, index, 70_000);
      expect(isIncluded(sha256, { leaf: leafOf(index), index, size: 70_000, root, proof })).toBe(true);
      const wanted = tilesForInclusion(index, 70_000);
      const loaded = new Map(
        wanted.map((at) => [`${at.level}/${at.index}`, coarse.rows.get(`${at.level}/${at.index}`)]),
      );
      const again = subtreesOf(sha256, ({ level, index: n }) => loaded.get(`${level}/${n}`));
      expect(inclusionProof(sha256, again, index, 70_000)).toEqual(proof);
    }
    for (const from of [1, 255, 256, 300, 65_536, 65_537]) {
      const proof = consistencyProof(sha256, coarse.subtree, from, 70_000);
      expect(isConsistent(sha256, { from, fromRoot: rootAt(from), to: 70_000, toRoot: root, proof })).toBe(
        true,
      );
      expect(tilesForConsistency(from, 70_000).length).toBeGreaterThan(0);
    }
  });

  it('are named as C2SP tlog-tiles says', () => {
    expect(tilePath(0, 1_234_067)).toBe('tile/0/x001/x234/067');
    expect(tilePath(1, 5, 17)).toBe('tile/1/005.p/17');
    expect(tilePath('entries', 1000)).toBe('tile/entries/x001/000');
    expect(tileWidth({ level: 0, index: 273 }, 70_000)).toBe(112);
    expect(tileWidth({ level: 2, index: 0 }, 70_000)).toBe(1);
    expect(tileWidth({ level: 0, index: 274 }, 70_000)).toBe(0);
  });

  it('say which tile is missing', () => {
    const none = subtreesOf(sha256, () => undefined);
    expect(() => inclusionProof(sha256, none, 3, 10)).toThrow('Tile 0/0 is missing or too short');
    expect(() => inclusionProof(sha256, none, 10, 10)).toThrow('no leaf 10');
    expect(() => consistencyProof(sha256, none, 11, 10)).toThrow('does not contain');
  });
});

describe.skipIf(!existsSync(data))('transparency-dev vectors (skipped: no test data here)', () => {
  const read = (name: string) =>
    JSON.parse(readFileSync(join(data, name), 'utf8')) as Record<string, never>[];
  const hash = (text: string | null) => fromBase64(text ?? '') ?? new Uint8Array();

  it('inclusion', () => {
    for (const one of read('merkle_inclusion.share.json')) {
      const proof = ((one['proof'] ?? []) as string[]).map(hash);
      const claim = {
        leaf: hash(one['leafHash'] ?? ''),
        index: one['leafIdx'] ?? -1,
        size: one['treeSize'] ?? -1,
      };
      const verdict = isIncluded(sha256, { ...claim, root: hash(one['root'] ?? ''), proof });
      expect(verdict, String(one['case'])).toBe(!one['wantErr']);
    }
  });

  it('consistency', () => {
    for (const one of read('merkle_consistency.share.json')) {
      const proof = ((one['proof'] ?? []) as string[]).map(hash);
      const [fromRoot, toRoot] = [hash(one['root1'] ?? ''), hash(one['root2'] ?? '')];
      const verdict = isConsistent(sha256, {
        from: one['size1'] ?? -1,
        fromRoot,
        to: one['size2'] ?? -1,
        toRoot,
        proof,
      });
      expect(verdict, String(one['case'])).toBe(!one['wantErr']);
    }
  });
});
