'use client';
import { Dialog as Base } from '@base-ui/react/dialog';
import clsx from 'clsx';
import { X } from 'lucide-react';
import { createContext, use, useCallback, useEffect, useRef, useState, type ReactNode } from 'react';
import { buttonFace, type ButtonSize, type ButtonVariant } from './button-face';
import { WithheldButton } from './withheld-button';

export interface Trigger {
  readonly label: string;
  readonly icon?: ReactNode;
  readonly iconOnly?: boolean;
  readonly variant?: ButtonVariant;
  readonly size?: ButtonSize;
  /** Why this person may not open it; see Button. */
  readonly reason?: string | null;
}

export interface OverlayProps {
  /** The button that opens it. Leave it out and give `open` and `onClose` to open it from elsewhere. */
  readonly trigger?: Trigger;
  readonly open?: boolean;
  readonly onClose?: () => void;
  readonly title: string;
  readonly description?: ReactNode;
  readonly children: ReactNode;
}

const CloseContext = createContext<() => void>(() => {});

/** Closes the Dialog or Drawer around the caller. */
export const useClose = (): (() => void) => use(CloseContext);

/** Put it into a form in a Dialog: `<CloseWhen done={state.done} />` closes after the action succeeded. A success from
 *  before the dialog was opened again does not close it. */
export function CloseWhen({ done }: { done: unknown }) {
  const close = useClose();
  const before = useRef(done);
  useEffect(() => {
    if (done && done !== before.current) close();
  }, [done, close]);
  return null;
}

/** What Dialog and Drawer share: trigger, backdrop, heading, close button, focus kept inside. */
export function Overlay(props: OverlayProps & { popupClass: string; bodyClass: string }) {
  const { trigger, open, onClose, title, description, children, popupClass, bodyClass } = props;
  const [own, setOwn] = useState(false);
  const close = useCallback(() => {
    setOwn(false);
    onClose?.();
  }, [onClose]);
  if (trigger?.reason) {
    const { iconOnly, label } = trigger;
    return (
      <WithheldButton
        reason={trigger.reason}
        size={trigger.size}
        square={iconOnly}
        label={iconOnly ? label : undefined}
      >
        {trigger.icon}
        {!iconOnly && label}
      </WithheldButton>
    );
  }
  return (
    <Base.Root open={open ?? own} onOpenChange={(next) => (next ? setOwn(true) : close())}>
      {trigger && <OverlayTrigger {...trigger} />}
      <Base.Portal>
        <Base.Backdrop className="fixed inset-0 z-40 bg-scrim transition-opacity duration-150 data-ending-style:opacity-0 data-starting-style:opacity-0" />
        <Base.Popup
          className={clsx('fixed z-50 flex flex-col bg-raised shadow-pop outline-none', popupClass)}
        >
          <div className="flex items-start gap-4 border-b px-5 py-3.5">
            <div className="min-w-0 flex-1">
              <Base.Title className="text-base font-semibold break-words">{title}</Base.Title>
              {description && (
                <Base.Description className="mt-0.5 text-pretty text-muted" render={<div />}>
                  {description}
                </Base.Description>
              )}
            </div>
            <Base.Close
              aria-label="Close"
              className={clsx(buttonFace({ variant: 'ghost', size: 'sm', square: true }), '-mr-2')}
            >
              <X aria-hidden />
            </Base.Close>
          </div>
          <div className={clsx('min-h-0 overflow-y-auto px-5 py-4', bodyClass)}>
            <CloseContext value={close}>{children}</CloseContext>
          </div>
        </Base.Popup>
      </Base.Portal>
    </Base.Root>
  );
}

function OverlayTrigger({ label, icon, iconOnly, variant, size }: Trigger) {
  return (
    <Base.Trigger
      aria-label={iconOnly ? label : undefined}
      title={iconOnly ? label : undefined}
      className={buttonFace({ variant: variant ?? (iconOnly ? 'ghost' : undefined), size, square: iconOnly })}
    >
      {icon}
      {!iconOnly && label}
    </Base.Trigger>
  );
}
