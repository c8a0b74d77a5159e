import clsx from 'clsx';
import type { ReactNode } from 'react';
import { softTone, type Tone } from './tone';

export interface TimelineItem {
  readonly key: string;
  readonly title: ReactNode;
  /** A Time. */
  readonly at?: ReactNode;
  readonly by?: ReactNode;
  readonly icon?: ReactNode;
  readonly tone?: Tone;
  readonly children?: ReactNode;
}

export function Timeline({ items, label }: { items: readonly TimelineItem[]; label: string }) {
  return (
    <ol aria-label={label} className="flex flex-col">
      {items.map(({ key, title, at, by, icon, tone = 'neutral', children }) => (
        <li key={key} className="group relative flex gap-3 pb-5 last:pb-0">
          <span
            aria-hidden
            className="absolute top-6 bottom-0 left-[11px] w-px bg-border group-last:hidden"
          />
          <span
            aria-hidden
            className={clsx(
              'relative grid size-6 shrink-0 place-items-center rounded-full border [&>svg]:size-3',
              softTone[tone],
            )}
          >
            {icon ?? <span className="size-1.5 rounded-full bg-current" />}
          </span>
          <div className="flex min-w-0 flex-1 flex-col gap-1 pt-0.5">
            <div className="flex flex-wrap items-baseline justify-between gap-x-4">
              <p className="font-medium">{title}</p>
              <p className="flex flex-wrap items-baseline gap-x-1.5 text-xs text-muted">
                {by}
                {by && at && <span aria-hidden>·</span>}
                {at}
              </p>
            </div>
            {children && <div className="min-w-0 text-pretty text-muted">{children}</div>}
          </div>
        </li>
      ))}
    </ol>
  );
}
