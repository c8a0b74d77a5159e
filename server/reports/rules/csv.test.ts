import { parse } from 'csv-parse/sync';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { csv, csvCell } from './csv';

const payloads = [
  "=cmd|' /C calc'!A0",
  '+1+1',
  '-2+3+cmd',
  '@SUM(1+9)*cmd',
  '|whoami',
  '%0A=1',
  '\t=1',
  '\r=1',
  '\n=1',
  '\tplain',
  '  =1',
  '\ufeff=1',
  '\u0000=1',
  '\u00a0=1',
  '＝1',
  '＋1',
  '－1',
  '＠1',
  '"=1"\n=2'.slice(5),
];

describe('csv', () => {
  it.each(payloads)('opens %j with an apostrophe', (payload) => {
    expect(csvCell(payload).replace(/^"/, '')).toMatch(/^'/);
  });

  it('leaves plain text and typed numbers alone', () => {
    expect(
      csv(
        ['a', 'b'],
        [
          ['x', -1.5],
          ['2026-11-22', true],
          [null, 'a-b=c'],
        ],
      ),
    ).toBe('a,b\r\nx,-1.5\r\n2026-11-22,true\r\n,a-b=c\r\n');
  });

  it('is read back by a CSV reader, apart from the apostrophes', () => {
    fc.assert(
      fc.property(
        fc.array(fc.tuple(fc.string({ unit: 'binary' }), fc.string()), { minLength: 1 }),
        (rows) => {
          const read = parse(csv(['a', 'b'], rows), { from_line: 2, relax_column_count: true }) as string[][];
          const bare = (cell = '') => cell.replace(/^'/, '');
          expect(read.map((row) => row.map(bare))).toEqual(rows.map((row) => row.map(bare)));
        },
      ),
    );
    expect(csvCell('say "a, b"')).toBe('"say ""a, b"""');
  });
});
