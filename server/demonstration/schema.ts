import { z } from 'zod';
import { id } from '@/server/kernel/contract';

/** Whom the work of the demonstration is done for. */
export const Cast = z.strictObject({ engineer: id('per'), compliance: id('per'), privacy: id('per') });
export type Cast = z.infer<typeof Cast>;

export const stepKeys = [
  'systems',
  'registry',
  'facts',
  'policy',
  'evaluation',
  'bias',
  'evidence',
  'release',
  'draft',
] as const;
export const StepKey = z.enum(stepKeys);
export type StepKey = z.infer<typeof StepKey>;
export const RecordStep = z.strictObject({ step: StepKey });
export const NoInput = z.strictObject({});
