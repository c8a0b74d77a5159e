import type { FigureTable, Item } from '../contract';

/** How often each label was answered for each true label. */
export interface Confusion {
  readonly labels: readonly string[];
  /** rows: truth, columns: answer, in the order of `labels` */
  readonly cells: readonly (readonly number[])[];
  readonly n: number;
}

const byText = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);

/** Counts pairs [truth, answer]; labels are all that occur on either side, sorted. */
export function confusionOf(items: readonly Item[]): Confusion {
  const labels = [...new Set(items.flatMap(([truth, answer]) => [String(truth), String(answer)]))].sort(
    byText,
  );
  const at = new Map(labels.map((label, index) => [label, index]));
  const cells = labels.map(() => Array.from({ length: labels.length }, () => 0));
  for (const [truth, answer] of items) {
    const row = cells[at.get(String(truth)) ?? 0];
    const column = at.get(String(answer)) ?? 0;
    if (row) row[column] = (row[column] ?? 0) + 1;
  }
  return { labels, cells, n: items.length };
}

/** Of one label: answered rightly, answered, true. */
export interface LabelCounts {
  readonly label: string;
  readonly hits: number;
  readonly answered: number;
  readonly actual: number;
}

export const labelCounts = ({ labels, cells }: Confusion): LabelCounts[] =>
  labels.map((label, index) => ({
    label,
    hits: cells[index]?.[index] ?? 0,
    answered: cells.reduce((sum, row) => sum + (row[index] ?? 0), 0),
    actual: (cells[index] ?? []).reduce((sum, count) => sum + count, 0),
  }));

const most = 50;
const ratio = (a: number, b: number): number | null => (b === 0 ? null : a / b);

export const precisionOf = ({ hits, answered }: LabelCounts): number | null => ratio(hits, answered);
export const recallOf = ({ hits, actual }: LabelCounts): number | null => ratio(hits, actual);
/** 2 TP / (2 TP + FP + FN). */
export const f1Of = ({ hits, answered, actual }: LabelCounts): number | null =>
  ratio(2 * hits, answered + actual);

/** Precision, recall, F1 and number of cases of every label (of the 50 most frequent). */
export const reportTable = (counts: readonly LabelCounts[]): FigureTable => ({
  columns: ['label', 'precision', 'recall', 'F1', 'cases', 'answered'],
  rows: counts
    .toSorted((a, b) => b.actual - a.actual || byText(a.label, b.label))
    .slice(0, most)
    .map((one) => [one.label, precisionOf(one), recallOf(one), f1Of(one), one.actual, one.answered]),
});

/** The confusion matrix of at most 50 labels. */
export const confusionTable = ({ labels, cells }: Confusion): FigureTable => ({
  columns: ['truth \\ answer', ...labels.slice(0, most)],
  rows: labels.slice(0, most).map((label, row) => [label, ...(cells[row] ?? []).slice(0, most)]),
});
