import { expect, it } from 'vitest';
import { otherThanCalibrated } from './calibrated-models';

const run = (...names: string[]) => names.map((name) => ({ name, results: 7 }));

it.each<[string, string | null, string[], string[], string[]]>([
  ['the same', 'a', ['a'], ['a'], []],
  ['a dated name of what was asked', 'gpt-4o', ['gpt-4o-2024-08-06'], ['gpt-4o'], []],
  ['the date came later', 'gpt-4o', ['gpt-4o'], ['gpt-4o-2024-08-06'], []],
  [
    'another date',
    'gpt-4o',
    ['gpt-4o-2024-08-06'],
    ['gpt-4o-2024-11-20'],
    ['was calibrated on gpt-4o-2024-08-06, but gpt-4o-2024-11-20 judged 7 results'],
  ],
  ['one of several', 'a', ['a-1', 'a-2'], ['a-2'], []],
  ['another one while calibrating', 'a', ['b'], ['b'], ['was calibrated on b instead of a']],
  [
    'another one while calibrating only',
    'a',
    ['b'],
    ['a'],
    ['was calibrated on b instead of a', 'was calibrated on b, but a judged 7 results'],
  ],
  ['another one in the run only', 'a', ['a'], ['b'], ['was calibrated on a, but b judged 7 results']],
  ['no name while calibrating', 'a', [], ['b'], []],
  ['an empty name', 'a', [''], ['b'], []],
  ['no name in the run', 'a', ['a'], [], []],
  ['nobody was asked', null, ['a'], ['a'], []],
])('%s', (_, asked, calibrated, ran, found) => {
  expect(otherThanCalibrated({ asked, calibrated }, run(...ran))).toEqual(found);
});

it('stays short', () => {
  const many = Array.from({ length: 50 }, (_, at) => `m${at}`);
  const found = otherThanCalibrated({ asked: 'a', calibrated: many }, run(...many.map((one) => `x${one}`)));
  expect(found).toHaveLength(11);
  expect(found[0]).toBe('was calibrated on m0, m1, m2, … instead of a');
});
