import { z } from 'zod';
import { inconclusive, type Outcome, type Sample } from '../contract';
import { templated } from './comparison';

export const share = z.number().min(0).max(1);

/** Parameters of everything that compares with an expected text. */
export const referenceParams = {
  value: templated
    .optional()
    .describe('the expected text; left out, the expected value of the case (or a list of them)'),
  pass: share.default(0.5).describe('a case passes from this score on'),
};

/** The texts to compare with: `value`, or what the case expects (text, number, or a list of these). */
export function referencesOf({ expected }: Sample, value: string | undefined): string[] {
  if (value !== undefined) return [value];
  const list: unknown[] = Array.isArray(expected) ? expected : [expected];
  return list.filter((item) => typeof item === 'string' || typeof item === 'number').map(String);
}

export const noReference = inconclusive('the case has no expected text');

interface Wanted {
  readonly value?: string | undefined;
  readonly pass: number;
}

/** The best score against any expected text; inconclusive when there is none. */
export function bestOf(
  sample: Sample,
  { value, pass }: Wanted,
  score: (reference: string) => number,
): Outcome {
  const references = referencesOf(sample, value);
  if (references.length === 0) return noReference;
  const best = Math.max(...references.map(score));
  return { state: 'scored', value: best, pass: best >= pass };
}
