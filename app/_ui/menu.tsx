'use client';
import { Menu as Base } from '@base-ui/react/menu';
import clsx from 'clsx';
import { Check, ChevronDown } from 'lucide-react';
import Link from 'next/link';
import type { ReactNode } from 'react';
import { buttonFace, type ButtonSize, type ButtonVariant } from './button-face';
import { WithheldButton } from './withheld-button';

export interface MenuEntry {
  readonly label: ReactNode;
  readonly icon?: ReactNode;
  /** An address, or … */
  readonly href?: string;
  /** … the address is a file to save, or … */
  readonly download?: boolean;
  /** … something to do (client components only). */
  readonly onSelect?: () => void;
  readonly checked?: boolean;
  readonly tone?: 'negative';
  /** Why this person may not; the entry stays and says so. */
  readonly reason?: string | null;
}

export interface MenuProps {
  readonly label: string;
  readonly items: readonly MenuEntry[];
  readonly icon?: ReactNode;
  /** The trigger shows the icon alone. */
  readonly iconOnly?: boolean;
  readonly variant?: ButtonVariant;
  readonly size?: ButtonSize;
  readonly align?: 'start' | 'end';
  readonly reason?: string | null;
}

export const popupFace =
  'rounded-lg bg-raised shadow-pop outline-none transition-[opacity,scale] duration-100 ' +
  'data-ending-style:scale-98 data-ending-style:opacity-0 data-starting-style:scale-98 data-starting-style:opacity-0';

const itemFace =
  'flex min-h-8 w-full cursor-default items-center gap-2 rounded-md px-2 py-1 text-left text-sm outline-none select-none ' +
  'data-highlighted:bg-hover [&_svg]:size-3.5 [&_svg]:shrink-0';

export function Menu({ label, items, icon, iconOnly, variant, size, align = 'end', reason }: MenuProps) {
  if (reason) {
    return (
      <WithheldButton reason={reason} size={size} square={iconOnly} label={iconOnly ? label : undefined}>
        {icon}
        {!iconOnly && label}
      </WithheldButton>
    );
  }
  return (
    <Base.Root>
      <Base.Trigger
        aria-label={iconOnly ? label : undefined}
        title={iconOnly ? label : undefined}
        className={buttonFace({ variant, size, square: iconOnly })}
      >
        {icon}
        {!iconOnly && label}
        {!iconOnly && <ChevronDown aria-hidden className="-mr-0.5 opacity-60" />}
      </Base.Trigger>
      <Base.Portal>
        <Base.Positioner align={align} sideOffset={4} collisionPadding={8} className="z-50">
          <Base.Popup className={clsx(popupFace, 'min-w-44 p-1')}>
            {items.map((item, index) => (
              <MenuLine key={index} {...item} />
            ))}
          </Base.Popup>
        </Base.Positioner>
      </Base.Portal>
    </Base.Root>
  );
}

function MenuLine({ label, icon, href, download, onSelect, checked, tone, reason }: MenuEntry) {
  const inside = (
    <>
      {icon}
      <span className="min-w-0 flex-1">
        {label}
        {reason && <span className="block max-w-60 text-xs text-pretty">{reason}</span>}
      </span>
      {checked && <Check aria-hidden />}
    </>
  );
  if (reason) {
    return (
      <Base.Item disabled className={clsx(itemFace, 'text-faint')}>
        {inside}
      </Base.Item>
    );
  }
  const look = clsx(itemFace, tone === 'negative' && 'text-negative');
  if (href && download) {
    return (
      <Base.LinkItem closeOnClick className={look} href={href} download>
        {inside}
      </Base.LinkItem>
    );
  }
  if (href) {
    return (
      <Base.LinkItem
        closeOnClick
        className={look}
        render={<Link href={href} />}
        aria-current={checked ? 'true' : undefined}
      >
        {inside}
      </Base.LinkItem>
    );
  }
  return (
    <Base.Item className={look} onClick={onSelect}>
      {inside}
    </Base.Item>
  );
}
