import { fixed } from '../format-number';
import { ChartFigure } from './chart-figure';
import { Plot, thinned } from './plot';
import { isNumber, linear, niceDomain, runs, type Scale } from './scale';

export interface TrendPoint {
  readonly label: string;
  /** What the axis says in place of the label: short, so that two fit side by side. */
  readonly tick?: string;
  /** null shows as a gap; `note` says why. */
  readonly value: number | null;
  readonly low?: number | null;
  readonly high?: number | null;
  readonly note?: string;
  /** What happened at this point, such as a release: a line through the plot and a word in the table. */
  readonly marker?: string;
}

export interface TrendLineProps {
  readonly title: string;
  readonly points: readonly TrendPoint[];
  readonly threshold?: { readonly value: number; readonly label: string };
  readonly domain?: readonly [number, number];
  readonly format?: (value: number) => string;
  readonly height?: number;
  readonly hiddenTitle?: boolean;
}

/** A measure over time with its interval band and the line it must stay above or below. */
export function TrendLine({
  title,
  points,
  threshold,
  domain,
  format = fixed,
  height = 168,
  hiddenTitle,
}: TrendLineProps) {
  const { domain: range, marks } = niceDomain(
    domain ?? [...points.flatMap((point) => [point.value, point.low, point.high]), threshold?.value],
  );
  const y = linear(range);
  const x: Scale = (index) => (points.length < 2 ? 50 : (index / (points.length - 1)) * 100);
  const said = (value: number | null | undefined) => (isNumber(value) ? format(value) : '–');
  const known = points.filter(({ value }) => isNumber(value));
  const missing = points.filter(({ value }) => !isNumber(value));
  const last = known.at(-1);
  const marked = points.some(({ marker }) => marker !== undefined);
  const banded = points.some(({ low }) => isNumber(low));
  /** One line alone needs no legend: the title says what it is. */
  const alone = !marked && !banded && !threshold;
  return (
    <ChartFigure
      title={title}
      hiddenTitle={hiddenTitle}
      summary={`${title}: ${points.length} points${last ? `, last ${last.label} ${said(last.value)}` : ''}${threshold ? `, ${threshold.label} ${format(threshold.value)}` : ''}`}
      legend={
        alone
          ? []
          : [
              { label: 'Value', mark: 'bg-series-1', shape: 'line' },
              ...(marked ? [{ label: 'Release submitted', mark: 'bg-accent', shape: 'line' as const }] : []),
              ...(banded ? [{ label: 'Interval', mark: 'bg-series-1/30' }] : []),
              ...(threshold
                ? [
                    {
                      label: `${threshold.label} ${format(threshold.value)}`,
                      mark: 'bg-text',
                      shape: 'line' as const,
                    },
                  ]
                : []),
            ]
      }
      note={
        missing.length > 0 &&
        `No value for ${missing.map((p) => p.label + (p.note ? ` (${p.note})` : '')).join(', ')}`
      }
      table={{
        columns: ['When', 'Value', 'Low', 'High', 'Note', ...(marked ? ['Release'] : [])],
        rows: points.map((point) => [
          point.label,
          said(point.value),
          said(point.low),
          said(point.high),
          point.note,
          ...(marked ? [point.marker ?? ''] : []),
        ]),
      }}
    >
      <Plot
        height={height}
        marks={marks}
        y={y}
        format={format}
        empty={known.length === 0 && 'No values yet'}
        labels={thinned(points).map(([index, { label, tick }]) => ({ at: x(index), text: tick ?? label }))}
      >
        <Curves points={points} x={x} y={y} />
        {points.map(({ marker }, index) => marker && <Marker key={index} at={x(index)} text={marker} />)}
        {threshold && (
          <line
            x2="100%"
            y1={`${100 - y(threshold.value)}%`}
            y2={`${100 - y(threshold.value)}%`}
            strokeWidth="1.5"
            strokeDasharray="4 3"
            className="stroke-text"
          />
        )}
        {points.map((point, index) => (
          <Reading
            key={index}
            point={point}
            at={x(index)}
            width={100 / Math.max(points.length - 1, 1)}
            y={y}
            said={said}
          />
        ))}
      </Plot>
    </ChartFigure>
  );
}

