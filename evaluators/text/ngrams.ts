/** How often each run of n items occurs. Items must not hold U+0000, which joins them. */
export function ngramCounts(items: readonly string[], n: number): Map<string, number> {
  const counts = new Map<string, number>();
  for (let at = 0; at + n <= items.length; at++) {
    const key = n === 1 ? (items[at] ?? '') : items.slice(at, at + n).join('\0');
    counts.set(key, (counts.get(key) ?? 0) + 1);
  }
  return counts;
}

/** Size of the intersection of two multisets. */
export function overlap(a: ReadonlyMap<string, number>, b: ReadonlyMap<string, number>): number {
  let shared = 0;
  for (const [key, count] of a) shared += Math.min(count, b.get(key) ?? 0);
  return shared;
}

export const total = (counts: ReadonlyMap<string, number>): number => {
  let sum = 0;
  for (const count of counts.values()) sum += count;
  return sum;
};

/** Most cells of a table that two texts may span: beyond it a comparison would hold everybody up. */
export const mostCells = 200_000_000;

/** Length of the longest common subsequence; the caller bounds the product of the lengths by `mostCells`. */
export function lcsLength(a: readonly string[], b: readonly string[]): number {
  const [long, short] = a.length >= b.length ? [a, b] : [b, a];
  const row = new Uint32Array(short.length + 1);
  for (const item of long) {
    let diagonal = 0;
    for (let j = 0; j < short.length; j++) {
      const above = row[j + 1] ?? 0;
      row[j + 1] = item === short[j] ? diagonal + 1 : Math.max(above, row[j] ?? 0);
      diagonal = above;
    }
  }
  return row[short.length] ?? 0;
}
