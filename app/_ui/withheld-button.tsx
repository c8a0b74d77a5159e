'use client';
import { Tooltip as Base } from '@base-ui/react/tooltip';
import { Lock } from 'lucide-react';
import { useId, useState, type ReactNode } from 'react';
import { buttonFace, type ButtonSize } from './button-face';
import { TooltipPopup } from './tooltip';

export interface WithheldButtonProps {
  readonly reason: string;
  readonly size?: ButtonSize;
  readonly square?: boolean;
  readonly label?: string;
  readonly children: ReactNode;
}

/** What a person may not press: it keeps its place and takes focus, and says why on hover, focus and tap. */
export function WithheldButton({ reason, size, square, label, children }: WithheldButtonProps) {
  const [open, setOpen] = useState(false);
  const id = useId();
  return (
    <Base.Root open={open} onOpenChange={setOpen}>
      <Base.Trigger
        delay={80}
        closeOnClick={false}
        onClick={() => setOpen(true)}
        render={
          <button
            type="button"
            aria-disabled="true"
            aria-label={label}
            aria-describedby={id}
            className={buttonFace({ size, square, unavailable: true })}
          />
        }
      >
        {children}
        {!square && <Lock aria-hidden className="opacity-70" />}
      </Base.Trigger>
      <span id={id} className="sr-only">
        {reason}
      </span>
      <TooltipPopup>{reason}</TooltipPopup>
    </Base.Root>
  );
}
