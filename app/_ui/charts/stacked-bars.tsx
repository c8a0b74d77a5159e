import { sumDecimals } from '../decimal';
import { compact } from '../format-number';
import { ChartFigure } from './chart-figure';
import { Plot, thinned } from './plot';
import { isNumber, linear, niceDomain, type Scale } from './scale';

/** Class names stand in full, so that the style sheet finds them. */
const palette = [
  ['fill-series-1', 'bg-series-1'],
  ['fill-series-2', 'bg-series-2'],
  ['fill-series-3', 'bg-series-3'],
  ['fill-series-4', 'bg-series-4'],
  ['fill-series-5', 'bg-series-5'],
  ['fill-series-6', 'bg-series-6'],
] as const;

export interface StackedBar {
  readonly label: string;
  /** Amount per series as a decimal string; null or missing when there is none. */
  readonly parts: Readonly<Record<string, string | null | undefined>>;
}

export interface StackedBarsProps {
  readonly title: string;
  /** At most six; join the rest into one ("Other"). */
  readonly series: readonly { readonly key: string; readonly label: string }[];
  readonly bars: readonly StackedBar[];
  /** Shows an exact amount. */
  readonly format?: (amount: string) => string;
  readonly height?: number;
  readonly note?: string;
  readonly hiddenTitle?: boolean;
}

const sizeOf = (amount: string | null | undefined): number => {
  const value = Number(amount ?? 0);
  return isNumber(value) && value > 0 ? value : 0;
};

/** Amounts per period, stacked by what they belong to. Sums are exact; only the picture is in floats. */
export function StackedBars(props: StackedBarsProps) {
  const { title, series, bars, format = (amount) => amount, height = 180, note, hiddenTitle } = props;
  const totals = bars.map(({ parts }) => sumDecimals(series.map(({ key }) => parts[key])));
  const { domain, marks } = niceDomain([0, ...totals.map(Number)]);
  const y = linear(domain);
  const slot = 100 / Math.max(bars.length, 1);
  return (
    <ChartFigure
      title={title}
      hiddenTitle={hiddenTitle}
      summary={`${title}: ${bars.length} bars, ${format(sumDecimals(totals))} in all`}
      legend={series.map(({ label }, index) => ({ label, mark: palette[index % palette.length]?.[1] ?? '' }))}
      note={note}
      table={{
        columns: ['Period', ...series.map(({ label }) => label), 'Total'],
        rows: bars.map(({ label, parts }, index) => [
          label,
          ...series.map(({ key }) => (parts[key] == null ? '–' : format(parts[key]))),
          format(totals[index] ?? '0'),
        ]),
      }}
    >
      <Plot
        height={height}
        marks={marks}
        y={y}
        format={compact}
        empty={bars.length === 0 && 'No amounts yet'}
        labels={thinned(bars, 8).map(([index, { label }]) => ({ at: (index + 0.5) * slot, text: label }))}
      >
        {bars.map((bar, index) => (
          <Stack
            key={bar.label}
            at={index * slot}
            width={slot}
            y={y}
            parts={series.map(({ key, label }) => ({
              size: sizeOf(bar.parts[key]),
              text: `${bar.label}, ${label}: ${format(bar.parts[key] ?? '0')}`,
            }))}
          />
        ))}
      </Plot>
    </ChartFigure>
  );
}

interface StackProps {
  readonly at: number;
  readonly width: number;
  readonly y: Scale;
  readonly parts: readonly { readonly size: number; readonly text: string }[];
}

function Stack({ at, width, y, parts }: StackProps) {
  return parts.map(({ size, text }, index) => {
    const under = parts.slice(0, index).reduce((sum, part) => sum + part.size, 0);
    if (size === 0) return null;
    return (
      <rect
        key={text}
        x={`${at + width * 0.16}%`}
        width={`${width * 0.68}%`}
        y={`${100 - y(under + size)}%`}
        height={`${y(under + size) - y(under)}%`}
        strokeWidth="1"
        className={`${palette[index % palette.length]?.[0]} stroke-raised hover:opacity-80`}
      >
        <title>{text}</title>
      </rect>
    );
  });
}
