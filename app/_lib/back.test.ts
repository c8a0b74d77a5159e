import { expect, test } from 'vitest';
import { backOf, backWords } from './back';

test('the way back is an address of this portal and nothing else', () => {
  expect(backOf('/checklists/rel_1/production?control=gdpr-art-5')).toBe(
    '/checklists/rel_1/production?control=gdpr-art-5',
  );
  expect(backOf('/incidents/inc_1')).toBe('/incidents/inc_1');
  const others = [
    '//example.org/checklists/',
    'https://example.org',
    '/checklists/\\example.org',
    '/sign-in',
  ];
  for (const other of others) expect(backOf(other)).toBeUndefined();
  expect(backOf(['/checklists/a'])).toBeUndefined();
  expect(backOf(`/checklists/${'a'.repeat(500)}`)).toBeUndefined();
});

test('it says where it leads', () => {
  expect(backWords('/checklists/rel_1/production?control=a')).toBe('Back to the control');
  expect(backWords('/checklists/rel_1/production/evidence')).toBe('Back to the checklist');
  expect(backWords('/incidents/inc_1')).toBe('Back to the incident');
  expect(backWords('/vendors/ven_1')).toBe('Back to the vendor');
});
