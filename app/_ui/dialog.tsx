'use client';
import clsx from 'clsx';
import { Overlay, type OverlayProps } from './overlay';

export type DialogProps = OverlayProps & { readonly size?: 'sm' | 'md' | 'lg' };

const widths = { sm: 'max-w-md', md: 'max-w-xl', lg: 'max-w-3xl' } as const;

export function Dialog({ size = 'sm', ...rest }: DialogProps) {
  return (
    <Overlay
      {...rest}
      bodyClass=""
      popupClass={clsx(
        'top-[12vh] left-1/2 max-h-[80vh] w-[calc(100vw-2rem)] -translate-x-1/2 rounded-xl',
        'transition-[opacity,scale] duration-150 data-ending-style:scale-98 data-ending-style:opacity-0 data-starting-style:scale-98 data-starting-style:opacity-0',
        widths[size],
      )}
    />
  );
}
