import { ChevronLeft, ChevronRight } from 'lucide-react';
import Link from 'next/link';
import type { ReactNode } from 'react';
import { buttonFace } from './button-face';

export interface PaginationProps {
  /** Addresses of the neighbouring pages; null at either end. */
  readonly previous: string | null;
  readonly next: string | null;
  /** "Showing 50 of 1,204 releases". */
  readonly summary?: ReactNode;
}

/** Paging by cursor. With no neighbours only the summary stays, without a summary nothing. */
export function Pagination({ previous, next, summary }: PaginationProps) {
  if (!previous && !next && !summary) return null;
  return (
    <nav
      aria-label="Pages"
      data-no-print
      className="flex min-h-7 items-center justify-between gap-4 text-xs text-muted"
    >
      <p role="status">{summary}</p>
      {(previous || next) && (
        <div className="flex gap-2">
          <Step href={previous} rel="prev">
            <ChevronLeft aria-hidden /> Previous
          </Step>
          <Step href={next} rel="next">
            Next <ChevronRight aria-hidden />
          </Step>
        </div>
      )}
    </nav>
  );
}

function Step({ href, rel, children }: { href: string | null; rel: 'prev' | 'next'; children: ReactNode }) {
  if (!href) {
    return (
      <span aria-disabled="true" role="link" className={buttonFace({ size: 'sm', unavailable: true })}>
        {children}
      </span>
    );
  }
  return (
    <Link href={href} rel={rel} className={buttonFace({ size: 'sm' })}>
      {children}
    </Link>
  );
}
