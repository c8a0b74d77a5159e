import type { Tone } from '@/app/_ui/tone';

export const runTones = {
  queued: 'neutral',
  running: 'info',
  stopping: 'warning',
  stopped: 'warning',
  finished: 'neutral',
  failed: 'negative',
} as const satisfies Record<string, Tone>;

export const resultTones = {
  passed: 'positive',
  failed: 'negative',
  scored: 'neutral',
  inconclusive: 'warning',
  errored: 'negative',
} as const satisfies Record<string, Tone>;

const reasons: Readonly<Record<string, string>> = {
  stopped_by_person: 'Somebody stopped it',
  budget_exhausted: 'What is left of its budget is too little for the next case',
  auth: 'The target refused the key',
  billing: 'The target has no credit left',
  not_found: 'The target or the model does not exist',
  not_possible: 'It could not run',
  internal_error: 'Something went wrong on our side',
};

/** `auth: 127.0.0.1: Incorrect API key` in words. */
export function reasonWords(reason: string): string {
  const [code = '', ...rest] = reason.split(': ');
  const known = reasons[code];
  return known ? [known, ...rest].join(': ') : reason;
}

/** Four significant digits: 0.00000435, 28.29, 1204. */
export const significant = (value: number): string =>
  new Intl.NumberFormat('en-GB', { maximumSignificantDigits: 4, useGrouping: false }).format(value);

export const isMoving = (state: string): boolean => ['queued', 'running', 'stopping'].includes(state);

interface Limits {
  readonly min?: number;
  readonly max?: number;
  readonly maxDrop?: number;
}

/** `at least 0.9, at most 1`, `at most 0.05 worse than approved` */
export const limitWords = ({ min, max, maxDrop }: Limits): string =>
  [
    min === undefined ? '' : `at least ${min}`,
    max === undefined ? '' : `at most ${max}`,
    maxDrop === undefined ? '' : `at most ${maxDrop} worse than approved`,
  ]
    .filter(Boolean)
    .join(', ');
