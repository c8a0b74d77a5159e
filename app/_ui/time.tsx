'use client';
import { useSyncExternalStore } from 'react';
import { local, relative, utc, type Instant, type TimeStyle } from './format-time';

const everyMinute = (changed: () => void) => {
  const timer = setInterval(changed, 30_000);
  return () => clearInterval(timer);
};
const never = () => () => {};

export interface TimeProps {
  readonly value: Instant;
  /** date, datetime (default), precise (seconds), relative ("3 hours ago"). */
  readonly style?: TimeStyle;
}

/** An instant in the reader's time zone, UTC on hover. The server writes UTC; the browser replaces it after it took over. */
export function Time({ value, style = 'datetime' }: TimeProps) {
  const shown = style === 'relative' ? 'datetime' : style;
  const text = useSyncExternalStore(
    style === 'relative' ? everyMinute : never,
    () => (style === 'relative' ? relative(value, Date.now()) : local(value, shown)),
    () => utc(value, shown),
  );
  return (
    <time dateTime={typeof value === 'string' ? value : value.toISOString()} title={utc(value, 'precise')}>
      {text}
    </time>
  );
}
