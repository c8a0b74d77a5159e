import type { Tone } from '@/app/_ui/tone';

export const releaseTones = {
  draft: 'neutral',
  frozen: 'info',
  submitted: 'accent',
  withdrawn: 'negative',
} as const satisfies Record<string, Tone>;

export const meaningTones = {
  reviewed: 'info',
  approved: 'positive',
  approved_with_conditions: 'warning',
  rejected: 'negative',
  risk_accepted: 'warning',
} as const satisfies Record<string, Tone>;

export const meanings = [
  { value: 'approved', label: 'Approve' },
  { value: 'approved_with_conditions', label: 'Approve with conditions' },
  { value: 'rejected', label: 'Reject' },
  { value: 'reviewed', label: 'Reviewed (no approval)' },
] as const;
