import clsx from 'clsx';
import type { ReactNode } from 'react';

export interface EmptyStateProps {
  readonly icon?: ReactNode;
  /** "No releases yet". */
  readonly title: string;
  /** What will appear here. */
  readonly children?: ReactNode;
  /** The one action that starts it. */
  readonly action?: ReactNode;
  readonly heading?: 'h1' | 'h2' | 'h3' | 'p';
  /** On the bare page: in the box in which the content would stand. */
  readonly framed?: boolean;
}

export function EmptyState({
  icon,
  title,
  children,
  action,
  heading: Heading = 'p',
  framed,
}: EmptyStateProps) {
  return (
    <div
      className={clsx(
        'flex flex-col items-center gap-3 px-6 py-12 text-center',
        framed && 'rounded-lg border bg-raised shadow-card print:shadow-none',
      )}
    >
      {icon && (
        <span
          aria-hidden
          className="grid size-10 place-items-center rounded-lg border bg-sunken text-muted [&>svg]:size-[18px]"
        >
          {icon}
        </span>
      )}
      <div className="flex max-w-md flex-col gap-1">
        <Heading className="text-base font-semibold">{title}</Heading>
        {children && <div className="text-pretty text-muted">{children}</div>}
      </div>
      {action}
    </div>
  );
}
