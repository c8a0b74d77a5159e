import clsx from 'clsx';
import type { ReactNode } from 'react';
import { softTone, type Tone } from './tone';

export interface ChipProps {
  readonly tone?: Tone;
  readonly icon?: ReactNode;
  /** A round mark before the text; use it for states, leave it out for tags. */
  readonly dot?: boolean;
  readonly title?: string;
  readonly children: ReactNode;
}

export function Chip({ tone = 'neutral', icon, dot, title, children }: ChipProps) {
  return (
    <span
      title={title}
      className={clsx(
        'inline-flex h-5 max-w-full items-center align-top gap-1 rounded-full border px-2 text-xs font-medium whitespace-nowrap',
        softTone[tone],
      )}
    >
      {dot && <span aria-hidden className="size-1.5 shrink-0 rounded-full bg-current" />}
      {icon && (
        <span aria-hidden className="-ml-0.5 shrink-0 [&>svg]:size-3">
          {icon}
        </span>
      )}
      <span className="truncate">{children}</span>
    </span>
  );
}
