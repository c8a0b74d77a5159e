import { ChevronRight } from 'lucide-react';
import Link from 'next/link';
import type { ReactNode } from 'react';

export interface Crumb {
  readonly label: string;
  readonly href: string;
}

export interface PageProps {
  readonly title: ReactNode;
  readonly breadcrumb?: readonly Crumb[];
  /** A StatusChip beside the title. */
  readonly status?: ReactNode;
  /** Short facts under the title: owner, digest, time. Each is one item; empty ones are left out. */
  readonly meta?: readonly ReactNode[];
  readonly description?: ReactNode;
  /** Buttons, the primary one last. */
  readonly actions?: ReactNode;
  /** A Tabs row that closes the header. */
  readonly tabs?: ReactNode;
  readonly children: ReactNode;
}

export function Page({ title, breadcrumb, status, meta, description, actions, tabs, children }: PageProps) {
  const facts = meta?.filter((fact) => fact != null && fact !== false && fact !== '') ?? [];
  return (
    <div className="mx-auto flex w-full max-w-[84rem] flex-col gap-5 px-4 pt-5 pb-16 sm:px-6 print:max-w-none print:px-0 print:py-3">
      <header className="flex flex-col gap-3">
        {breadcrumb && breadcrumb.length > 0 && <Breadcrumb crumbs={breadcrumb} />}
        <div className="flex flex-wrap items-start justify-between gap-x-6 gap-y-3">
          <div className="flex min-w-0 flex-1 basis-72 flex-col gap-1.5">
            <div className="flex flex-wrap items-center gap-x-2.5 gap-y-1">
              <h1 className="min-w-0 text-xl font-semibold tracking-[-0.012em] break-words">{title}</h1>
              {status}
            </div>
            {facts.length > 0 && <Meta facts={facts} />}
            {description && <p className="max-w-3xl text-pretty text-muted">{description}</p>}
          </div>
          {actions && (
            <div data-no-print className="flex flex-wrap items-center gap-2">
              {actions}
            </div>
          )}
        </div>
        {tabs}
      </header>
      {children}
    </div>
  );
}

function Breadcrumb({ crumbs }: { crumbs: readonly Crumb[] }) {
  return (
    <nav aria-label="Breadcrumb" data-no-print className="-mb-1.5">
      <ol className="flex flex-wrap items-center gap-1 text-xs text-muted">
        {crumbs.map(({ label, href }, index) => (
          <li key={href} className="flex items-center gap-1">
            {index > 0 && <ChevronRight aria-hidden size={12} className="text-faint" />}
            <Link href={href} className="rounded-xs hover:text-text hover:underline">
              {label}
            </Link>
          </li>
        ))}
      </ol>
    </nav>
  );
}

/** A dot stands before each fact; those that begin a line lie left of the clipped edge. */
function Meta({ facts }: { facts: readonly ReactNode[] }) {
  return (
    <div className="overflow-x-clip text-muted">
      <div className="-ml-4 flex flex-wrap items-center gap-y-1">
        {facts.map((fact, index) => (
          <span
            key={index}
            className="relative inline-flex min-w-0 items-center gap-1 pl-4 before:absolute before:left-1.5 before:text-faint before:content-['·']"
          >
            {fact}
          </span>
        ))}
      </div>
    </div>
  );
}
