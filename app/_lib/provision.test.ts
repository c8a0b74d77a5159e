import { expect, test } from 'vitest';
import { provisionWords } from './provision';

test('a law is named once for the provisions that follow each other', () => {
  expect(provisionWords('GDPR Art. 13(1); GDPR Art. 13(2); GDPR Art. 14(5)')).toBe(
    'GDPR Art. 13(1), 13(2), 14(5)',
  );
  expect(provisionWords('45 CFR 164.312(a)(1); 45 CFR 164.312(d)')).toBe('45 CFR 164.312(a)(1), 164.312(d)');
  expect(provisionWords('AI Act Art. 9; GDPR Art. 35(1); GDPR Art. 35(7)')).toBe(
    'AI Act Art. 9; GDPR Art. 35(1), 35(7)',
  );
});

test('what names no article is left as it is', () => {
  expect(provisionWords('House rules 1')).toBe('House rules 1');
  expect(provisionWords('A.6.2; A.6.3')).toBe('A.6.2; A.6.3');
  expect(provisionWords('')).toBe('');
});
