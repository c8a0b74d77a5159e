import clsx from 'clsx';
import { fillTone, type Tone } from './tone';

export interface ProgressProps {
  readonly label: string;
  /** 0..1; null while the end is unknown. */
  readonly value: number | null;
  readonly tone?: Tone;
  /** "412 of 1,000 cases"; the percentage when left out. */
  readonly text?: string;
  readonly hiddenLabel?: boolean;
}

export function Progress({ label, value, tone = 'accent', text, hiddenLabel }: ProgressProps) {
  const known = value !== null && Number.isFinite(value);
  const share = known ? Math.min(1, Math.max(0, value)) * 100 : 0;
  const reading = text ?? (known ? `${Math.floor(share)} %` : 'Working…');
  return (
    <div className="flex min-w-0 flex-col gap-1">
      {!hiddenLabel && (
        <div className="flex justify-between gap-3 text-xs text-muted">
          <span className="truncate">{label}</span>
          <span className="shrink-0">{reading}</span>
        </div>
      )}
      <div
        role="progressbar"
        aria-label={label}
        aria-valuemin={0}
        aria-valuemax={100}
        aria-valuenow={known ? Math.floor(share) : undefined}
        aria-valuetext={reading}
        className="h-1.5 overflow-hidden rounded-full bg-border"
      >
        {known ? (
          <svg aria-hidden width="100%" height="6" className="block">
            <rect
              width={`${share}%`}
              height="6"
              rx="3"
              className={clsx(fillTone[tone], 'transition-[width]')}
            />
          </svg>
        ) : (
          <div className="h-full w-2/5 animate-slide rounded-full bg-accent" />
        )}
      </div>
    </div>
  );
}
