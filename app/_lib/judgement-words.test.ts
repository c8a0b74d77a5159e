import { expect, it } from 'vitest';
import { judgementWords } from './judgement-words';

it('puts metric names, limits and large counts into words', () => {
  expect(
    judgementWords(
      'demographicParityRatio 0.82 with bounds 0.6 and 1 do not decide min 0.8; about 38743 more cases',
    ),
  ).toBe('Demographic parity ratio 0.82 with bounds 0.6 and 1 do not decide ≥ 0.8; about 38,743 more cases');
  expect(judgementWords('names-level: 0.9 beyond max 0.5')).toBe('names-level: 0.9 beyond ≤ 0.5');
});
