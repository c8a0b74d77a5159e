/** One piece of a line: the same on both sides, or on one side only. */
export interface Piece {
  readonly text: string;
  readonly changed: boolean;
}

/** Two lines side by side; a missing side is null. */
export interface DiffRow {
  readonly kind: 'same' | 'changed' | 'removed' | 'added';
  readonly before: readonly Piece[] | null;
  readonly after: readonly Piece[] | null;
  readonly beforeLine: number | null;
  readonly afterLine: number | null;
}

type Edit = readonly ['same', number, number] | readonly ['removed', number] | readonly ['added', number];

/** Above this many comparisons the middle is taken as wholly replaced. */
const largestTable = 4_000_000;

/** Longest common subsequence of two lists, as edits with positions in both. */
export function edits(before: readonly string[], after: readonly string[]): Edit[] {
  let head = 0;
  while (head < before.length && head < after.length && before[head] === after[head]) head++;
  let tail = 0;
  const room = Math.min(before.length, after.length) - head;
  while (tail < room && before[before.length - 1 - tail] === after[after.length - 1 - tail]) tail++;
  const a = before.slice(head, before.length - tail);
  const b = after.slice(head, after.length - tail);
  return [
    ...Array.from({ length: head }, (_, i): Edit => ['same', i, i]),
    ...middle(a, b).map((edit): Edit => {
      if (edit[0] === 'same') return ['same', edit[1] + head, edit[2] + head];
      return [edit[0], edit[1] + head];
    }),
    ...Array.from({ length: tail }, (_, i): Edit => [
      'same',
      before.length - tail + i,
      after.length - tail + i,
    ]),
  ];
}

function middle(a: readonly string[], b: readonly string[]): Edit[] {
  if (a.length * b.length > largestTable) {
    return [...a.map((_, i): Edit => ['removed', i]), ...b.map((_, j): Edit => ['added', j])];
  }
  const width = b.length + 1;
  const length = new Uint32Array((a.length + 1) * width);
  const at = (i: number, j: number): number => length[i * width + j] ?? 0;
  for (let i = a.length - 1; i >= 0; i--) {
    for (let j = b.length - 1; j >= 0; j--) {
      length[i * width + j] = a[i] === b[j] ? at(i + 1, j + 1) + 1 : Math.max(at(i + 1, j), at(i, j + 1));
    }
  }
  const out: Edit[] = [];
  let [i, j] = [0, 0];
  while (i < a.length || j < b.length) {
    if (i < a.length && j < b.length && a[i] === b[j]) out.push(['same', i++, j++]);
    else if (j >= b.length || (i < a.length && at(i + 1, j) >= at(i, j + 1))) out.push(['removed', i++]);
    else out.push(['added', j++]);
  }
  return out;
}

const wordsOf = (line: string): string[] => line.match(/\s+|[\p{L}\p{N}_]+|[^\s\p{L}\p{N}_]/gu) ?? [];

const joined = (pieces: readonly Piece[]): Piece[] => {
  const out: Piece[] = [];
  for (const piece of pieces) {
    const last = out.at(-1);
    if (last && last.changed === piece.changed)
      out[out.length - 1] = { ...last, text: last.text + piece.text };
    else out.push(piece);
  }
  return out;
};

function changedRow(before: string, after: string, beforeLine: number, afterLine: number): DiffRow {
  const [a, b] = [wordsOf(before), wordsOf(after)];
  const [left, right]: [Piece[], Piece[]] = [[], []];
  for (const [kind, i, j] of edits(a, b)) {
    if (kind !== 'added') left.push({ text: a[i] ?? '', changed: kind === 'removed' });
    if (kind !== 'removed') right.push({ text: b[kind === 'same' ? j : i] ?? '', changed: kind === 'added' });
  }
  return { kind: 'changed', before: joined(left), after: joined(right), beforeLine, afterLine };
}

/** Two texts line by line; neighbouring removed and added lines are paired and compared word by word. */
export function diffWords(before: string, after: string): DiffRow[] {
  const [a, b] = [before.split(/\r?\n/), after.split(/\r?\n/)];
  const rows: DiffRow[] = [];
  let [removed, added]: [number[], number[]] = [[], []];
  const flush = () => {
    for (let n = 0; n < Math.max(removed.length, added.length); n++)
      rows.push(pairOf(a, b, removed[n], added[n]));
    [removed, added] = [[], []];
  };
  for (const [kind, i, j] of edits(a, b)) {
    if (kind === 'removed') removed.push(i);
    else if (kind === 'added') added.push(i);
    else {
      flush();
      const whole = [{ text: a[i] ?? '', changed: false }];
      rows.push({ kind: 'same', before: whole, after: whole, beforeLine: i + 1, afterLine: j + 1 });
    }
  }
  flush();
  return rows;
}

function pairOf(
  a: readonly string[],
  b: readonly string[],
  i: number | undefined,
  j: number | undefined,
): DiffRow {
  if (i !== undefined && j !== undefined) return changedRow(a[i] ?? '', b[j] ?? '', i + 1, j + 1);
  const whole = (text: string | undefined): Piece[] => [{ text: text ?? '', changed: true }];
  return i !== undefined
    ? { kind: 'removed', before: whole(a[i]), after: null, beforeLine: i + 1, afterLine: null }
    : { kind: 'added', before: null, after: whole(b[j ?? 0]), beforeLine: null, afterLine: (j ?? 0) + 1 };
}
