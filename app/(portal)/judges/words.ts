import type { Tone } from '@/app/_ui/tone';

export const kindOptions = [
  { value: 'rubric', label: 'Rubric' },
  { value: 'g-eval', label: 'G-Eval' },
  { value: 'pairwise', label: 'Pairwise' },
] as const;
export const kindWords = { rubric: 'Rubric', 'g-eval': 'G-Eval', pairwise: 'Pairwise' } as const;

export const standingWords = {
  calibrated: 'Calibrated',
  too_weak: 'Too weak',
  expired: 'Calibration expired',
  none: 'Not calibrated',
} as const;
export const standingTones = {
  calibrated: 'positive',
  too_weak: 'warning',
  expired: 'warning',
  none: 'neutral',
} as const satisfies Record<string, Tone>;

export const judgingTones = {
  queued: 'neutral',
  running: 'info',
  stopped: 'warning',
  finished: 'positive',
  failed: 'negative',
} as const satisfies Record<string, Tone>;

/** The labels of each kind, and what people may have called them. */
export const labelsOf = {
  rubric: ['pass', 'fail'],
  'g-eval': ['pass', 'fail'],
  pairwise: ['A', 'B', 'tie'],
} as const;
