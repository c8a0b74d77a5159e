'use client';
import clsx from 'clsx';
import { Overlay, type OverlayProps } from './overlay';

export type DrawerProps = OverlayProps & { readonly size?: 'md' | 'lg' };

/** A panel from the right that leaves the page in sight: history, one case of a run, one event. */
export function Drawer({ size = 'md', ...rest }: DrawerProps) {
  return (
    <Overlay
      {...rest}
      bodyClass="flex-1"
      popupClass={clsx(
        'inset-y-0 right-0 w-full border-l transition-transform duration-200 ease-out',
        'data-ending-style:translate-x-full data-starting-style:translate-x-full',
        size === 'md' ? 'sm:max-w-lg' : 'sm:max-w-3xl',
      )}
    />
  );
}
