'use client';
import type { ButtonHTMLAttributes, ReactNode } from 'react';
import { buttonFace, type ButtonSize, type ButtonVariant } from './button-face';
import { Tooltip } from './tooltip';
import { WithheldButton } from './withheld-button';

export interface IconButtonProps extends Omit<
  ButtonHTMLAttributes<HTMLButtonElement>,
  'children' | 'disabled'
> {
  /** The accessible name, shown on hover and focus. */
  readonly label: string;
  readonly icon: ReactNode;
  readonly variant?: ButtonVariant;
  readonly size?: ButtonSize;
  readonly reason?: string | null;
}

export function IconButton({
  label,
  icon,
  variant = 'ghost',
  size,
  reason,
  type = 'button',
  ...rest
}: IconButtonProps) {
  if (reason) {
    return (
      <WithheldButton square label={label} reason={reason} size={size}>
        {icon}
      </WithheldButton>
    );
  }
  return (
    <Tooltip text={label}>
      <button
        type={type}
        aria-label={label}
        className={buttonFace({ variant, size, square: true })}
        {...rest}
      >
        {icon}
      </button>
    </Tooltip>
  );
}
