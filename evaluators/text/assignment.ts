/**
 * The one-to-one assignment of rows to columns with the greatest sum (Hungarian method, Kuhn 1955; O(n³)).
 * Scores must be finite; rows or columns in excess stay alone and add nothing. Returns the column of each row, or -1.
 */
export function bestAssignment(scores: readonly (readonly number[])[]): number[] {
  const size = Math.max(scores.length, scores[0]?.length ?? 0);
  const cost = (row: number, column: number) => -(scores[row - 1]?.[column - 1] ?? 0);
  const [u, v] = [new Float64Array(size + 1), new Float64Array(size + 1)];
  const rowOf = new Int32Array(size + 1);
  for (let row = 1; row <= size; row++) augment(row, size, cost, u, v, rowOf);
  const columnOf = scores.map(() => -1);
  for (let column = 1; column <= size; column++) {
    const row = (rowOf[column] ?? 0) - 1;
    if (row >= 0 && row < scores.length && column <= (scores[row]?.length ?? 0)) columnOf[row] = column - 1;
  }
  return columnOf;
}

/** Gives one more row a column along the cheapest alternating path; `u` and `v` are the dual prices. */
function augment(
  row: number,
  size: number,
  cost: (row: number, column: number) => number,
  u: Float64Array,
  v: Float64Array,
  rowOf: Int32Array,
): void {
  const least = new Float64Array(size + 1).fill(Infinity);
  const before = new Int32Array(size + 1);
  const done = new Uint8Array(size + 1);
  let column = 0;
  rowOf[0] = row;
  do {
    done[column] = 1;
    const at = rowOf[column] ?? 0;
    let [delta, next] = [Infinity, 0];
    for (let j = 1; j <= size; j++) {
      if (done[j]) continue;
      const reduced = cost(at, j) - (u[at] ?? 0) - (v[j] ?? 0);
      if (reduced < (least[j] ?? 0)) [least[j], before[j]] = [reduced, column];
      if ((least[j] ?? 0) < delta) [delta, next] = [least[j] ?? 0, j];
    }
    for (let j = 0; j <= size; j++)
      if (done[j]) {
        const taken = rowOf[j] ?? 0;
        u[taken] = (u[taken] ?? 0) + delta;
        v[j] = (v[j] ?? 0) - delta;
      } else least[j] = (least[j] ?? 0) - delta;
    column = next;
  } while (rowOf[column] !== 0);
  for (let j = column; j !== 0; j = before[j] ?? 0) rowOf[j] = rowOf[before[j] ?? 0] ?? 0;
}
