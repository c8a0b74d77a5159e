import clsx from 'clsx';
import type { ReactNode } from 'react';

/** A raised box. `flush` leaves the padding to what is inside (tables, lists). */
export function Card({ flush, children }: { flush?: boolean; children: ReactNode }) {
  return (
    <div
      className={clsx(
        'min-w-0 rounded-lg border bg-raised shadow-card print:shadow-none',
        flush ? 'overflow-clip' : 'p-4',
      )}
    >
      {children}
    </div>
  );
}
