import type { Tone } from '@/app/_ui/tone';

export const stageOptions = [
  { value: 'planned', label: 'Planned' },
  { value: 'development', label: 'In development' },
  { value: 'in_use', label: 'In use' },
  { value: 'retired', label: 'Retired' },
] as const;

export const stageTones = {
  planned: 'neutral',
  development: 'info',
  in_use: 'positive',
  retired: 'neutral',
} as const satisfies Record<string, Tone>;

export const stageLabel = (stage: string): string | undefined =>
  stageOptions.find(({ value }) => value === stage)?.label;
