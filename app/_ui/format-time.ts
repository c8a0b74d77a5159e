/** An instant as the API gives it (ISO 8601) or as a Date. */
export type Instant = string | Date;
export type TimeStyle = 'date' | 'datetime' | 'precise' | 'relative';

const fields: Record<Exclude<TimeStyle, 'relative'>, Intl.DateTimeFormatOptions> = {
  date: { day: 'numeric', month: 'short', year: 'numeric' },
  datetime: {
    day: 'numeric',
    month: 'short',
    year: 'numeric',
    hour: '2-digit',
    minute: '2-digit',
    hourCycle: 'h23',
  },
  precise: {
    day: 'numeric',
    month: 'short',
    year: 'numeric',
    hour: '2-digit',
    minute: '2-digit',
    second: '2-digit',
    hourCycle: 'h23',
  },
};

const steps = [
  ['year', 31_536_000],
  ['month', 2_592_000],
  ['day', 86_400],
  ['hour', 3600],
  ['minute', 60],
] as const;

const instant = (value: Instant): Date | null => {
  const date = typeof value === 'string' ? new Date(value) : value;
  return Number.isNaN(date.getTime()) ? null : date;
};

/** The instant in UTC, named as such: "3 Nov 2026, 14:05 UTC"; a date alone carries no zone. "–" when it is no instant. */
export function utc(value: Instant, style: Exclude<TimeStyle, 'relative'> = 'datetime'): string {
  const date = instant(value);
  if (!date) return '–';
  const text = new Intl.DateTimeFormat('en-GB', { ...fields[style], timeZone: 'UTC' }).format(date);
  return style === 'date' ? text : `${text} UTC`;
}

/** The instant in the time zone of the machine it runs on; for the browser only. */
export function local(value: Instant, style: Exclude<TimeStyle, 'relative'> = 'datetime'): string {
  const date = instant(value);
  return date ? new Intl.DateTimeFormat('en-GB', fields[style]).format(date) : '–';
}

/** "3 hours ago", "in 2 days", "just now"; `nowMs` is the reader's clock in milliseconds. */
export function relative(value: Instant, nowMs: number): string {
  const date = instant(value);
  if (!date) return '–';
  const seconds = (date.getTime() - nowMs) / 1000;
  const step = steps.find(([, size]) => Math.abs(seconds) >= size);
  if (!step) return 'just now';
  return new Intl.RelativeTimeFormat('en', { numeric: 'auto' }).format(
    Math.trunc(seconds / step[1]),
    step[0],
  );
}
