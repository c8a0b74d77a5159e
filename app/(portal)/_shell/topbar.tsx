import { Building2 } from 'lucide-react';
import type { ReactNode } from 'react';
import type { NavGroup } from './nav';
import { PersonMenu, type Person } from './person-menu';
import { SidebarDrawer } from './sidebar-drawer';
import { ThemeMenu } from './theme-menu';

export interface TopbarProps {
  readonly nav: readonly NavGroup[];
  readonly organisation: string;
  readonly person: Person;
  readonly signOut: ReactNode;
}

export function Topbar({ nav, organisation, person, signOut }: TopbarProps) {
  return (
    <header
      data-no-print
      className="sticky top-0 z-30 flex h-12 items-center gap-2 border-b bg-surface px-3 sm:px-6"
    >
      <div className="-ml-1 lg:hidden">
        <SidebarDrawer nav={nav} />
      </div>
      <p className="flex min-w-0 flex-1 items-center gap-2 text-muted">
        <Building2 aria-hidden size={14} className="shrink-0" />
        <span className="truncate font-medium text-text">{organisation}</span>
      </p>
      <ThemeMenu />
      <PersonMenu person={person} signOut={signOut} />
    </header>
  );
}
