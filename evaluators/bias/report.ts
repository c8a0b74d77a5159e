import type { Verdict } from '../stats/verdict';
import type { RateName } from './confusion';
import type { MetricName } from './metrics';

/** A number with its interval; undefined = all null and a note that says why. */
export interface Statistic {
  readonly value: number | null;
  readonly low: number | null;
  readonly high: number | null;
  /** trials behind a rate */
  readonly n?: number;
  readonly note?: string;
}
export interface TestedStatistic extends Statistic {
  /** of "all groups are equal"; null where there is no such test */
  readonly pValue: number | null;
  /** Holm over all attributes and intersections of the study */
  readonly adjustedP: number | null;
}

export type BiasGroup = { readonly [rate in RateName]: Statistic } & {
  readonly value: string;
  readonly n: number;
  readonly tooSmall: boolean;
  /** null for the reference itself and for groups that are too small */
  readonly againstReference: {
    readonly selectionRateDifference: TestedStatistic;
    readonly selectionRateRatio: TestedStatistic;
  } | null;
};

export interface BiasAttribute {
  readonly name: string;
  readonly reference: string;
  readonly groups: readonly BiasGroup[];
  readonly metrics: { readonly [name in MetricName]: TestedStatistic };
  readonly verdict: Verdict;
  readonly reasons: readonly string[];
}

/** The document of `bias --json`. */
export interface BiasReport {
  readonly rows: number;
  readonly confidence: number;
  readonly positive: string;
  readonly smallestGroup: number;
  readonly attributes: readonly BiasAttribute[];
  readonly intersections: readonly BiasAttribute[];
}
