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

const spread = ({ low, high }: Estimate, show: (value: number) => string): string =>
  low == null || high == null ? '' : ` (${show(low)}–${show(high)})`;

/** "0.93 (0.88–0.96)"; without an interval "0.93"; undefined "–". */
export const interval = (estimate: Estimate, digits = 2): string =>
  estimate.value === null
    ? '–'
    : fixed(estimate.value, digits) + spread(estimate, (value) => fixed(value, digits));

/** "93.1 % (88.0–96.2)", for ratios in 0..1. */
export const percentInterval = (estimate: Estimate, digits = 1): string =>
  estimate.value === null
    ? '–'
    : percent(estimate.value, digits) + spread(estimate, (value) => fixed(value * 100, digits));
