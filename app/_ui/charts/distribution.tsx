import { number, percent } from '../format-number';
import { ChartFigure } from './chart-figure';
import { Plot } from './plot';
import { linear, niceDomain } from './scale';

export interface Bin {
  readonly from: number;
  readonly to: number;
  readonly count: number;
  /** The same bin in the reference. */
  readonly reference?: number;
}

export interface DistributionProps {
  readonly title: string;
  readonly bins: readonly Bin[];
  /** Names of the two sides when bins carry a reference. */
  readonly labels?: { readonly current: string; readonly reference: string };
  readonly format?: (value: number) => string;
  readonly height?: number;
  readonly hiddenTitle?: boolean;
}

const sharesOf = (counts: readonly number[]): number[] => {
  const total = counts.reduce((sum, n) => sum + n, 0);
  return counts.map((n) => (total > 0 ? n / total : 0));
};

/** Shares per bin, with the reference's outline over them when there is one: latency, scores, drift. */
export function Distribution(props: DistributionProps) {
  const { title, bins, format = number, height = 150, hiddenTitle } = props;
  const labels = props.labels ?? { current: 'Current', reference: 'Reference' };
  const compared = bins.some(({ reference }) => reference !== undefined);
  const current = sharesOf(bins.map(({ count }) => count));
  const reference = compared ? sharesOf(bins.map((bin) => bin.reference ?? 0)) : [];
  const { domain, marks } = niceDomain([0, ...current, ...reference], 3);
  const y = linear(domain);
  const slot = 100 / Math.max(bins.length, 1);
  const edge = bins.at(-1);
  const steps = reference.flatMap((share, i) => [
    `${i * slot},${100 - y(share)}`,
    `${(i + 1) * slot},${100 - y(share)}`,
  ]);
  return (
    <ChartFigure
      title={title}
      hiddenTitle={hiddenTitle}
      summary={`${title}: ${bins.length} bins${edge ? ` from ${format(bins[0]?.from ?? 0)} to ${format(edge.to)}` : ''}`}
      legend={
        compared
          ? [
              { label: labels.current, mark: 'bg-series-1/60' },
              { label: labels.reference, mark: 'bg-series-3', shape: 'line' },
            ]
          : undefined
      }
      table={{
        columns: ['Bin', labels.current, ...(compared ? [labels.reference] : [])],
        rows: bins.map((bin) => [
          `${format(bin.from)}–${format(bin.to)}`,
          bin.count.toLocaleString('en-GB'),
          ...(compared ? [(bin.reference ?? 0).toLocaleString('en-GB')] : []),
        ]),
      }}
    >
      <Plot
        height={height}
        marks={marks}
        y={y}
        format={(share) => percent(share, 0)}
        empty={current.every((share) => share === 0) && 'No values yet'}
        labels={[
          ...bins.map(({ from }, i) => ({ at: i * slot, text: format(from) })),
          ...(edge ? [{ at: 100, text: format(edge.to) }] : []),
        ].filter(
          (_, i, all) =>
            i === all.length - 1 ||
            (i % Math.ceil(all.length / 8) === 0 && all.length - 1 - i >= all.length / 16),
        )}
      >
        {bins.map((bin, i) => (
          <rect
            key={bin.from}
            x={`${i * slot}%`}
            width={`${slot}%`}
            y={`${100 - y(current[i] ?? 0)}%`}
            height={`${y(current[i] ?? 0)}%`}
            className="fill-series-1 stroke-raised opacity-60 hover:opacity-80"
          >
            <title>{`${format(bin.from)}–${format(bin.to)}: ${bin.count.toLocaleString('en-GB')} (${percent(current[i])})`}</title>
          </rect>
        ))}
        {compared && (
          <svg
            viewBox="0 0 100 100"
            preserveAspectRatio="none"
            width="100%"
            height="100%"
            className="pointer-events-none"
          >
            <polyline
              points={steps.join(' ')}
              fill="none"
              strokeWidth="1.75"
              vectorEffect="non-scaling-stroke"
              className="stroke-series-3"
            />
          </svg>
        )}
      </Plot>
    </ChartFigure>
  );
}
