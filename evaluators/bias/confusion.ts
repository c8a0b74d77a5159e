import type { Proportion } from '../stats/proportion';
import type { GroupCells } from './tally';

/** Weights of the four outcomes. Without labels only `selected` and `n` are known. */
export interface Confusion {
  readonly tp: number;
  readonly fp: number;
  readonly fn: number;
  readonly tn: number;
}
export interface Group {
  readonly value: string;
  readonly n: number;
  readonly selected: number;
  /** null without labels */
  readonly confusion: Confusion | null;
}

/** A group's counts once the positive value is known. */
export function groupOf({ value, cells }: GroupCells, positive: string): Group {
  const weight = (test: (cell: GroupCells['cells'][number]) => boolean) =>
    cells.reduce((sum, cell) => (test(cell) ? sum + cell.weight : sum), 0);
  const labelled = cells.every(({ label }) => label !== null);
  return {
    value,
    n: weight(() => true),
    selected: weight(({ prediction }) => prediction === positive),
    confusion: labelled
      ? {
          tp: weight(({ prediction, label }) => prediction === positive && label === positive),
          fp: weight(({ prediction, label }) => prediction === positive && label !== positive),
          fn: weight(({ prediction, label }) => prediction !== positive && label === positive),
          tn: weight(({ prediction, label }) => prediction !== positive && label !== positive),
        }
      : null,
  };
}

/** Several groups as one. */
export function pooled(value: string, groups: readonly Group[]): Group {
  const total = (of: (group: Group) => number) => groups.reduce((sum, group) => sum + of(group), 0);
  const part = (key: keyof Confusion) => total(({ confusion }) => confusion?.[key] ?? 0);
  return {
    value,
    n: total(({ n }) => n),
    selected: total(({ selected }) => selected),
    confusion: groups.every(({ confusion }) => confusion !== null)
      ? { tp: part('tp'), fp: part('fp'), fn: part('fn'), tn: part('tn') }
      : null,
  };
}

export const rateNames = [
  'selectionRate',
  'truePositiveRate',
  'falsePositiveRate',
  'falseNegativeRate',
  'trueNegativeRate',
  'precision',
  'accuracy',
] as const;
export type RateName = (typeof rateNames)[number];

/** What the denominator counts, for the note of an undefined rate. */
export const denominators: Record<RateName, string> = {
  selectionRate: 'rows',
  truePositiveRate: 'positive labels',
  falsePositiveRate: 'negative labels',
  falseNegativeRate: 'positive labels',
  trueNegativeRate: 'negative labels',
  precision: 'positive predictions',
  accuracy: 'rows',
};

/** Successes and trials behind a rate; null when it needs labels and there are none. n may be 0: undefined. */
export function proportionOf(group: Group, name: RateName): Proportion | null {
  if (name === 'selectionRate') return { hits: group.selected, n: group.n };
  if (!group.confusion) return null;
  const { tp, fp, fn, tn } = group.confusion;
  const all: Record<Exclude<RateName, 'selectionRate'>, Proportion> = {
    truePositiveRate: { hits: tp, n: tp + fn },
    falsePositiveRate: { hits: fp, n: fp + tn },
    falseNegativeRate: { hits: fn, n: tp + fn },
    trueNegativeRate: { hits: tn, n: fp + tn },
    precision: { hits: tp, n: tp + fp },
    accuracy: { hits: tp + tn, n: tp + fp + fn + tn },
  };
  return all[name];
}
