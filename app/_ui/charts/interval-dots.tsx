import clsx from 'clsx';
import { fixed } from '../format-number';
import { fillTone, strokeTone, type Tone } from '../tone';
import { ChartFigure } from './chart-figure';
import { distinct, isNumber, linear, niceDomain, type Scale } from './scale';

export interface IntervalRow {
  readonly label: string;
  /** null when undefined; `note` says why. */
  readonly value: number | null;
  readonly low?: number | null;
  readonly high?: number | null;
  readonly n?: number;
  readonly tone?: Tone;
  readonly note?: string;
  /** The limits of this row alone, where rows have different ones. */
  readonly limits?: readonly number[];
}

export interface IntervalDotsProps {
  readonly title: string;
  readonly rows: readonly IntervalRow[];
  readonly threshold?: { readonly value: number; readonly label: string };
  /** Defaults to a round domain around everything shown. */
  readonly domain?: readonly [number, number];
  readonly format?: (value: number) => string;
  readonly hiddenTitle?: boolean;
}

const rowHeight = 30;

/** One dot per group with its confidence bar; rates of a bias study, scores of several versions. */
export function IntervalDots({
  title,
  rows,
  threshold,
  domain,
  format = fixed,
  hiddenTitle,
}: IntervalDotsProps) {
  const nice = niceDomain(
    domain ?? [...rows.flatMap((row) => [row.value, row.low, row.high]), threshold?.value],
  );
  const x = linear(nice.domain);
  const said = (value: number | null | undefined) => (isNumber(value) ? format(value) : '–');
  const counted = rows.some(({ n }) => n !== undefined);
  const missing = rows.filter(({ value }) => !isNumber(value));
  return (
    <ChartFigure
      title={title}
      hiddenTitle={hiddenTitle}
      summary={`${title}. ${rows.map((row) => `${row.label} ${said(row.value)}`).join(', ')}${threshold ? `; ${threshold.label} ${format(threshold.value)}` : ''}`}
      note={missing.length > 0 && missing.map((row) => `${row.label}: ${row.note ?? 'undefined'}`).join('. ')}
      legend={
        rows.some(({ limits = [] }) => limits.length > 0)
          ? [{ label: 'Threshold', mark: 'bg-text', shape: 'line' }]
          : undefined
      }
      table={{
        columns: ['Group', 'Value', 'Low', 'High', ...(counted ? ['n'] : [])],
        rows: rows.map((row) => [
          row.label,
          said(row.value),
          said(row.low),
          said(row.high),
          ...(counted ? [row.n?.toLocaleString('en-GB')] : []),
        ]),
      }}
    >
      <div className="grid grid-cols-[minmax(4rem,max-content)_minmax(8rem,1fr)_max-content] gap-x-3">
        {threshold && (
          <ThresholdLabel at={x(threshold.value)} text={`${threshold.label} ${format(threshold.value)}`} />
        )}
        {rows.map((row) => (
          <IntervalLine
            key={row.label}
            row={row}
            x={x}
            marks={nice.marks}
            limits={threshold ? [threshold.value] : (row.limits ?? [])}
            said={said}
          />
        ))}
        <span />
        <Axis marks={nice.marks} x={x} format={format} />
        <span />
      </div>
    </ChartFigure>
  );
}

interface IntervalLineProps {
  readonly row: IntervalRow;
  readonly x: Scale;
  readonly marks: readonly number[];
  readonly limits: readonly number[];
  readonly said: (value: number | null | undefined) => string;
}

function IntervalLine({ row, x, marks, limits, said }: IntervalLineProps) {
  const { label, value, low, high, n, tone = 'accent' } = row;
  const middle = rowHeight / 2;
  return (
    <>
      <span className="flex min-w-0 items-center gap-2 text-xs" title={label}>
        <span className="max-w-56 text-pretty">{label}</span>
        {n !== undefined && (
          <span className="ml-auto text-2xs text-faint">n {n.toLocaleString('en-GB')}</span>
        )}
      </span>
      <svg aria-hidden width="100%" height={rowHeight} className="block overflow-visible">
        {marks.map((mark) => (
          <line key={mark} x1={`${x(mark)}%`} x2={`${x(mark)}%`} y2={rowHeight} className="stroke-border" />
        ))}
        {limits.map((limit) => (
          <line
            key={limit}
            x1={`${x(limit)}%`}
            x2={`${x(limit)}%`}
            y2={rowHeight}
            strokeWidth="1.5"
            strokeDasharray="4 3"
            className="stroke-text"
          />
        ))}
        {isNumber(low) && isNumber(high) && (
          <line
            x1={`${x(low)}%`}
            x2={`${x(high)}%`}
            y1={middle}
            y2={middle}
            strokeWidth="6"
            strokeOpacity="0.32"
            strokeLinecap="round"
            className={strokeTone[tone]}
          />
        )}
        {isNumber(value) ? (
          <circle
            cx={`${x(value)}%`}
            cy={middle}
            r="4.5"
            strokeWidth="1.5"
            className={clsx(fillTone[tone], 'stroke-raised')}
          >
            <title>{`${label}: ${said(value)} (${said(low)}–${said(high)})`}</title>
          </circle>
        ) : (
          <text
            x="8"
            y={middle + 4}
            strokeWidth="6"
            paintOrder="stroke"
            className="fill-muted stroke-raised text-[11px]"
          >
            no value
          </text>
        )}
      </svg>
      <span className="flex items-center justify-end gap-1.5 text-xs tabular-nums">
        <span className="font-medium">{said(value)}</span>
        {isNumber(low) && isNumber(high) && (
          <span className="text-2xs text-muted max-sm:hidden">
            {said(low)}–{said(high)}
          </span>
        )}
      </span>
    </>
  );
}

function ThresholdLabel({ at, text }: { at: number; text: string }) {
  const anchor = at > 80 ? 'end' : at < 20 ? 'start' : 'middle';
  return (
    <>
      <span />
      <svg aria-hidden width="100%" height="16" className="block overflow-visible">
        <text x={`${at}%`} y="11" textAnchor={anchor} className="fill-text text-[11px] font-medium">
          {text}
        </text>
      </svg>
      <span />
    </>
  );
}

/** Numbers under a horizontal axis. */
export function Axis({
  marks,
  x,
  format,
}: {
  marks: readonly number[];
  x: Scale;
  format: (value: number) => string;
}) {
  return (
    <svg aria-hidden width="100%" height="18" className="block overflow-visible">
      {distinct(marks, format).map((mark) => (
        <text key={mark} x={`${x(mark)}%`} y="14" textAnchor="middle" className="fill-muted text-[11px]">
          {format(mark)}
        </text>
      ))}
    </svg>
  );
}
