import type { ReactNode } from 'react';

export interface ScrollRegionProps {
  /** Its name, or … */
  readonly label?: string;
  /** … the id of the element that names it. */
  readonly labelledBy?: string;
  readonly className?: string;
  readonly children: ReactNode;
}

/** A part that may scroll by itself; it takes focus, so that the arrow keys scroll it too (WCAG 2.1.1). */
export function ScrollRegion({ label, labelledBy, className, children }: ScrollRegionProps) {
  return (
    <div role="region" aria-label={label} aria-labelledby={labelledBy} tabIndex={0} className={className}>
      {children}
    </div>
  );
}
