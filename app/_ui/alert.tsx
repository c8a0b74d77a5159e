import clsx from 'clsx';
import { CircleAlert, CircleCheck, Info, TriangleAlert } from 'lucide-react';
import type { ReactNode } from 'react';
import { softTone, type Tone } from './tone';

const icons = {
  neutral: Info,
  accent: Info,
  info: Info,
  positive: CircleCheck,
  warning: TriangleAlert,
  negative: CircleAlert,
} as const;

export interface AlertProps {
  readonly tone?: Tone;
  readonly title?: ReactNode;
  /** It appeared because of something the reader did; screen readers say it at once. */
  readonly live?: boolean;
  readonly action?: ReactNode;
  readonly children?: ReactNode;
}

export function Alert({ tone = 'info', title, live, action, children }: AlertProps) {
  const Icon = icons[tone];
  return (
    <div
      role={live ? 'alert' : undefined}
      className={clsx('flex gap-2.5 rounded-md border px-3 py-2.5', softTone[tone])}
    >
      <Icon aria-hidden size={15} className="mt-0.5 shrink-0" />
      <div className="min-w-0 flex-1 text-text">
        {title && <p className="font-medium">{title}</p>}
        {children && <div className={clsx('text-pretty', title && 'text-muted')}>{children}</div>}
      </div>
      {action && <div className="shrink-0">{action}</div>}
    </div>
  );
}
