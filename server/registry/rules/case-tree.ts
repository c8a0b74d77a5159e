import { append, emptyTree, leafHash, rootOf, type Tree } from '@/server/audit/rules/merkle';
import { type Sha256, toHex } from '@/server/audit/rules/encoding';
import { canonicalBytes } from '@/server/kernel/canonical';
import { invalid } from '@/server/kernel/refusal';

const hashLength = 32;

interface Run {
  readonly ids: readonly string[];
  readonly lines: readonly number[];
  readonly leaves: Uint8Array;
  /** Positions of the entries, sorted by id. */
  readonly order: readonly number[];
  at: number;
}

/**
 * The digest of a dataset of cases: RFC 9162 Merkle root over the cases sorted by id (UTF-16 code units), each leaf the
 * canonical text of {id, sha256 of the canonical case}. The order of arrival makes no difference. Keeps the id, its
 * line and 32 bytes of each case in memory, and sorts in runs so that no step takes long.
 */
export class CaseTree {
  private readonly runs: Run[] = [];
  private ids: string[] = [];
  private lines: number[] = [];
  private leaves: Uint8Array;
  /** @param runLength cases sorted at once */
  constructor(
    private readonly sha256: Sha256,
    private readonly runLength = 65_536,
  ) {
    this.leaves = new Uint8Array(runLength * hashLength);
  }

  /** @param line where the case stands in its file @param bytes its canonical JSON */
  add(id: string, line: number, bytes: Uint8Array): void {
    const leaf = leafHash(this.sha256, canonicalBytes({ id, sha256: toHex(this.sha256(bytes)) }));
    this.leaves.set(leaf, this.ids.length * hashLength);
    this.ids.push(id);
    this.lines.push(line);
    if (this.ids.length === this.runLength) this.closeRun();
  }

  /** Returns `sha256:…`; yields now and then so that the caller can let others work. Refuses an id given twice. */
  *root(): Generator<void, string> {
    this.closeRun();
    let tree: Tree = emptyTree;
    let [lastId, lastLine] = ['', 0];
    for (let done = 1; ; done++) {
      const run = this.runs.reduce<Run | null>(
        (best, one) => (best && idAt(best) <= idAt(one) ? best : one),
        null,
      );
      if (!run) break;
      const position = run.order[run.at] ?? 0;
      const id = idAt(run);
      const line = run.lines[position] ?? 0;
      if (lastLine > 0 && lastId === id) throw twice(id, lastLine, line);
      [lastId, lastLine] = [id, line];
      tree = append(this.sha256, tree, [
        run.leaves.subarray(position * hashLength, (position + 1) * hashLength),
      ]);
      run.at += 1;
      if (run.at === run.order.length) this.runs.splice(this.runs.indexOf(run), 1);
      if (done % 2048 === 0) yield;
    }
    return `sha256:${toHex(rootOf(this.sha256, tree))}`;
  }

  private closeRun(): void {
    const { ids, lines, leaves } = this;
    if (ids.length === 0) return;
    const order = ids.map((_, position) => position);
    order.sort((a, b) => compare(ids[a] ?? '', ids[b] ?? '') || a - b);
    this.runs.push({ ids, lines, leaves, order, at: 0 });
    this.ids = [];
    this.lines = [];
    this.leaves = new Uint8Array(this.runLength * hashLength);
  }
}

const compare = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);
const idAt = ({ ids, order, at }: Run): string => ids[order[at] ?? 0] ?? '';

function twice(id: string, one: number, other: number) {
  const [first, second] = [Math.min(one, other), Math.max(one, other)];
  return invalid('file', `line ${second} has the id ${JSON.stringify(id)} that line ${first} has already`);
}
