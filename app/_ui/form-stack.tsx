import type { ReactNode } from 'react';

/** The inside of a form: fields in one readable column, buttons at the foot. */
export function FormStack({ footer, children }: { footer?: ReactNode; children: ReactNode }) {
  return (
    <div className="flex max-w-2xl flex-col gap-4">
      {children}
      {footer && <div className="flex flex-wrap items-center gap-2 pt-1">{footer}</div>}
    </div>
  );
}
