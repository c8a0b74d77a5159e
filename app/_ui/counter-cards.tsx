import clsx from 'clsx';
import Link from 'next/link';
import type { ReactNode } from 'react';
import { textTone, type Tone } from './tone';

export interface Counter {
  readonly label: string;
  readonly value: ReactNode;
  /** One short line under the number. */
  readonly note?: ReactNode;
  readonly tone?: Tone;
  readonly href?: string;
  /** A Sparkline beside the number. */
  readonly picture?: ReactNode;
}

export function CounterCards({
  items,
  label = 'Key figures',
}: {
  items: readonly Counter[];
  label?: string;
}) {
  return (
    <ul aria-label={label} className="grid grid-cols-[repeat(auto-fit,minmax(11rem,1fr))] gap-3">
      {items.map((item) => (
        <CounterCard key={item.label} {...item} />
      ))}
    </ul>
  );
}

function CounterCard({ label, value, note, tone, href, picture }: Counter) {
  return (
    <li
      className={clsx(
        'relative flex min-w-0 flex-col gap-0.5 rounded-lg border bg-raised px-4 py-3 shadow-card print:shadow-none',
        href &&
          'transition-colors hover:bg-hover has-[a:focus-visible]:outline-2 has-[a:focus-visible]:outline-accent',
      )}
    >
      <span className="text-xs text-muted">
        {href ? (
          <Link href={href} className="outline-none after:absolute after:inset-0 after:rounded-lg">
            {label}
          </Link>
        ) : (
          label
        )}
      </span>
      <span className="flex items-end justify-between gap-3">
        <span
          className={clsx(
            'text-2xl font-semibold tracking-[-0.02em] whitespace-nowrap tabular-nums',
            tone && textTone[tone],
          )}
        >
          {value}
        </span>
        {picture}
      </span>
      {note && <span className="truncate text-xs text-muted">{note}</span>}
    </li>
  );
}
