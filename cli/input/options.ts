import { InvalidArgumentError } from 'commander';

const numberOf = (text: string): number => {
  const value = text.trim() === '' ? NaN : Number(text);
  if (!Number.isFinite(value)) throw new InvalidArgumentError('It is not a number.');
  return value;
};

export const aNumber = (text: string): number => numberOf(text);

export const aWholeNumber = (text: string): number => {
  const value = numberOf(text);
  if (!Number.isInteger(value) || value < 0)
    throw new InvalidArgumentError('It is not a whole number from 0 up.');
  return value;
};

export const aConfidence = (text: string): number => {
  const value = numberOf(text);
  if (value <= 0.5 || value >= 1) throw new InvalidArgumentError('It must lie between 0.5 and 1.');
  return value;
};

export const aDate = (text: string): Date => {
  const value = new Date(text);
  if (!/^\d{4}-\d\d-\d\d/.test(text) || Number.isNaN(value.getTime()))
    throw new InvalidArgumentError('It is not a date such as 2026-01-31 or 2026-01-31T12:00:00Z.');
  return value;
};

const unitMs = { s: 1000, m: 60_000, h: 3_600_000 } as const;

/** Milliseconds of `90s`, `30m` or `2h`. */
export const aDuration = (text: string): number => {
  const [, amount, unit] = /^(\d{1,6})([smh])$/.exec(text) ?? [];
  if (amount === undefined || unit === undefined)
    throw new InvalidArgumentError('It is not a duration such as 90s, 30m or 2h.');
  return Number(amount) * unitMs[unit as keyof typeof unitMs];
};

/** For options that may be given several times. */
export const collected = (text: string, before: string[] | undefined): string[] => [...(before ?? []), text];

/** metricName as in JSON becomes metric-name. */
export const kebab = (name: string): string => name.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`);
