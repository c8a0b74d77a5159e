import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { columnIndexes, csvLimits, openCsv } from './csv';
import { readJsonl } from './jsonl';

const bytes = (text: string) => new TextEncoder().encode(text);
async function table(content: string | Uint8Array, chunk = Infinity) {
  const whole = typeof content === 'string' ? bytes(content) : content;
  const chunks = [];
  for (let at = 0; at < whole.length; at += chunk) chunks.push(whole.subarray(at, at + chunk));
  const { columns, batches } = await openCsv(chunks, { ...csvLimits, maxLength: 200, maxRows: 50 });
  const rows = [];
  for await (const batch of batches) rows.push(...batch);
  return { columns, rows: rows.map(({ values }) => values), lines: rows.map(({ line }) => line) };
}

describe('openCsv', () => {
  it('reads quotes, commas, line ends and a byte order mark', async () => {
    const read = await table('\uFEFFa,b\r\n"x, ""y""","1\r\n2"\r\n,\u00e9\r\n\r\n', 1);
    expect(read).toEqual({
      columns: ['a', 'b'],
      rows: [
        ['x, "y"', '1\r\n2'],
        ['', 'é'],
      ],
      lines: [2, 4],
    });
  });
  it('reads what it should have written, whatever the chunks', async () => {
    const cell = fc.string({ maxLength: 8 }).map((text) => text.replaceAll('\0', ''));
    const quote = (text: string) => `"${text.replaceAll('"', '""')}"`;
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.tuple(cell, cell), { minLength: 1, maxLength: 5 }),
        fc.integer({ min: 1, max: 9 }),
        async (rows, chunk) => {
          const text = `a,b\n${rows.map((row) => row.map(quote).join(',')).join('\n')}\n`;
          expect((await table(text, chunk)).rows).toEqual(rows);
        },
      ),
    );
  });
  it.each([
    ['', 'the file is empty'],
    ['a,b\n', 'no rows'],
    ['a,b\n1,2\n3\n', 'line 3 has 1 fields where the header has 2'],
    ['a,b\n1,2,3\n', 'line 2 has 3 fields'],
    ['a,b\n1,2\n\n3,4\n', 'line 3 is empty'],
    ['a,a\n1,2\n', 'two columns are called "a"'],
    ['a,\n1,2\n', 'column 2 has no name'],
    ['a;b\n1;2\n', 'separate columns with commas'],
    ['a,b\n"1,2\n3,4\n', 'quote opened in the record at line 2 is never closed'],
    ['a,b\n"1"x,2\n', 'line 2 has text after a closing quote'],
    ['a,b\n1"x,2\n', 'line 2 has a quote inside an unquoted field'],
    ['a,b\n1\r2,3\n', 'carriage return'],
    ['a,b\n1,\0\n', 'U+0000'],
    [`a,b\n1,${'x'.repeat(300)}\n`, 'line 2 is longer than 200 characters'],
    [`a,b\n1,"${'x\n'.repeat(150)}"\n`, 'record at line 2 is longer than 200'],
    [`a,b\n${'1,2\n'.repeat(60)}`, 'more than 50 rows'],
  ])('refuses %j', async (text, message) => {
    await expect(table(text)).rejects.toThrow(message);
    await expect(table(text, 3)).rejects.toThrow(message);
  });
  it('refuses other encodings with the line', async () => {
    await expect(table(Uint8Array.from([0xff, 0xfe, 0x61, 0]))).rejects.toThrow('UTF-16');
    const latin = Uint8Array.from([...bytes('a,b\n1,2\n'), 0xe9, ...bytes(',2\n')]);
    await expect(table(latin)).rejects.toThrow('not UTF-8: invalid bytes in or after line 3');
    await expect(table(Uint8Array.from([...bytes('a,b\n1,'), 0xc3]))).rejects.toThrow('not UTF-8');
  });
  it('names the columns there are', () => {
    expect(columnIndexes(['a', 'b'], ['b'])).toEqual([1]);
    expect(() => columnIndexes(['a', 'b'], ['c'])).toThrow('there is no column "c"; the columns are a, b');
  });
});

describe('readJsonl', () => {
  const lines = async (text: string) => {
    const values = [];
    for await (const one of readJsonl([bytes(text)], { maxRows: 5, maxLength: 20 })) values.push(one);
    return values;
  };
  it('reads values with their lines', async () => {
    expect(await lines('{"a":1}\r\n\n[2]')).toEqual([
      { line: 1, value: { a: 1 } },
      { line: 3, value: [2] },
    ]);
  });
  it.each([
    ['\n\n', 'no lines'],
    ['1\n{"a"\n', 'line 2 is not JSON'],
    [`"${'x'.repeat(30)}"`, 'line 1 is longer than 20 characters'],
    ['1\n2\n3\n4\n5\n6', 'more than 5 lines'],
  ])('refuses %j', async (text, message) => {
    await expect(lines(text)).rejects.toThrow(message);
  });
});
