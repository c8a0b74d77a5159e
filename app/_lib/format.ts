import { fixed, percent } from '@/app/_ui/format-number';

export { bytes, compact, count, duration, fixed, number, percent } from '@/app/_ui/format-number';
export { money, roundDecimal, sumDecimals } from '@/app/_ui/decimal';
export { relative, utc } from '@/app/_ui/format-time';

/** A measured value with its interval; null stands for undefined, never for zero. */
export interface Estimate {
  readonly value: number | null;
  readonly low?: number | null;
  readonly high?: number | null;
}

const spread = (estimate: Estimate, show: (value: number | null | undefined) => string): string => {
  if (estimate.value === null) return '–';
  if (estimate.low == null || estimate.high == null) return show(estimate.value);
  return `${show(estimate.value)} (${show(estimate.low)}–${show(estimate.high)})`;
};

/** "0.93 (0.88–0.96)"; without an interval "0.93"; undefined "–". */
export const interval = (estimate: Estimate, digits = 2): string =>
  spread(estimate, (value) => fixed(value, digits));

/** "93.1 % (88.0 %–96.2 %)", for ratios in 0..1. */
export const percentInterval = (estimate: Estimate, digits = 1): string =>
  spread(estimate, (value) => percent(value, digits));
