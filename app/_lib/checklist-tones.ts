import type { Tone } from '@/app/_ui/tone';

/** Of a control. */
export const controlTones = {
  not_applicable: 'neutral',
  undetermined: 'warning',
  open: 'negative',
  stale: 'warning',
  satisfied: 'positive',
  alternative_implemented: 'positive',
  not_reasonable_documented: 'positive',
  set_aside: 'neutral',
  waived: 'warning',
  readiness: 'info',
} as const satisfies Record<string, Tone>;

/** Of evidence. */
export const evidenceTones = {
  valid: 'positive',
  expired: 'warning',
  superseded: 'neutral',
  revoked: 'negative',
  rejected: 'negative',
} as const satisfies Record<string, Tone>;

/** Of a checklist as a whole. */
export const checklistTones = {
  clear: 'positive',
  awaits_signoff: 'warning',
  blocked: 'negative',
} as const satisfies Record<string, Tone>;
