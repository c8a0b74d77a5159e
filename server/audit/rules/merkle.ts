import { concatBytes, sameBytes, type Sha256 } from './encoding';

// RFC 9162 section 2.1 (the tree of RFC 6962). Sizes are doubles up to 2^53-1, so no 32-bit operators here.

const leafPrefix = Uint8Array.of(0);
const nodePrefix = Uint8Array.of(1);
const half = (n: number) => Math.floor(n / 2);
const isOdd = (n: number) => n % 2 === 1;

/** What is hashed next, behind its prefix: a hash is taken at once, and fresh memory for each costs more than it. */
const leafInput = new Uint8Array(4096);
const nodeInput = new Uint8Array(65);

export function leafHash(sha256: Sha256, body: Uint8Array): Uint8Array {
  const size = body.length + 1;
  if (size > leafInput.length) return sha256(concatBytes(leafPrefix, body));
  leafInput.set(leafPrefix);
  leafInput.set(body, 1);
  return sha256(leafInput.subarray(0, size));
}

export function nodeHash(sha256: Sha256, left: Uint8Array, right: Uint8Array): Uint8Array {
  if (left.length + right.length !== nodeInput.length - 1)
    return sha256(concatBytes(nodePrefix, left, right));
  nodeInput.set(nodePrefix);
  nodeInput.set(left, 1);
  nodeInput.set(right, 1 + left.length);
  return sha256(nodeInput);
}

/** A tree as what is needed to go on appending: its size and its perfect subtrees' hashes, the largest first. */
export interface Tree {
  readonly size: number;
  readonly frontier: readonly Uint8Array[];
}
export const emptyTree: Tree = { size: 0, frontier: [] };

/** The hash of the perfect subtree over the leaves [index * 2^height, (index + 1) * 2^height). */
export type Subtree = (height: number, index: number) => Uint8Array;

/** Adds leaf hashes; `completed` hears of every perfect subtree that becomes complete, leaves (height 0) included. */
export function append(
  sha256: Sha256,
  tree: Tree,
  leafHashes: readonly Uint8Array[],
  completed: (height: number, index: number, hash: Uint8Array) => void = () => undefined,
): Tree {
  const frontier = [...tree.frontier];
  let size = tree.size;
  for (const leaf of leafHashes) {
    let [hash, height, rest] = [leaf, 0, size];
    completed(height, rest, hash);
    while (isOdd(rest)) {
      const left = frontier.pop();
      if (!left) throw new Error(`A tree of ${tree.size} leaves has too few frontier hashes`);
      hash = nodeHash(sha256, left, hash);
      height += 1;
      rest = half(rest);
      completed(height, rest, hash);
    }
    frontier.push(hash);
    size += 1;
  }
  return { size, frontier };
}

/** Root hash; of the empty tree SHA-256(""). */
export function rootOf(sha256: Sha256, tree: Tree): Uint8Array {
  const last = tree.frontier.at(-1);
  if (!last) return sha256(new Uint8Array());
  return tree.frontier.slice(0, -1).reduceRight((right, left) => nodeHash(sha256, left, right), last);
}

/** Largest power of two below n (n >= 2), as RFC 9162 calls k. */
function split(n: number): number {
  let k = 1;
  while (k * 2 < n) k *= 2;
  return k;
}

function rangeHash(sha256: Sha256, subtree: Subtree, from: number, to: number): Uint8Array {
  const size = to - from;
  const k = size === 1 ? 1 : split(size);
  if (size === 1 || k * 2 === size) return subtree(Math.log2(size), from / size);
  return nodeHash(
    sha256,
    rangeHash(sha256, subtree, from, from + k),
    rangeHash(sha256, subtree, from + k, to),
  );
}

