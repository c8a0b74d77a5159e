import type { ReactNode } from 'react';

export interface NavItem {
  readonly href: string;
  readonly label: string;
  readonly icon: ReactNode;
  /** How many things wait there; zero is not shown. */
  readonly badge?: number;
}

export interface NavGroup {
  /** Null for the pages that stand above all groups. */
  readonly group: string | null;
  readonly items: readonly NavItem[];
}

/** The item whose address is the longest beginning of where the reader is. */
export function activeHref(nav: readonly NavGroup[], pathname: string): string | undefined {
  const isUnder = (href: string) => pathname === href || (href !== '/' && pathname.startsWith(`${href}/`));
  return nav
    .flatMap(({ items }) => items.map(({ href }) => href))
    .filter(isUnder)
    .toSorted((a, b) => b.length - a.length)[0];
}
