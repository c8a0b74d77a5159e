/** Runs of digits count as numbers, the rest by letters: 2 < 10, 2026-08 < 2026-11, 1.0-rc1 < 1.0-rc2. */
const runs = (version: string): readonly (string | number)[] =>
  (version.match(/\d+|[^\d.\s_-]+/g) ?? []).map((run) => (/^\d/.test(run) ? Number(run) : run));

/** @returns negative when `a` is the earlier version, 0 when they are as late as each other */
export function compareVersions(a: string, b: string): number {
  const [left, right] = [runs(a), runs(b)];
  for (let at = 0; at < Math.max(left.length, right.length); at++) {
    const order = compareRuns(left[at], right[at]);
    if (order !== 0) return order;
  }
  return 0;
}

/** A number is later than nothing, a word earlier: 1.0 < 1.0.1, 1.0-rc1 < 1.0. */
function compareRuns(a: string | number | undefined, b: string | number | undefined): number {
  const rank = (run: typeof a) => (typeof run === 'string' ? 0 : run === undefined ? 1 : 2);
  if (rank(a) !== rank(b)) return rank(a) - rank(b);
  if (a === undefined || b === undefined || a === b) return 0;
  return a < b ? -1 : 1;
}
