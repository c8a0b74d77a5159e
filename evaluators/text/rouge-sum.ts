/** Cells of all tables of one text pair together. */
const mostCells = 20_000_000;

/** Positions in `a` of one longest common subsequence, the one that rouge-score's way back through the table gives. */
function lcsPositions(a: readonly string[], b: readonly string[]): number[] {
  const width = b.length + 1;
  const table = new Uint32Array((a.length + 1) * width);
  for (let i = 1; i <= a.length; i++)
    for (let j = 1; j < width; j++) {
      const at = i * width + j;
      table[at] =
        a[i - 1] === b[j - 1]
          ? (table[at - width - 1] ?? 0) + 1
          : Math.max(table[at - width] ?? 0, table[at - 1] ?? 0);
    }
  const positions: number[] = [];
  let [i, j] = [a.length, b.length];
  while (i > 0 && j > 0) {
    const at = i * width + j;
    if (a[i - 1] === b[j - 1]) {
      positions.push(i - 1);
      i--;
      j--;
    } else if ((table[at - 1] ?? 0) > (table[at - width] ?? 0)) j--;
    else i--;
  }
  return positions;
}

const counted = (sentences: readonly (readonly string[])[]): Map<string, number> => {
  const counts = new Map<string, number>();
  for (const token of sentences.flat()) counts.set(token, (counts.get(token) ?? 0) + 1);
  return counts;
};

/**
 * Hits of ROUGE-Lsum: for every expected sentence the union of its longest common subsequences with the sentences of the
 * answer, each token counted as often as both sides have it. Throws RangeError when the texts are too long.
 */
export function unionHits(
  said: readonly (readonly string[])[],
  wanted: readonly (readonly string[])[],
): number {
  const [mine, theirs] = [said.flat().length, wanted.flat().length];
  if (mine * theirs > mostCells)
    throw new RangeError(`${mine} and ${theirs} words are too many for a longest common subsequence`);
  const [left, owed] = [counted(said), counted(wanted)];
  let hits = 0;
  for (const sentence of wanted) {
    const union = new Set(said.flatMap((one) => lcsPositions(sentence, one)));
    for (const position of [...union].sort((a, b) => a - b)) {
      const token = sentence[position] ?? '';
      const [have, need] = [left.get(token) ?? 0, owed.get(token) ?? 0];
      if (have === 0 || need === 0) continue;
      hits++;
      left.set(token, have - 1);
      owed.set(token, need - 1);
    }
  }
  return hits;
}
