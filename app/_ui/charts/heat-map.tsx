import clsx from 'clsx';
import Link from 'next/link';
import type { Tone } from '../tone';

export interface HeatCell {
  readonly text: string;
  readonly tone: Tone;
  /** Said after the text, for instance how many stop a deployment. */
  readonly note?: string;
  readonly href?: string;
}
export interface HeatMapProps {
  readonly title: string;
  readonly corner: string;
  readonly columns: readonly { readonly key: string; readonly label: string }[];
  readonly rows: readonly {
    readonly key: string;
    readonly label: string;
    readonly href?: string;
    readonly cells: Readonly<Record<string, HeatCell | undefined>>;
  }[];
}

const fills: Record<Tone, string> = {
  neutral: 'bg-sunken text-muted',
  accent: 'bg-accent-soft text-text',
  positive: 'bg-positive-soft text-text',
  warning: 'bg-warning-soft text-text',
  negative: 'bg-negative-soft text-text',
  info: 'bg-info-soft text-text',
};

/** A table whose cells are coloured by what they mean; the numbers stand in them, so that colour says nothing alone. */
export function HeatMap({ title, corner, columns, rows }: HeatMapProps) {
  return (
    <div className="overflow-x-auto rounded-md border" tabIndex={0} role="region" aria-label={title}>
      <table className="w-full border-collapse text-sm">
        <caption className="sr-only">{title}</caption>
        <thead>
          <tr className="border-b text-left text-xs text-muted">
            <th scope="col" className="px-3 py-2 font-medium">
              {corner}
            </th>
            {columns.map(({ key, label }) => (
              <th key={key} scope="col" className="px-2 py-2 text-center font-medium">
                {label}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map(({ key, label, href, cells }) => (
            <tr key={key} className="border-b last:border-b-0">
              <th scope="row" className="max-w-64 truncate px-3 py-1.5 text-left font-medium">
                {href ? (
                  <Link href={href} className="hover:underline">
                    {label}
                  </Link>
                ) : (
                  label
                )}
              </th>
              {columns.map((column) => (
                <td key={column.key} className="p-0.5 text-center">
                  <Cell cell={cells[column.key]} />
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

function Cell({ cell }: { cell: HeatCell | undefined }) {
  if (!cell) return <span className="text-faint">not used</span>;
  const face = clsx('block rounded-sm px-2 py-1', fills[cell.tone]);
  const inside = (
    <>
      <span className="font-medium">{cell.text}</span>
      {cell.note && <span className="block text-2xs">{cell.note}</span>}
    </>
  );
  return cell.href ? (
    <Link href={cell.href} className={clsx(face, 'hover:underline')}>
      {inside}
    </Link>
  ) : (
    <span className={face}>{inside}</span>
  );
}
