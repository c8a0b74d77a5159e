import { judgeBounds, type Threshold, type Verdict, worst } from '../stats/verdict';
import type { Group } from './confusion';
import type { Metric, MetricName } from './metrics';

export type MetricThresholds = { readonly [name in MetricName]?: Threshold };

/** US federal employment selection, 29 CFR 1607.4(D): for information unless a threshold is set. */
export const fourFifths: MetricThresholds = { demographicParityRatio: { min: 0.8 } };

interface Judged {
  readonly kept: readonly Group[];
  readonly metrics: { readonly [name in MetricName]: Metric };
}

/**
 * Three-valued verdict of an attribute: each threshold is judged by one-sided bounds at `confidence`. The bound that
 * every pair of groups must meet needs no correction for their number; the bound that any pair may break is corrected.
 */
export function judgeMetrics(
  { kept, metrics }: Judged,
  thresholds: MetricThresholds,
  confidence: number,
  smallestGroup: number,
): { readonly verdict: Verdict; readonly reasons: readonly string[] } {
  const chosen = Object.entries(Object.keys(thresholds).length > 0 ? thresholds : fourFifths);
  const rows = kept.reduce((sum, { n }) => sum + n, 0);
  if (kept.length < 2)
    return {
      verdict: 'not_enough_evidence',
      reasons: [`fewer than two groups have at least ${smallestGroup} rows`],
    };
  const judged = chosen.map(([name, threshold]) =>
    judgeOne(name, metrics[name as MetricName], threshold, confidence, rows),
  );
  return {
    verdict: worst(judged.map(({ verdict }) => verdict)),
    reasons: judged.map(({ reason }) => reason),
  };
}

function judgeOne(name: string, metric: Metric, threshold: Threshold, confidence: number, rows: number) {
  const level = 2 * confidence - 1;
  const [plain, corrected] = [metric.estimate(level, false), metric.estimate(level, true)];
  if (!plain || !corrected || metric.note !== null)
    return {
      verdict: 'not_enough_evidence' as const,
      reason: `${name} is undefined: ${metric.note ?? '0/0'}`,
    };
  const bounds = {
    low: metric.scale === 'ratio' ? plain.low : corrected.low,
    high: metric.scale === 'ratio' ? corrected.high : plain.high,
  };
  const { value } = plain;
  const at = metric.scale === 'ratio' ? Math.log : (x: number) => x;
  const needed = (limit: number) => {
    const [gap, reach] = [at(value) - at(limit), at(value) - at(value > limit ? bounds.low : bounds.high)];
    return Number.isFinite(gap) && gap !== 0 ? rows * (reach / gap) ** 2 : null;
  };
  const { verdict, reason } = judgeBounds({
    value,
    bounds,
    threshold,
    confidence,
    cases: { n: rows, needed },
  });
  return { verdict, reason: `${name} ${reason}` };
}
