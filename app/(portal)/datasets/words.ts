import type { Tone } from '@/app/_ui/tone';

export const kindOptions = [
  {
    value: 'cases',
    label: 'Cases',
    hint: 'Inputs with expected answers for evaluation suites: id, input, expected, context, metadata',
  },
  {
    value: 'table',
    label: 'Table',
    hint: 'Rows with any columns, such as predictions for a bias study',
  },
] as const;

export const personalDataOptions = [
  { value: 'unknown', label: 'Not classified yet' },
  { value: 'none', label: 'No personal data' },
  { value: 'personal', label: 'Personal data' },
  { value: 'special_category', label: 'Special categories (health, origin, …)' },
] as const;

export const personalDataTones = {
  unknown: 'warning',
  none: 'neutral',
  personal: 'info',
  special_category: 'accent',
} as const satisfies Record<string, Tone>;

export const labelOf = (options: readonly { value: string; label: string }[], value: string): string =>
  options.find((option) => option.value === value)?.label ?? value;
