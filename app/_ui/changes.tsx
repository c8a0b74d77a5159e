import { ArrowRight } from 'lucide-react';
import type { ReactNode } from 'react';

export interface Change {
  readonly label: string;
  readonly before: ReactNode;
  readonly after: ReactNode;
}

const shown = (value: ReactNode): ReactNode =>
  value == null || value === '' ? <span className="text-faint">empty</span> : value;

/** `old → new`, grouped per change, for history drawers. */
export function Changes({ items }: { items: readonly Change[] }) {
  return (
    <dl className="flex flex-col gap-1 text-xs">
      {items.map(({ label, before, after }) => (
        <div key={label} className="grid gap-x-3 sm:grid-cols-[8rem_minmax(0,1fr)]">
          <dt className="min-w-0 break-words text-muted">{label}</dt>
          <dd className="flex min-w-0 flex-wrap items-baseline gap-x-1.5 text-text">
            <del className="min-w-0 rounded-xs bg-negative-soft px-1 break-words no-underline">
              {shown(before)}
            </del>
            <ArrowRight aria-label="became" size={11} className="shrink-0 self-center text-faint" />
            <ins className="min-w-0 rounded-xs bg-positive-soft px-1 break-words no-underline">
              {shown(after)}
            </ins>
          </dd>
        </div>
      ))}
    </dl>
  );
}
