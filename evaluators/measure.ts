import type { MeasureKind, Outcome } from './contract';
import { meanEstimate } from './stats/bootstrap';
import { type Interval, wilson } from './stats/proportion';
import { type Judgement, judgeMean, judgeRate, type Threshold } from './stats/verdict';

/** What a set of cases says, or why it says nothing. n counts cases, never cases times repeats. */
export type Measure =
  | {
      readonly kind: 'measured';
      readonly value: number;
      readonly low: number;
      readonly high: number;
      readonly n: number;
      readonly note?: string;
    }
  | { readonly kind: 'inconclusive'; readonly reason: string };

export interface MeasureOptions {
  readonly kind: MeasureKind;
  readonly range: Interval | null;
  readonly seed?: number;
  readonly confidence?: number;
}

/** One value per case: the mean over its repeats, or null when any repeat was not scored or there is none. */
export function caseValue(repeats: readonly Outcome[]): number | null {
  const values = repeats.flatMap((outcome) => (outcome.state === 'scored' ? [outcome.value] : []));
  if (values.length === 0 || values.length < repeats.length) return null;
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}

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
