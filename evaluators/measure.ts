import type { FigureTable, Item, MeasureKind, Outcome } from './contract';
import { meanEstimate } from './stats/bootstrap';
import type { FigureEstimate, UndefinedFigure } from './stats/figure';
import { type Interval, wilson } from './stats/proportion';
import { type Judgement, judgeFigure, judgeMean, judgeRate, type Threshold } from './stats/verdict';

/** What a set of cases says, or why it says nothing. n counts cases, never cases times repeats. */
export type Measure =
  | {
      readonly kind: 'measured';
      readonly value: number;
      readonly low: number;
      readonly high: number;
      readonly n: number;
      readonly note?: string;
      readonly table?: FigureTable;
    }
  | { readonly kind: 'inconclusive'; readonly reason: string; readonly table?: FigureTable };

export interface MeasureOptions {
  readonly kind: MeasureKind;
  readonly range: Interval | null;
  readonly seed?: number;
  readonly confidence?: number;
}

/** One value per case: the mean over its repeats, or null when any repeat was not scored or there is none. */
export function caseValue(repeats: readonly Outcome[]): number | null {
  let sum = 0;
  for (const outcome of repeats) {
    if (outcome.state !== 'scored') return null;
    sum += outcome.value;
  }
  return repeats.length === 0 ? null : sum / repeats.length;
}

/** What one case adds to a figure, one item per repeat; null when any repeat was not scored or there is none. */
export function caseItems(repeats: readonly Outcome[]): readonly Item[] | null {
  const items = repeats.flatMap((outcome) => (outcome.state === 'scored' ? [outcome.item ?? []] : []));
  return items.length === 0 || items.length < repeats.length ? null : items;
}

/** The measure of a figure over cases. */
export function figureMeasure(estimate: FigureEstimate | UndefinedFigure, confidence = 0.95): Measure {
  const table = estimate.table && { table: estimate.table };
  if (estimate.value === null) return { kind: 'inconclusive', reason: estimate.reason, ...table };
  const { value, n, note, constant, interval } = estimate;
  const words = [note, constant ? 'the interval shows no spread' : null].filter((one) => one !== null);
  return {
    kind: 'measured',
    value,
    ...interval(confidence),
    n,
    ...(words.length > 0 && { note: words.join('; ') }),
    ...table,
  };
}

/** The three-valued verdict of a figure against a threshold (one-sided bounds). */
export const judgeFigureMeasure = (
  estimate: FigureEstimate | UndefinedFigure,
  threshold: Threshold,
  { range, confidence }: Pick<MeasureOptions, 'range' | 'confidence'>,
): Judgement =>
  estimate.value === null
    ? { verdict: 'not_enough_evidence', reason: estimate.reason, moreCases: null }
    : judgeFigure(estimate, threshold, { range, confidence });

/** Value and interval over case values: Wilson for rates, seeded bootstrap for means. */
export function measure(values: readonly number[], options: MeasureOptions): Measure {
  const { kind, seed, confidence = 0.95 } = options;
  const n = values.length;
  if (n === 0) return { kind: 'inconclusive', reason: 'no case was scored' };
  if (kind === 'rate') {
    const hits = values.reduce((sum, value) => sum + value, 0);
    return { kind: 'measured', value: hits / n, ...wilson({ hits, n }, confidence), n };
  }
  const { value, low, high, method } = meanEstimate(values, { confidence, seed });
  const note = notes[method](n);
  return { kind: 'measured', value, low, high, n, ...(note && { note }) };
}

const notes = {
  bca: () => null,
  normal: () => 'normal interval: more than 20,000 values',
  percentile: (n: number) => `percentile bootstrap: ${n} values are too few for BCa`,
  constant: (n: number) => `all ${n} values are equal, so the interval shows no spread`,
} as const;

/** The three-valued verdict of case values against a threshold (one-sided bounds). */
export function judge(values: readonly number[], threshold: Threshold, options: MeasureOptions): Judgement {
  const { kind, range, seed, confidence } = options;
  if (kind === 'mean') return judgeMean(values, threshold, { range, seed, confidence });
  const hits = values.reduce((sum, value) => sum + value, 0);
  return judgeRate({ hits, n: values.length }, threshold, confidence);
}
