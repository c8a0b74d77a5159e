import type { ReactNode } from 'react';
import { Mark } from '@/app/_lib/mark';

export interface AuthCardProps {
  readonly title: string;
  readonly description?: ReactNode;
  /** Under the card: another way in, what happens next. */
  readonly footer?: ReactNode;
  readonly children: ReactNode;
}

/** The one card of sign-in, set-up and invitations. */
export function AuthCard({ title, description, footer, children }: AuthCardProps) {
  return (
    <main className="grid min-h-dvh place-items-center bg-surface px-4 py-10">
      <div className="flex w-full max-w-sm flex-col gap-5">
        <p className="flex items-center justify-center gap-2 text-lg font-semibold tracking-[-0.01em]">
          <Mark size={26} />
          Countersign
        </p>
        <div className="flex flex-col gap-5 rounded-xl border bg-raised p-6 shadow-card">
          <div className="flex flex-col gap-1">
            <h1 className="text-lg font-semibold">{title}</h1>
            {description && <div className="text-pretty text-muted">{description}</div>}
          </div>
          {children}
        </div>
        {footer && <div className="text-center text-xs text-pretty text-muted">{footer}</div>}
      </div>
    </main>
  );
}
