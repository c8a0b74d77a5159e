import Link from 'next/link';
import type { ReactNode } from 'react';
import { buttonFace, type ButtonSize, type ButtonVariant } from './button-face';
import { WithheldButton } from './withheld-button';

export interface LinkButtonProps {
  readonly href: string;
  readonly variant?: ButtonVariant;
  readonly size?: ButtonSize;
  readonly icon?: ReactNode;
  /** Why this person may not go there; see Button. */
  readonly reason?: string | null;
  /** A file: the browser saves it, the router stays out. */
  readonly download?: boolean;
  readonly children: ReactNode;
}

export function LinkButton({ href, variant, size, icon, reason, download, children }: LinkButtonProps) {
  if (reason) {
    return (
      <WithheldButton reason={reason} size={size}>
        {icon}
        {children}
      </WithheldButton>
    );
  }
  const look = buttonFace({ variant, size });
  return download ? (
    <a href={href} download className={look}>
      {icon}
      {children}
    </a>
  ) : (
    <Link href={href} className={look}>
      {icon}
      {children}
    </Link>
  );
}
