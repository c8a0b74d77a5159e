import clsx from 'clsx';
import { Fragment } from 'react';
import { ScrollRegion } from './scroll-region';
import { diffWords, type DiffRow, type Piece } from './diff-words';

export interface DiffProps {
  readonly before: string;
  readonly after: string;
  readonly beforeLabel: string;
  readonly afterLabel: string;
  /** Unchanged lines kept around a change; without it all lines are shown. */
  readonly context?: number;
}

interface Gap {
  readonly kind: 'gap';
  readonly lines: number;
}

/** Unchanged lines further than `context` from any change become one gap. */
function folded(rows: readonly DiffRow[], context: number): (DiffRow | Gap)[] {
  const near = rows.map((_, index) =>
    rows.slice(Math.max(0, index - context), index + context + 1).some(({ kind }) => kind !== 'same'),
  );
  const out: (DiffRow | Gap)[] = [];
  rows.forEach((row, index) => {
    const last = out.at(-1);
    if (near[index]) out.push(row);
    else if (last?.kind === 'gap') out[out.length - 1] = { kind: 'gap', lines: last.lines + 1 };
    else out.push({ kind: 'gap', lines: 1 });
  });
  return out;
}

/** Two versions of a text side by side, the words that differ marked. */
export function Diff({ before, after, beforeLabel, afterLabel, context }: DiffProps) {
  const rows = diffWords(before, after);
  if (rows.every(({ kind }) => kind === 'same')) {
    return <p className="rounded-md border bg-sunken px-3 py-2 text-muted">The texts are the same.</p>;
  }
  const lines = context === undefined ? rows : folded(rows, context);
  return (
    <ScrollRegion
      label={`${beforeLabel} and ${afterLabel} side by side`}
      className="overflow-x-auto rounded-md border bg-raised"
    >
      <table className="w-full min-w-2xl table-fixed border-separate border-spacing-0 font-mono text-xs leading-5">
        <caption className="sr-only">
          {beforeLabel} compared with {afterLabel}
        </caption>
        <colgroup>
          <col className="w-9" />
          <col />
          <col className="w-9" />
          <col />
        </colgroup>
        <thead className="font-sans">
          <tr>
            <SideHeader>{beforeLabel}</SideHeader>
            <SideHeader after>{afterLabel}</SideHeader>
          </tr>
        </thead>
        <tbody>
          {lines.map((line, index) => (
            <Fragment key={index}>
              {line.kind === 'gap' ? <GapLine lines={line.lines} /> : <DiffLine row={line} />}
            </Fragment>
          ))}
        </tbody>
      </table>
    </ScrollRegion>
  );
}

function SideHeader({ after, children }: { after?: boolean; children: string }) {
  return (
    <th
      scope="colgroup"
      colSpan={2}
      className={clsx(
        'h-8 border-b bg-sunken px-3 text-left text-xs font-medium text-muted',
        after && 'border-l',
      )}
    >
      {children}
    </th>
  );
}

function GapLine({ lines }: { lines: number }) {
  return (
    <tr>
      <td colSpan={4} className="border-y bg-sunken px-3 py-0.5 text-center font-sans text-muted">
        {lines} unchanged {lines === 1 ? 'line' : 'lines'}
      </td>
    </tr>
  );
}

function DiffLine({ row }: { row: DiffRow }) {
  return (
    <tr>
      <Side pieces={row.before} line={row.beforeLine} marked={row.kind !== 'same'} />
      <Side pieces={row.after} line={row.afterLine} marked={row.kind !== 'same'} after />
    </tr>
  );
}

interface SideProps {
  readonly pieces: readonly Piece[] | null;
  readonly line: number | null;
  readonly marked: boolean;
  readonly after?: boolean;
}

function Side({ pieces, line, marked, after }: SideProps) {
  const Mark = after ? 'ins' : 'del';
  const tint = pieces && marked ? (after ? 'bg-positive-soft' : 'bg-negative-soft') : !pieces && 'bg-sunken';
  return (
    <>
      <td
        className={clsx(
          'pr-2 text-right align-top text-2xs leading-5 text-faint select-none',
          tint,
          after && 'border-l',
        )}
      >
        {line}
      </td>
      <td className={clsx('px-2 align-top break-words whitespace-pre-wrap', tint)}>
        {pieces?.map((piece, index) =>
          piece.changed ? (
            <Mark
              key={index}
              className={clsx('rounded-xs no-underline', after ? 'bg-positive-line' : 'bg-negative-line')}
            >
              {piece.text}
            </Mark>
          ) : (
            <span key={index}>{piece.text}</span>
          ),
        )}
      </td>
    </>
  );
}
