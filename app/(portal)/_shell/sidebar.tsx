'use client';
import clsx from 'clsx';
import Link from 'next/link';
import { usePathname } from 'next/navigation';
import { useEffect, useRef } from 'react';
import { Mark } from '@/app/_lib/mark';
import { paths } from '@/app/_lib/paths';
import { activeHref, type NavGroup, type NavItem } from './nav';

export interface SidebarProps {
  readonly nav: readonly NavGroup[];
  /** After a page was chosen: closes the drawer. */
  readonly onNavigate?: () => void;
}

export function Sidebar({ nav, onNavigate }: SidebarProps) {
  const active = activeHref(nav, usePathname());
  const list = useRef<HTMLDivElement>(null);
  useEffect(() => {
    list.current?.querySelector('[aria-current]')?.scrollIntoView({ block: 'nearest' });
  }, [active]);
  const isBelow = ({ group }: NavGroup, index: number) => group === null && index > 0;
  const below = nav.filter(isBelow);
  const above = nav.filter((group) => !below.includes(group));
  return (
    <nav aria-label="Portal" className="flex min-h-0 flex-1 flex-col">
      <Link
        href={paths.overview()}
        onClick={onNavigate}
        className="flex h-12 shrink-0 items-center gap-2 px-4 text-base font-semibold tracking-[-0.01em] -outline-offset-2!"
      >
        <Mark />
        Countersign
      </Link>
      <div
        ref={list}
        className="scroll-edges flex scroll-py-3 min-h-0 flex-1 flex-col gap-3 overflow-y-auto px-2 pt-2 pb-2 short:gap-2"
      >
        {above.map((group) => (
          <SidebarGroup key={group.group ?? 'top'} {...group} active={active} onNavigate={onNavigate} />
        ))}
      </div>
      {below.length > 0 && (
        <div className="shrink-0 border-t px-2 py-2">
          {below.map((group) => (
            <SidebarGroup key="below" {...group} active={active} onNavigate={onNavigate} />
          ))}
        </div>
      )}
    </nav>
  );
}

function SidebarGroup({
  group,
  items,
  active,
  onNavigate,
}: NavGroup & { active: string | undefined; onNavigate?: () => void }) {
  return (
    <div>
      {group && <h2 className="px-2 pb-1 text-2xs font-medium text-faint">{group}</h2>}
      <ul className="flex flex-col gap-px">
        {items.map((item) => (
          <SidebarLink key={item.href} item={item} active={item.href === active} onNavigate={onNavigate} />
        ))}
      </ul>
    </div>
  );
}

function SidebarLink({
  item,
  active,
  onNavigate,
}: {
  item: NavItem;
  active: boolean;
  onNavigate?: () => void;
}) {
  const { href, label, icon, badge } = item;
  return (
    <li>
      <Link
        href={href}
        onClick={onNavigate}
        aria-current={active ? 'page' : undefined}
        className={clsx(
          'flex h-7 items-center gap-2 rounded-md px-2 short:h-6 transition-colors -outline-offset-1! [&>svg]:size-3.5 [&>svg]:shrink-0',
          active ? 'bg-accent-soft font-medium text-accent' : 'text-muted hover:bg-hover hover:text-text',
        )}
      >
        {icon}
        <span className="min-w-0 flex-1 truncate">{label}</span>
        {badge ? (
          <span className="rounded-full bg-accent-solid px-1.5 text-2xs font-medium text-on-solid">
            {badge > 99 ? '99+' : badge}
            <span className="sr-only"> waiting</span>
          </span>
        ) : null}
      </Link>
    </li>
  );
}
