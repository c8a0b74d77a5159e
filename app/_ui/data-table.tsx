import clsx from 'clsx';
import { ArrowDown, ArrowUp, ChevronsUpDown } from 'lucide-react';
import Link from 'next/link';
import { useId, type ReactNode } from 'react';
import { ScrollRegion } from './scroll-region';

export interface Column<Row> {
  readonly key: string;
  readonly header: ReactNode;
  readonly cell: (row: Row) => ReactNode;
  readonly align?: 'left' | 'right';
  /** A CSS width such as "8rem" or "30%". Without it the column takes what it needs. */
  readonly width?: string;
  /** The header becomes a link that sorts; needs `sort` on the table. */
  readonly sortable?: boolean;
  /** Leave the column out below this width of the window. */
  readonly from?: 'md' | 'lg' | 'xl';
  /** Takes the room that is left and cuts its line with an ellipsis. */
  readonly truncate?: boolean;
  /** Sentences: several lines, at least 16 rem wide. Otherwise a cell keeps one line. */
  readonly wrap?: boolean;
  /** The header is for screen readers only (a column of buttons). */
  readonly hiddenHeader?: boolean;
}

export interface Sort {
  readonly by: string;
  readonly direction: 'asc' | 'desc';
  readonly href: (by: string, direction: 'asc' | 'desc') => string;
}

export interface DataTableProps<Row> {
  /** What the table is about, read by screen readers. */
  readonly caption: string;
  readonly columns: readonly Column<Row>[];
  readonly rows: readonly Row[];
  readonly rowKey: (row: Row) => string;
  /** The whole row leads there; the first column carries the link. */
  readonly rowHref?: (row: Row) => string | undefined;
  readonly sort?: Sort;
  /** An EmptyState, shown in place of the table when there are no rows. */
  readonly empty?: ReactNode;
  /** Inside a Card or Section frame="flush": no box of its own. */
  readonly bare?: boolean;
  /** More columns than fit a window of 1280 px: the table scrolls by itself, both ways. */
  readonly wide?: boolean;
}

const shownFrom = { md: 'max-md:hidden', lg: 'max-lg:hidden', xl: 'max-xl:hidden' } as const;

const cellClass = <Row,>({ align, from, truncate, wrap, width }: Column<Row>): string =>
  clsx(
    align === 'right' && 'text-right',
    from && shownFrom[from],
    truncate && ['max-w-0 min-w-44 truncate', !width && 'w-full'],
    wrap ? 'min-w-64 text-pretty' : 'whitespace-nowrap',
  );

export function DataTable<Row>(props: DataTableProps<Row>) {
  const { caption, columns, rows, rowKey, rowHref, sort, empty, bare, wide } = props;
  const id = useId();
  const frame = clsx(!bare && 'rounded-lg border bg-raised shadow-card print:shadow-none');
  if (rows.length === 0 && empty) return <div className={frame}>{empty}</div>;
  return (
    <ScrollRegion
      labelledBy={id}
      className={clsx(
        frame,
        'relative',
        wide ? 'max-h-[75vh] overflow-auto' : 'overflow-x-auto xl:overflow-clip',
      )}
    >
      <table className="w-full border-separate border-spacing-0 text-sm">
        <caption id={id} className="sr-only">
          {caption}
        </caption>
        <thead className={clsx('sticky z-10', wide ? 'top-0' : 'top-0 xl:top-12')}>
          <tr>
            {columns.map((column) => (
              <HeaderCell key={column.key} column={column} sort={sort} />
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map((row) => {
            const href = rowHref?.(row);
            return (
              <tr
                key={rowKey(row)}
                className={clsx(
                  'group/row relative [&:last-child>td]:border-b-0',
                  href && 'hover:bg-hover/60',
                )}
              >
                {columns.map((column, index) => (
                  <td
                    key={column.key}
                    className={clsx('h-10 border-b px-3 py-1.5 first:pl-4 last:pr-4', cellClass(column))}
                  >
                    {href && index === 0 ? (
                      <RowLink href={href}>{column.cell(row)}</RowLink>
                    ) : (
                      column.cell(row)
                    )}
                  </td>
                ))}
              </tr>
            );
          })}
        </tbody>
      </table>
    </ScrollRegion>
  );
}

/** The link fills its row; other links and buttons in the row need `relative` to lie above it. */
function RowLink({ href, children }: { href: string; children: ReactNode }) {
  return (
    <Link
      data-row
      href={href}
      className="font-medium text-text outline-none after:absolute after:inset-0 focus-visible:after:outline-2 focus-visible:after:-outline-offset-2 focus-visible:after:outline-accent"
    >
      {children}
    </Link>
  );
}

function HeaderCell<Row>({ column, sort }: { column: Column<Row>; sort: Sort | undefined }) {
  const direction = sort?.by === column.key ? sort.direction : undefined;
  const label = column.hiddenHeader ? <span className="sr-only">{column.header}</span> : column.header;
  return (
    <th
      scope="col"
      style={column.width ? { width: column.width } : undefined}
      aria-sort={direction && (direction === 'asc' ? 'ascending' : 'descending')}
      className={clsx(
        'h-8 border-b bg-sunken px-3 text-xs font-medium whitespace-nowrap text-muted first:pl-4 last:pr-4',
        column.align === 'right' ? 'text-right' : 'text-left',
        column.from && shownFrom[column.from],
      )}
    >
      {column.sortable && sort ? (
        <Link
          href={sort.href(column.key, direction === 'asc' ? 'desc' : 'asc')}
          scroll={false}
          className={clsx(
            'group/sort inline-flex items-center gap-1 rounded-xs align-top hover:text-text',
            column.align === 'right' && 'flex-row-reverse',
            direction && 'text-text',
          )}
        >
          {label}
          <SortMark direction={direction} />
        </Link>
      ) : (
        label
      )}
    </th>
  );
}

function SortMark({ direction }: { direction: Sort['direction'] | undefined }) {
  if (direction === 'asc') return <ArrowUp aria-hidden size={12} />;
  if (direction === 'desc') return <ArrowDown aria-hidden size={12} />;
  return <ChevronsUpDown aria-hidden size={12} className="opacity-45 group-hover/sort:opacity-100" />;
}