/** Inclusion proof of leaf `index` in the tree of `size` leaves (RFC 9162 2.1.3.1), leaf side first. */
export function inclusionProof(sha256: Sha256, subtree: Subtree, index: number, size: number): Uint8Array[] {
  if (!(Number.isSafeInteger(size) && Number.isSafeInteger(index) && index >= 0 && index < size))
    throw new RangeError(`There is no leaf ${index} in a tree of ${size}`);
  const path = (from: number, to: number): Uint8Array[] => {
    if (to - from === 1) return [];
    const middle = from + split(to - from);
    return index < middle
      ? [...path(from, middle), rangeHash(sha256, subtree, middle, to)]
      : [...path(middle, to), rangeHash(sha256, subtree, from, middle)];
  };
  return path(0, size);
}

/** Consistency proof from the first `from` leaves to `to` (RFC 9162 2.1.4.1); empty when from is 0 or equals to. */
export function consistencyProof(sha256: Sha256, subtree: Subtree, from: number, to: number): Uint8Array[] {
  if (!(Number.isSafeInteger(to) && Number.isSafeInteger(from) && from >= 0 && from <= to))
    throw new RangeError(`A tree of ${to} does not contain one of ${from}`);
  const proof = (start: number, end: number, isWhole: boolean): Uint8Array[] => {
    if (end === from) return isWhole ? [] : [rangeHash(sha256, subtree, start, end)];
    const middle = start + split(end - start);
    return from <= middle
      ? [...proof(start, middle, isWhole), rangeHash(sha256, subtree, middle, end)]
      : [...proof(middle, end, false), rangeHash(sha256, subtree, start, middle)];
  };
  return from === 0 || from === to ? [] : proof(0, to, true);
}

export interface Inclusion {
  readonly leaf: Uint8Array;
  readonly index: number;
  readonly size: number;
  readonly root: Uint8Array;
  readonly proof: readonly Uint8Array[];
}

/** RFC 9162 2.1.3.2. */
export function isIncluded(sha256: Sha256, { leaf, index, size, root, proof }: Inclusion): boolean {
  if (!(Number.isSafeInteger(index) && Number.isSafeInteger(size) && index >= 0 && index < size))
    return false;
  let [fn, sn, hash] = [index, size - 1, leaf];
  for (const step of proof) {
    if (sn === 0 || step.length !== 32) return false;
    if (isOdd(fn) || fn === sn) {
      hash = nodeHash(sha256, step, hash);
      while (!isOdd(fn) && fn !== 0) [fn, sn] = [half(fn), half(sn)];
    } else hash = nodeHash(sha256, hash, step);
    [fn, sn] = [half(fn), half(sn)];
  }
  return sn === 0 && sameBytes(hash, root);
}

export interface Consistency {
  readonly from: number;
  readonly fromRoot: Uint8Array;
  readonly to: number;
  readonly toRoot: Uint8Array;
  readonly proof: readonly Uint8Array[];
}

/** RFC 9162 2.1.4.2; the empty tree is consistent with every tree, by the empty proof. */
export function isConsistent(sha256: Sha256, { from, fromRoot, to, toRoot, proof }: Consistency): boolean {
  if (!(Number.isSafeInteger(from) && Number.isSafeInteger(to) && from >= 0 && from <= to)) return false;
  if (from === to) return proof.length === 0 && sameBytes(fromRoot, toRoot);
  if (from === 0) return proof.length === 0 && sameBytes(fromRoot, sha256(new Uint8Array()));
  const isPowerOfTwo = split(from + 1) === from;
  const [first, ...steps] = isPowerOfTwo ? [fromRoot, ...proof] : proof;
  if (!first || proof.length === 0) return false;
  let [fn, sn] = [from - 1, to - 1];
  while (isOdd(fn)) [fn, sn] = [half(fn), half(sn)];
  let [older, newer] = [first, first];
  for (const step of steps) {
    if (sn === 0 || step.length !== 32) return false;
    if (isOdd(fn) || fn === sn) {
      [older, newer] = [nodeHash(sha256, step, older), nodeHash(sha256, step, newer)];
      while (!isOdd(fn) && fn !== 0) [fn, sn] = [half(fn), half(sn)];
    } else newer = nodeHash(sha256, newer, step);
    [fn, sn] = [half(fn), half(sn)];
  }
  return sn === 0 && sameBytes(older, fromRoot) && sameBytes(newer, toRoot);
}
