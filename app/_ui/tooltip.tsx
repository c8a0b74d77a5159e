'use client';
import { Tooltip as Base } from '@base-ui/react/tooltip';
import type { ReactElement, ReactNode } from 'react';

export interface TooltipProps {
  readonly text: ReactNode;
  /** The element described; it takes focus, so that the keyboard reaches the text. */
  readonly children: ReactElement<Record<string, unknown>>;
  readonly side?: 'top' | 'bottom' | 'left' | 'right';
}

/** More words for something that already has a name. Never the only place of anything needed. */
export function Tooltip({ text, children, side = 'top' }: TooltipProps) {
  return (
    <Base.Root>
      <Base.Trigger delay={250} closeOnClick={false} render={children} />
      <TooltipPopup side={side}>{text}</TooltipPopup>
    </Base.Root>
  );
}

export function TooltipPopup({
  children,
  side = 'top',
}: {
  children: ReactNode;
  side?: TooltipProps['side'];
}) {
  return (
    <Base.Portal>
      <Base.Positioner side={side} sideOffset={6} collisionPadding={8} className="z-60">
        <Base.Popup className="max-w-72 rounded-md bg-text px-2 py-1 text-xs text-pretty text-surface shadow-pop transition-opacity duration-100 data-ending-style:opacity-0 data-starting-style:opacity-0">
          {children}
        </Base.Popup>
      </Base.Positioner>
    </Base.Portal>
  );
}
