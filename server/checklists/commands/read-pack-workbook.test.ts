import { describe, expect, it } from 'vitest';
import { world } from '@/db/testing/world';
import { zipped } from '@/server/reports/adapters/zip';
import { getFramework } from '../queries/frameworks';
import { readPack } from './read-pack';
import { importFramework } from './frameworks';

type Value = string | number | { readonly formula: string };
const main = 'http://schemas.openxmlformats.org/spreadsheetml/2006/main';
const office = 'http://schemas.openxmlformats.org/officeDocument/2006/relationships';
const escaped = (text: string) => text.replaceAll('&', '&amp;').replaceAll('<', '&lt;');

function cell(value: Value, place: string): string {
  if (typeof value === 'number') return `<c r="${place}"><v>${value}</v></c>`;
  if (typeof value === 'object') return `<c r="${place}"><f>${value.formula}</f><v>4</v></c>`;
  return `<c r="${place}" t="inlineStr"><is><r><t>${escaped(value.slice(0, 3))}</t></r><r><t>${escaped(value.slice(3))}</t></r></is></c>`;
}
const sheet = (rows: readonly (readonly Value[])[]) =>
  `<worksheet xmlns="${main}"><sheetData>${rows
    .map(
      (row, r) =>
        `<row r="${r + 1}">${row.map((value, c) => cell(value, `${'ABCDEFGHI'[c]}${r + 1}`)).join('')}</row>`,
    )
    .join('')}</sheetData></worksheet>`;

async function workbook(
  sheets: Readonly<Record<string, readonly (readonly Value[])[]>>,
  more: Readonly<Record<string, string>> = {},
): Promise<string> {
  const names = Object.keys(sheets);
  const parts: Record<string, string> = {
    'xl/workbook.xml': `<workbook xmlns="${main}" xmlns:r="${office}"><sheets>${names
      .map((name, at) => `<sheet name="${name}" sheetId="${at + 1}" r:id="rId${at + 1}"/>`)
      .join('')}</sheets></workbook>`,
    'xl/_rels/workbook.xml.rels': `<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">${names
      .map(
        (_, at) =>
          `<Relationship Id="rId${at + 1}" Type="${office}/worksheet" Target="worksheets/sheet${at + 1}.xml"/>`,
      )
      .join('')}</Relationships>`,
    ...Object.fromEntries(
      names.map((name, at) => [`xl/worksheets/sheet${at + 1}.xml`, sheet(sheets[name] ?? [])]),
    ),
    ...more,
  };
  const pieces: Buffer[] = [];
  const entries = Object.entries(parts).map(
    ([path, text]) => [path, new TextEncoder().encode(text)] as const,
  );
  for await (const piece of zipped(entries)) pieces.push(piece as Buffer);
  return Buffer.concat(pieces).toString('base64');
}

const Framework = [
  ['id', 'house-rules'],
  ['title', 'House rules'],
  ['version', '1'],
  ['asOf', 46_327],
];
const columns = ['id', 'title', 'requirement', 'appliesWhen', 'evidence', 'appliesFrom', 'reviewDays'];
const house1 = [
  'house-1',
  'An owner & a deputy',
  'Name them.',
  'phi',
  'doc.intended-use | att.owner; att.owner',
  46_357,
  90,
];
const read = (content: string) => readPack({ format: 'xlsx', content });
const problemsOf = (content: string): Promise<string[]> =>
  read(content).then(
    () => [],
    (error: { details?: { fields?: { content?: string[] } }; message: string }) =>
      error.details?.fields?.content ?? [error.message],
  );

describe('a framework in a workbook', () => {
  it('is read with its days and lists, stored, and can be written on as YAML', async () => {
    const content = await workbook({ Notes: [['nothing']], Framework, Controls: [columns, house1] });
    const { head, controls, source } = await read(content);
    expect(head).toMatchObject({ id: 'house-rules', version: '1', asOf: '2026-11-01' });
    expect(controls).toMatchObject([
      {
        line: 2,
        control: {
          id: 'house-1',
          title: 'An owner & a deputy',
          appliesWhen: 'phi',
          evidence: [['doc.intended-use', 'att.owner'], ['att.owner']],
          appliesFrom: '2026-12-01',
          reviewDays: 90,
        },
      },
    ]);
    expect((await readPack({ format: 'yaml', content: source })).controls[0]?.control).toEqual(
      controls[0]?.control,
    );
    const org = world();
    await importFramework(org.as('compliance_officer'), { format: 'xlsx', content });
    expect(await getFramework(org.as('viewer'), { framework: 'house-rules' })).toMatchObject({
      version: '1',
      controls: 1,
    });
  });

  it('is refused with sheet, row and column for everything that is wrong', async () => {
    const wrong = await workbook({
      Framework: [...Framework, ['owner', 'me']],
      Controls: [[...columns, 'colour'], house1, ['house-2', { formula: '2+2' }, 'x'], [], ['house-3', 'y']],
    });
    expect(await problemsOf(wrong)).toEqual([
      'Sheet Controls, row 1: column H: there is no field colour',
      'Sheet Controls, row 3, control house-2: column B, title: holds a formula; write its value instead',
      'Sheet Controls, row 3, control house-2: title: Invalid input: expected string, received undefined',
      expect.stringContaining('Sheet Framework, row 5: column A: there is no field owner'),
      expect.stringContaining('Sheet Controls, row 5, control house-3: requirement'),
    ]);
    const columnTwice = await workbook({
      Framework,
      Controls: [
        [...columns, 'title', '__proto__'],
        [...house1, 'b', 'c'],
      ],
    });
    expect(await problemsOf(columnTwice)).toEqual([
      'Sheet Controls, row 1: column H: title has a column already',
      'Sheet Controls, row 1: column I: there is no field __proto__',
      expect.stringContaining('Sheet Controls, row 2, control house-1'),
    ]);
    const twice = await workbook({ Framework, Controls: [columns, house1, house1] });
    const officer = world().as('compliance_officer');
    await expect(importFramework(officer, { format: 'xlsx', content: twice })).rejects.toMatchObject({
      message: 'Sheet Controls, row 3, control house-1: the id stands on row 2 already',
    });
  });

  it.each([
    ['no base64', () => '<xml>', 'A workbook is sent as base64'],
    ['no archive', () => Buffer.from('PK nothing').toString('base64'), 'it is no ZIP archive'],
    ['no sheet of controls', () => workbook({ Framework }), 'has no sheet "Controls"'],
    [
      'a document type',
      () => workbook({ Framework }, { 'xl/workbook.xml': '<!DOCTYPE a [<!ENTITY b "c">]><workbook/>' }),
      'declares a document type',
    ],
    [
      'a bomb',
      () => workbook({ Controls: [columns] }, { 'xl/sharedStrings.xml': ' '.repeat(31_000_000) }),
      'unpacks to more than 30 MB',
    ],
    [
      'broken XML',
      () => workbook({ Controls: [columns] }, { 'xl/sharedStrings.xml': '<sst><si>' }),
      'XML is damaged',
    ],
  ])('is refused in words: %s', async (_, made, words) => {
    expect((await problemsOf(await made())).join()).toContain(words);
  });
});
