import { money } from './decimal';
import { duration, fixed, percent } from './format-number';

const Missing = ({ why }: { why: string }) => (
  <span className="text-faint" title={why}>
    –
  </span>
);

/** Milliseconds as "1 m 4 s". */
export function Duration({ ms, none = 'Not measured' }: { ms: number | null; none?: string }) {
  return ms === null ? (
    <Missing why={none} />
  ) : (
    <span title={`${ms.toLocaleString('en-GB')} ms`}>{duration(ms)}</span>
  );
}

export interface MoneyProps {
  /** A decimal string; floats lose cents. */
  readonly amount: string | null;
  readonly currency?: string;
  readonly none?: string;
}

export function Money({ amount, currency = 'USD', none = 'No price known' }: MoneyProps) {
  return amount === null ? (
    <Missing why={none} />
  ) : (
    <span title={`${amount} ${currency}`}>{money(amount, currency)}</span>
  );
}

export interface PercentProps {
  /** 0..1; null when undefined, with the reason in `none`. */
  readonly value: number | null;
  readonly low?: number | null;
  readonly high?: number | null;
  readonly digits?: number;
  readonly none?: string;
}

/** A ratio as a percentage, with its interval beside it when there is one. */
export function Percent({ value, low, high, digits = 1, none = 'Undefined' }: PercentProps) {
  if (value === null) return <Missing why={none} />;
  return (
    <span className="whitespace-nowrap tabular-nums">
      {percent(value, digits)}
      {low != null && high != null && (
        <span className="text-muted">
          {' '}
          ({fixed(low * 100, digits)}–{fixed(high * 100, digits)})
        </span>
      )}
    </span>
  );
}
