import clsx from 'clsx';
import type { ButtonHTMLAttributes, ReactNode, Ref } from 'react';
import { buttonFace, type ButtonSize, type ButtonVariant } from './button-face';
import { WithheldButton } from './withheld-button';

export interface ButtonProps extends Omit<ButtonHTMLAttributes<HTMLButtonElement>, 'disabled'> {
  readonly variant?: ButtonVariant;
  readonly size?: ButtonSize;
  readonly icon?: ReactNode;
  /** Why this person may not press it; the button then stays in its place, disabled, and says so. */
  readonly reason?: string | null;
  readonly ref?: Ref<HTMLButtonElement>;
}

export function Button({
  variant,
  size,
  icon,
  reason,
  className,
  children,
  type = 'button',
  ...rest
}: ButtonProps) {
  if (reason) {
    return (
      <WithheldButton reason={reason} size={size}>
        {icon}
        {children}
      </WithheldButton>
    );
  }
  return (
    <button type={type} className={clsx(buttonFace({ variant, size }), className)} {...rest}>
      {icon}
      {children}
    </button>
  );
}
