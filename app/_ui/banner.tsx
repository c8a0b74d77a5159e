import clsx from 'clsx';
import type { ReactNode } from 'react';
import { softTone, type Tone } from './tone';

/** One line across the window, for what is true of the whole installation. */
export function Banner({ tone = 'info', children }: { tone?: Tone; children: ReactNode }) {
  return (
    <div
      role="note"
      className={clsx(
        'flex min-h-8 items-center justify-center border-b px-4 py-1 text-center text-xs',
        softTone[tone],
      )}
    >
      <p className="text-pretty">{children}</p>
    </div>
  );
}
