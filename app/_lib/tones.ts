import type { Tone } from '@/app/_ui/tone';

/** Of a run or study. */
export const verdictTones = {
  pass: 'positive',
  fail: 'negative',
  not_enough_evidence: 'warning',
} as const satisfies Record<string, Tone>;

/** Of the gate. */
export const decisionTones = {
  allow: 'positive',
  deny: 'negative',
  needs_signoff: 'warning',
} as const satisfies Record<string, Tone>;