const Marker = ({ at, text }: { at: number; text: string }) => (
  <g>
    <title>{text}</title>
    <line x1={`${at}%`} x2={`${at}%`} y2="100%" strokeDasharray="2 3" className="stroke-accent" />
    <text
      x={`${at}%`}
      y="100%"
      dy="-4"
      dx={at > 80 ? -4 : 4}
      textAnchor={at > 80 ? 'end' : 'start'}
      className="fill-muted text-[10px]"
    >
      {text.length > 24 ? `${text.slice(0, 23)}…` : text}
    </text>
  </g>
);

/** Lines and bands are drawn in percent and stretched; strokes keep their width. */
function Curves({ points, x, y }: { points: readonly TrendPoint[]; x: Scale; y: Scale }) {
  const at = (index: number, value: number | null | undefined) => `${x(index)},${100 - y(value ?? 0)}`;
  const bands = runs(points, ({ low, high }) => isNumber(low) && isNumber(high));
  const lines = runs(points, ({ value }) => isNumber(value));
  return (
    <svg
      viewBox="0 0 100 100"
      preserveAspectRatio="none"
      width="100%"
      height="100%"
      className="overflow-visible"
    >
      {bands.map((run, index) => (
        <polygon
          key={index}
          points={[
            ...run.map(([i, p]) => at(i, p.high)),
            ...run.toReversed().map(([i, p]) => at(i, p.low)),
          ].join(' ')}
          className="fill-series-1 opacity-15"
        />
      ))}
      {lines.map((run, index) => (
        <polyline
          key={index}
          points={run.map(([i, p]) => at(i, p.value)).join(' ')}
          fill="none"
          strokeWidth="1.75"
          strokeLinejoin="round"
          strokeLinecap="round"
          vectorEffect="non-scaling-stroke"
          className="stroke-series-1"
        />
      ))}
    </svg>
  );
}

interface ReadingProps {
  readonly point: TrendPoint;
  readonly at: number;
  readonly width: number;
  readonly y: Scale;
  readonly said: (value: number | null | undefined) => string;
}

/** The dot, and what the pointer finds over its part of the plot. */
function Reading({ point, at, width, y, said }: ReadingProps) {
  const { label, value, low, high, note } = point;
  const from = Math.max(0, at - width / 2);
  const to = Math.min(100, at + width / 2);
  const anchor = at < 12 ? 'start' : at > 88 ? 'end' : 'middle';
  const text = isNumber(value)
    ? `${label}: ${said(value)}${isNumber(low) && isNumber(high) ? ` (${said(low)}–${said(high)})` : ''}`
    : `${label}: no value${note ? `, ${note}` : ''}`;
  return (
    <g className="group/point">
      <rect x={`${from}%`} width={`${to - from}%`} height="100%" fill="transparent" />
      <g className="pointer-events-none">
        <line
          x1={`${at}%`}
          x2={`${at}%`}
          y2="100%"
          className="stroke-control opacity-0 group-hover/point:opacity-100"
        />
        {isNumber(low) && isNumber(high) && (
          <line
            x1={`${at}%`}
            x2={`${at}%`}
            y1={`${100 - y(high)}%`}
            y2={`${100 - y(low)}%`}
            strokeWidth="6"
            strokeOpacity="0.25"
            strokeLinecap="round"
            className="stroke-series-1"
          />
        )}
        {isNumber(value) && (
          <circle
            cx={`${at}%`}
            cy={`${100 - y(value)}%`}
            r={width >= 100 ? 4.5 : 3}
            strokeWidth="1.5"
            className="fill-series-1 stroke-raised"
          />
        )}
        <text
          x={`${at}%`}
          y="-4"
          textAnchor={anchor}
          strokeWidth="4"
          paintOrder="stroke"
          className="fill-text stroke-raised text-[11px] font-medium opacity-0 group-hover/point:opacity-100"
        >
          {text}
        </text>
      </g>
    </g>
  );
}
