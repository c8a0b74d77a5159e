import type { ReactNode } from 'react';
import { distinct, type Scale } from './scale';

export interface PlotProps {
  readonly height: number;
  readonly marks: readonly number[];
  readonly y: Scale;
  readonly format: (value: number) => string;
  /** Texts under the plot at their place in percent. */
  readonly labels: readonly { readonly at: number; readonly text: string }[];
  /** Said in the middle when there is nothing to draw. */
  readonly empty?: string | false;
  readonly children: ReactNode;
}

/** Gutter with numbers, grid lines and labels of a vertical chart; y = 0 lies at the foot. */
export function Plot({ height, marks, y, format, labels, empty, children }: PlotProps) {
  const numbered = distinct(marks, format);
  const foot = (mark: number) => `${100 - y(mark)}%`;
  return (
    <div className="grid grid-cols-[max-content_minmax(0,1fr)] gap-x-2 pt-2">
      <div aria-hidden className="relative text-right text-[11px] leading-none text-muted">
        <span className="invisible flex flex-col">
          {numbered.map((mark) => (
            <span key={mark} className="h-0">
              {format(mark)}
            </span>
          ))}
        </span>
        <svg width="100%" height={height} className="absolute inset-0 overflow-visible">
          {numbered.map((mark) => (
            <text key={mark} x="100%" y={foot(mark)} dy="4" textAnchor="end" className="fill-muted">
              {format(mark)}
            </text>
          ))}
        </svg>
      </div>
      <svg aria-hidden width="100%" height={height} className="block overflow-visible">
        {marks.map((mark) => (
          <line key={mark} x2="100%" y1={foot(mark)} y2={foot(mark)} className="stroke-border" />
        ))}
        {children}
        {empty && (
          <text x="50%" y="50%" dy="4" textAnchor="middle" className="fill-muted text-xs">
            {empty}
          </text>
        )}
      </svg>
      <span />
      <svg aria-hidden width="100%" height="18" className="block overflow-visible">
        {labels.map(({ at, text }, index) => (
          <text
            key={index}
            x={`${at}%`}
            y="14"
            textAnchor={at < 4 ? 'start' : at > 96 ? 'end' : 'middle'}
            className="fill-muted text-[11px]"
          >
            {text}
          </text>
        ))}
      </svg>
    </div>
  );
}

/** At most `room` labels out of many, evenly spread and always with the last. */
export const thinned = <T,>(items: readonly T[], room = 6): (readonly [number, T])[] => {
  const step = Math.max(1, Math.ceil((items.length - 1) / Math.max(1, room - 1)));
  return items.flatMap((item, index) =>
    (items.length - 1 - index) % step === 0 ? [[index, item] as const] : [],
  );
};
