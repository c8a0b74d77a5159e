import type { Tone } from '@/app/_ui/tone';

export const severityTones = {
  low: 'neutral',
  medium: 'info',
  high: 'warning',
  critical: 'negative',
} as const satisfies Record<string, Tone>;

export const severityOptions = [
  { value: 'low', label: 'Low' },
  { value: 'medium', label: 'Medium' },
  { value: 'high', label: 'High' },
  { value: 'critical', label: 'Critical' },
] as const;

export const findingTones = {
  open: 'warning',
  remediated: 'info',
  accepted: 'neutral',
  closed: 'positive',
} as const satisfies Record<string, Tone>;

export const findingWords = {
  open: 'Open',
  remediated: 'To be verified',
  accepted: 'Risk accepted',
  closed: 'Closed',
} as const;
export const findingOptions = Object.entries(findingWords).map(([value, label]) => ({ value, label }));
