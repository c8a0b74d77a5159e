import clsx from 'clsx';
import { useId, type ReactNode } from 'react';
import { Card } from './card';

export interface SectionProps {
  readonly title: ReactNode;
  readonly description?: ReactNode;
  readonly actions?: ReactNode;
  /** plain: as it is; card: in a padded box; flush: in a box without padding. */
  readonly frame?: 'plain' | 'card' | 'flush';
  /** For links to it. */
  readonly id?: string;
  readonly children: ReactNode;
}

export function Section({ title, description, actions, frame = 'plain', id, children }: SectionProps) {
  const heading = useId();
  return (
    <section
      id={id}
      aria-labelledby={heading}
      className={clsx('flex min-w-0 flex-col gap-2.5', id && 'scroll-mt-32')}
    >
      <div className="flex flex-wrap items-end justify-between gap-x-4 gap-y-2">
        <div className="min-w-0">
          <h2 id={heading} className="text-base font-semibold">
            {title}
          </h2>
          {description && <p className="max-w-3xl text-pretty text-muted">{description}</p>}
        </div>
        {actions && (
          <div data-no-print className="flex flex-wrap items-center gap-2">
            {actions}
          </div>
        )}
      </div>
      {frame === 'plain' ? children : <Card flush={frame === 'flush'}>{children}</Card>}
    </section>
  );
}
