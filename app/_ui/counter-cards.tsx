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

/** Words in place of a number are set smaller, so that they stay inside. */
const isLong = (value: ReactNode) =>
  typeof value !== 'number' && !(typeof value === 'string' && value.length <= 10);

export function CounterCards({
  items,
  label = 'Key figures',
}: {
  items: readonly Counter[];
  label?: string;
}) {
  return (
    <ul aria-label={label} className="flex flex-wrap gap-3">
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
        'relative flex min-w-0 flex-1 basis-36 flex-col gap-0.5 rounded-lg border bg-raised px-4 py-3 shadow-card print:shadow-none',
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
            'font-semibold tracking-[-0.02em] tabular-nums',
            isLong(value) ? 'text-lg/8 whitespace-normal' : 'text-2xl whitespace-nowrap',
            tone && textTone[tone],
          )}
        >
          {value}
        </span>
        {picture}
      </span>
      {note && <span className="text-xs text-pretty text-muted">{note}</span>}
    </li>
  );
}
