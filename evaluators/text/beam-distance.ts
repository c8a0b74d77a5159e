/** One edit: none, substitution, insertion of a reference word, deletion of an answer's word. */
export type Edit = ' ' | 's' | 'i' | 'd';
export interface Distance {
  readonly edits: number;
  /** how the answer becomes the reference */
  readonly trace: readonly Edit[];
}

const beamWidth = 25;
const unreached = 2 ** 30;
const codes: readonly Edit[] = [' ', 's', 'd', 'i'];

/** Word edit distance to one reference within a beam around the diagonal, as sacreBLEU's port of Tercom computes it. */
export function beamDistance(answer: readonly string[], reference: readonly string[]): Distance {
  const [rows, columns] = [answer.length + 1, reference.length + 1];
  const cost = new Int32Array(rows * columns).fill(unreached);
  const edit = new Uint8Array(rows * columns);
  for (let j = 0; j < columns; j++) {
    cost[j] = j;
    edit[j] = 3;
  }
  const ratio = answer.length === 0 ? 1 : reference.length / answer.length;
  const beam = beamWidth < ratio / 2 ? Math.ceil(ratio / 2 + beamWidth) : beamWidth;
  for (let i = 1; i < rows; i++) {
    const diagonal = Math.floor(i * ratio);
    const last = i === answer.length ? columns : Math.min(columns, diagonal + beam);
    for (let j = Math.max(0, diagonal - beam); j < last; j++) {
      const at = i * columns + j;
      const same = j > 0 && answer[i - 1] === reference[j - 1];
      const offers = [
        j === 0 ? unreached : (cost[at - columns - 1] ?? 0) + (same ? 0 : 1),
        (cost[at - columns] ?? 0) + 1,
        j === 0 ? unreached : (cost[at - 1] ?? 0) + 1,
      ];
      const best = Math.min(...offers);
      if (best >= unreached) continue;
      cost[at] = best;
      edit[at] = offers[0] === best ? (same ? 0 : 1) : offers[1] === best ? 2 : 3;
    }
  }
  return { edits: cost[rows * columns - 1] ?? 0, trace: traceOf(edit, rows, columns) };
}

function traceOf(edit: Uint8Array, rows: number, columns: number): Edit[] {
  const trace: Edit[] = [];
  let [i, j] = [rows - 1, columns - 1];
  while (i > 0 || j > 0) {
    const one = j === 0 ? 'd' : (codes[edit[i * columns + j] ?? 0] ?? ' ');
    trace.push(one);
    if (one !== 'i') i--;
    if (one !== 'd') j--;
  }
  return trace.reverse();
}
