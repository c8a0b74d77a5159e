import { Fragment } from 'react';
import { number } from '../format-number';
import { fillTone, type Tone } from '../tone';
import { ChartFigure } from './chart-figure';
import { isNumber, linear } from './scale';

export interface Bar {
  readonly label: string;
  readonly value: number | null;
  readonly tone?: Tone;
  readonly note?: string;
}

export interface BarsProps {
  readonly title: string;
  readonly bars: readonly Bar[];
  /** What a full bar stands for; the largest value when left out. */
  readonly max?: number;
  readonly format?: (value: number) => string;
  readonly hiddenTitle?: boolean;
}

/** Named amounts to compare, longest names left. */
export function Bars({ title, bars, max, format = number, hiddenTitle }: BarsProps) {
  const x = linear([0, max ?? Math.max(0, ...bars.map(({ value }) => value ?? 0))]);
  const said = (value: number | null) => (isNumber(value) ? format(value) : '–');
  const missing = bars.filter(({ value }) => !isNumber(value));
  return (
    <ChartFigure
      title={title}
      hiddenTitle={hiddenTitle}
      summary={`${title}. ${bars.map(({ label, value }) => `${label} ${said(value)}`).join(', ')}`}
      note={
        missing.length > 0 && missing.map(({ label, note }) => `${label}: ${note ?? 'undefined'}`).join('. ')
      }
      table={{ columns: ['Name', 'Value'], rows: bars.map(({ label, value }) => [label, said(value)]) }}
    >
      <div className="grid grid-cols-[minmax(4rem,max-content)_minmax(6rem,1fr)_max-content] items-center gap-x-3 gap-y-1.5 text-xs">
        {bars.map(({ label, value, tone = 'accent', note }) => (
          <Fragment key={label}>
            <span className="max-w-52 truncate" title={label}>
              {label}
            </span>
            <svg aria-hidden width="100%" height="14" className="block">
              <rect width="100%" height="14" rx="3" className="fill-sunken" />
              {isNumber(value) && value > 0 && (
                <rect width={`${x(value)}%`} height="14" rx="3" className={fillTone[tone]} />
              )}
            </svg>
            <span className="text-right font-medium" title={note}>
              {said(value)}
            </span>
          </Fragment>
        ))}
      </div>
    </ChartFigure>
  );
}
