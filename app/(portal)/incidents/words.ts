import type { Tone } from '@/app/_ui/tone';
import type { Clock } from '@/server/findings/schema/incidents';

export const incidentTones = { open: 'negative', closed: 'positive' } as const satisfies Record<string, Tone>;

export const clockTones = {
  running: 'warning',
  late: 'negative',
  met: 'positive',
  met_late: 'negative',
  left_out: 'neutral',
} as const satisfies Record<Clock['state'], Tone>;

export const clockWords = {
  running: 'Running',
  late: 'Late',
  met: 'Made in time',
  met_late: 'Made late',
  left_out: 'Left out',
} as const satisfies Record<Clock['state'], string>;

export const riskOptions = [
  { value: 'unlikely', label: 'A risk is unlikely' },
  { value: 'risk', label: 'A risk' },
  { value: 'high', label: 'A high risk' },
] as const;

export const seriousOptions = [
  { value: 'none', label: 'No serious incident' },
  { value: 'serious', label: 'Serious harm to health, property, environment or fundamental rights' },
  { value: 'death', label: 'The death of a person' },
  { value: 'widespread', label: 'A widespread infringement, or critical infrastructure disrupted' },
] as const;
