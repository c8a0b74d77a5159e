import { expect, it } from 'vitest';
import { withoutIds } from './gate-reason';

it('names the framework and leaves the controls to those who open the checklist', () => {
  const message = 'Framework "gdpr": 2 blocking controls are open: gdpr-a (no evidence), gdpr-b.';
  expect(withoutIds({ message, name: 'gdpr', ids: ['gdpr-a', 'gdpr-b'] })).toBe(
    'GDPR: 2 blocking controls are open',
  );
  const plain = 'One person with the role compliance officer must sign this release; 0 of 1 did.';
  expect(withoutIds({ message: plain })).toBe(plain);
});
