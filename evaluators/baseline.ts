import type { Comparison } from './comparison';
import type { Suite } from './suite';
import type { Verdict } from './stats/verdict';

/** What the thresholds with `maxDrop` of a run are held against. */
export type BaselineAnswer =
  | {
      readonly kind: 'compared';
      /** the baseline in words, for people */
      readonly name: string;
      /** digest of the baseline's result; null when it is a file */
      readonly digest: string | null;
      readonly comparison: Comparison;
    }
  /** `skips`: the suite lets its other thresholds decide alone */
  | { readonly kind: 'none'; readonly reason: string; readonly skips: boolean };

/** What a summary keeps of the baseline: it is part of what is hashed. */
export interface SummaryBaseline {
  readonly name: string;
  readonly digest: string | null;
  readonly verdict: Verdict;
  readonly paired: number;
  readonly total: number;
}

/** A measure against the baseline; `difference` is candidate minus baseline with its two-sided 95 % interval. */
export interface MeasureChange {
  readonly baseline: number | null;
  readonly difference: number | null;
  readonly low: number | null;
  readonly high: number | null;
  readonly n: number;
  readonly pValue: number | null;
}

/** Accepted losses by measure, in their own units. */
export const dropsOf = ({ thresholds }: Pick<Suite, 'thresholds'>): Map<string, number> =>
  new Map(
    thresholds.flatMap(({ measure, maxDrop }) =>
      maxDrop === undefined ? [] : [[measure, maxDrop] as const],
    ),
  );

const noBaseline: BaselineAnswer = { kind: 'none', reason: 'no baseline was given', skips: false };

interface Against {
  /** What the whole comparison says; null when nothing is compared or nothing was asked. */
  readonly verdict: Verdict | null;
  readonly reasons: readonly string[];
  readonly baseline: SummaryBaseline | null;
  /** The row of a measure with `maxDrop`. */
  readonly rowOf: (measure: string) => {
    readonly verdict: Verdict | null;
    readonly note: string;
    readonly change: MeasureChange | null;
  };
}

/** How the thresholds with `maxDrop` end. Without a baseline they are not enough evidence, unless the suite skips them. */
export function against(suite: Pick<Suite, 'thresholds'>, given: BaselineAnswer | null): Against {
  const answer = given ?? noBaseline;
  const asks = dropsOf(suite).size > 0;
  if (answer.kind === 'none') {
    const { reason, skips } = answer;
    const verdict = skips ? null : 'not_enough_evidence';
    const note = skips ? `not judged: ${reason}` : reason;
    const said = `against the baseline: ${note}`;
    const rowOf = () => ({ verdict, note, change: null }) as const;
    return { verdict: asks ? verdict : null, reasons: asks ? [said] : [], baseline: null, rowOf };
  }
  const { name, digest, comparison } = answer;
  const { paired, total } = comparison.cases;
  return {
    verdict: comparison.verdict,
    reasons: comparison.reasons.map((reason) => `against ${name}: ${reason}`),
    baseline: { name, digest, verdict: comparison.verdict, paired, total },
    rowOf: (measure) => {
      const row = comparison.measures.find((one) => one.name === measure);
      if (!row) return { verdict: 'not_enough_evidence', note: 'it was not compared', change: null };
      const { baseline, difference, low, high, n, pValue, regression, note } = row;
      const change = { baseline, difference, low, high, n, pValue };
      return { verdict: regression ?? 'not_enough_evidence', note: note ?? 'nothing to compare', change };
    },
  };
}
