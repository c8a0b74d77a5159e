import type { ReactNode } from 'react';
import { ToastRegion } from '@/app/_ui/toast';
import type { NavGroup } from './nav';
import type { Person } from './person-menu';
import { Sidebar } from './sidebar';
import { Topbar } from './topbar';

export interface PortalShellProps {
  readonly nav: readonly NavGroup[];
  readonly organisation: string;
  readonly person: Person;
  /** A form whose button signs out, shown in the person's menu. */
  readonly signOut: ReactNode;
  /** Banners true of the whole installation ("single node", demonstration). */
  readonly banners?: ReactNode;
  readonly children: ReactNode;
}

/** Sidebar, top bar and the page between them. */
export function PortalShell({ nav, organisation, person, signOut, banners, children }: PortalShellProps) {
  return (
    <ToastRegion>
      <a
        href="#content"
        data-no-print
        className="fixed top-2 left-2 z-70 -translate-y-20 rounded-md bg-accent-solid px-3 py-1.5 font-medium text-on-solid focus:translate-y-0"
      >
        Skip to the page
      </a>
      <div className="min-h-dvh lg:grid lg:grid-cols-[14rem_minmax(0,1fr)] print:block">
        <aside
          data-no-print
          aria-label="Sidebar"
          className="sticky top-0 hidden h-dvh flex-col border-r bg-surface lg:flex"
        >
          <Sidebar nav={nav} />
        </aside>
        <div className="flex min-w-0 flex-col">
          {banners && <section aria-label="About this installation">{banners}</section>}
          <Topbar nav={nav} organisation={organisation} person={person} signOut={signOut} />
          <main id="content" tabIndex={-1} className="min-w-0 flex-1 outline-none">
            {children}
          </main>
        </div>
      </div>
    </ToastRegion>
  );
}
