import clsx from 'clsx';
import type { ReactNode } from 'react';
import { ScrollRegion } from '../scroll-region';

export interface ChartTable {
  readonly columns: readonly string[];
  readonly rows: readonly (readonly ReactNode[])[];
}

export interface LegendEntry {
  readonly label: string;
  /** A background class: "bg-series-1". */
  readonly mark: string;
  readonly shape?: 'square' | 'line' | 'dot';
}

export interface ChartFigureProps {
  readonly title: string;
  /** The picture in one sentence, for those who do not see it. */
  readonly summary: string;
  readonly legend?: readonly LegendEntry[];
  /** What the reader must know: which values are missing and why. */
  readonly note?: ReactNode;
  readonly table: ChartTable;
  /** The heading above the chart already says it. */
  readonly hiddenTitle?: boolean;
  readonly children: ReactNode;
}

/** Frame of every chart: caption, legend, picture, note, and the numbers behind it. */
export function ChartFigure({
  title,
  summary,
  legend,
  note,
  table,
  hiddenTitle,
  children,
}: ChartFigureProps) {
  return (
    <figure className="flex min-w-0 flex-col gap-2.5">
      <div className="flex flex-wrap items-center justify-between gap-x-4 gap-y-1">
        <figcaption className={clsx('font-medium', hiddenTitle && 'sr-only')}>{title}</figcaption>
        {legend && legend.length > 0 && <Legend entries={legend} />}
      </div>
      <div role="img" aria-label={summary} className="min-w-0">
        {children}
      </div>
      {note && <p className="text-xs text-pretty text-muted">{note}</p>}
      <ChartData title={title} table={table} />
    </figure>
  );
}

function Legend({ entries }: { entries: readonly LegendEntry[] }) {
  const shapes = {
    square: 'size-2 rounded-xs',
    line: 'h-0.5 w-3 rounded-full',
    dot: 'size-2 rounded-full',
  } as const;
  return (
    <ul className="flex flex-wrap gap-x-3 gap-y-1 text-xs text-muted">
      {entries.map(({ label, mark, shape = 'square' }) => (
        <li key={label} className="flex items-center gap-1.5">
          <span aria-hidden className={clsx(shapes[shape], mark)} />
          {label}
        </li>
      ))}
    </ul>
  );
}

function ChartData({ title, table }: { title: string; table: ChartTable }) {
  return (
    <details className="group text-xs">
      <summary className="w-fit rounded-xs text-muted select-none hover:text-text print:hidden">
        <span className="group-open:hidden">Show data</span>
        <span className="hidden group-open:inline">Hide data</span>
        <span className="sr-only"> of {title}</span>
      </summary>
      <ScrollRegion label={`Data of ${title}`} className="mt-2 max-h-72 overflow-auto rounded-md border">
        <table className="w-full border-separate border-spacing-0">
          <caption className="sr-only">{title}</caption>
          <thead className="sticky top-0">
            <tr>
              {table.columns.map((column, index) => (
                <th
                  key={column}
                  scope="col"
                  className={clsx(
                    'h-7 border-b bg-sunken px-2.5 font-medium text-muted',
                    index === 0 ? 'text-left' : 'text-right',
                  )}
                >
                  {column}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {table.rows.map((row, index) => (
              <tr key={index} className="[&:last-child>*]:border-b-0">
                {row.map((cell, place) =>
                  place === 0 ? (
                    <th key={place} scope="row" className="h-7 border-b px-2.5 text-left font-normal">
                      {cell}
                    </th>
                  ) : (
                    <td key={place} className="h-7 border-b px-2.5 text-right">
                      {cell ?? '–'}
                    </td>
                  ),
                )}
              </tr>
            ))}
          </tbody>
        </table>
      </ScrollRegion>
    </details>
  );
}
