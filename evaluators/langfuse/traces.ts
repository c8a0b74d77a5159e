import { type LangfuseAnswer, langfuseAnswer } from './answer';
import { observationsIn } from './file';
import { type Row, structured, textAt } from './rows';

/** A trace with its answer; `row.input` is what went in. */
export interface LangfuseTrace {
  readonly row: Row;
  readonly answer: LangfuseAnswer;
}

export const traceOf = (row: Row, observations: readonly Row[] = observationsIn(row)): LangfuseTrace => ({
  row,
  answer: { ...langfuseAnswer({ row, observations }), traceId: textAt(row, 'id') },
});

/** Puts the observations of Langfuse 4 together as traces: the one without a parent says what went in and came out. */
export class ObservedTraces {
  private readonly roots = new Map<string, Row>();
  private readonly all = new Map<string, Row[]>();

  add(row: Row): void {
    const traceId = textAt(row, 'traceId');
    if (traceId === null) return;
    const { input: _i, output: _o, metadata: _m, ...told } = row;
    const known = this.all.get(traceId);
    if (known) known.push(told);
    else this.all.set(traceId, [told]);
    if (textAt(row, 'parentObservationId') === null) this.roots.set(traceId, row);
  }

  /** In the order of their beginnings. */
  traces(isWanted: (root: Row) => boolean = () => true): LangfuseTrace[] {
    return [...this.roots]
      .filter(([, root]) => isWanted(root))
      .sort(([, a], [, b]) => compare(textAt(a, 'startTime') ?? '', textAt(b, 'startTime') ?? ''))
      .map(([id, root]) => traceOf({ ...root, id, input: parsedText(root['input']) }, this.all.get(id)));
  }
}

const compare = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);
const parsedText = (value: unknown) => (typeof value === 'string' ? structured(value) : value);

/** What a row of a file is. */
export function kindOf(row: Row): 'item' | 'observation' | 'trace' {
  if (['datasetId', 'datasetName', 'expectedOutput', 'sourceTraceId'].some((key) => key in row))
    return 'item';
  return 'traceId' in row && ('type' in row || 'parentObservationId' in row) ? 'observation' : 'trace';
}

/** The traces of a file of traces or observations, or the answers of its rows as they stand. */
export async function tracesIn(rows: AsyncIterable<Row>): Promise<LangfuseTrace[]> {
  const traces: LangfuseTrace[] = [];
  const observed = new ObservedTraces();
  for await (const row of rows) {
    if (kindOf(row) === 'observation') observed.add(row);
    else traces.push({ row, answer: langfuseAnswer({ row, observations: observationsIn(row) }) });
  }
  return [...traces, ...observed.traces()];
}
