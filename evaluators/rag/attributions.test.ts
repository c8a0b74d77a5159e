import { describe, expect, it } from 'vitest';
import { attributionsOf } from './attributions';

const context = [
  { id: 'leaflet', text: 'Take it with food.' },
  { id: 'label', text: 'Not under 12 years.' },
];
const read = (output: string, given: unknown = context) =>
  attributionsOf({ id: '1', input: '', output, context: given }, 'context')?.map(({ sentence, sources }) => [
    sentence,
    ...sources.map(({ place }) => place),
  ]);

describe('attributions', () => {
  it('say which piece each sentence cites, by number or id, before or behind the full stop', () => {
    expect(read('Eat first [1]. Not for children. [label] Ask a doctor, e.g. by phone.')).toEqual([
      ['Eat first [1].', 1],
      ['Not for children. [label]', 2],
      ['Ask a doctor, e.g. by phone.'],
    ]);
  });
  it('keep a mark that names nothing retrieved, and take no link for one', () => {
    expect(read('So it is [7; leaflet].\nSee [here](https://example.org).')).toEqual([
      ['So it is [7; leaflet].', null, 1],
      ['See [here](https://example.org).'],
    ]);
  });
  it('are undefined without a retrieved piece, and bounded', () => {
    expect(read('Yes [1].', [])).toBeUndefined();
    expect(read('No. '.repeat(1000))).toHaveLength(500);
    const [one] =
      attributionsOf({ id: '1', input: '', output: 'A [1].', context: ['x'.repeat(5000)] }, 'context') ?? [];
    expect(one?.sources[0]?.text).toHaveLength(1000);
  });
});
