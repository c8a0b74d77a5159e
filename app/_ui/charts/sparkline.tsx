import { isNumber, linear, niceDomain, runs } from './scale';

export interface SparklineProps {
  /** Oldest first; null is a gap. */
  readonly values: readonly (number | null)[];
  /** The picture in words: "Pass rate over the last 12 runs, now 0.93". */
  readonly label: string;
  readonly width?: number;
  readonly height?: number;
}

/** A line the size of a word, beside the number that it explains. */
export function Sparkline({ values, label, width = 72, height = 24 }: SparklineProps) {
  const known = values.filter(isNumber);
  if (known.length === 0) return null;
  const y = linear(known.length > 1 ? [Math.min(...known), Math.max(...known)] : niceDomain(known).domain);
  const x = (index: number) => 3 + (values.length < 2 ? 0.5 : index / (values.length - 1)) * (width - 6);
  const place = (value: number) => height - 3 - (y(value) / 100) * (height - 6);
  const lastIndex = values.findLastIndex(isNumber);
  return (
    <svg role="img" aria-label={label} width={width} height={height} className="shrink-0">
      {runs(values, isNumber).map((run, index) => (
        <polyline
          key={index}
          points={run.map(([i, value]) => `${x(i)},${place(value ?? 0)}`).join(' ')}
          fill="none"
          strokeWidth="1.5"
          strokeLinejoin="round"
          strokeLinecap="round"
          className="stroke-series-1"
        />
      ))}
      <circle cx={x(lastIndex)} cy={place(values[lastIndex] ?? 0)} r="2.25" className="fill-series-1" />
    </svg>
  );
}
