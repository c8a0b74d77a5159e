import type { Tone } from '@/app/_ui/tone';

export const changeTones = {
  better: 'positive',
  worse: 'negative',
  not_enough_evidence: 'neutral',
} as const satisfies Record<string, Tone>;
