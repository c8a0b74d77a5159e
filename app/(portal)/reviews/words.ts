import type { Tone } from '@/app/_ui/tone';

export const queueTones = { open: 'info', closed: 'neutral' } as const satisfies Record<string, Tone>;
