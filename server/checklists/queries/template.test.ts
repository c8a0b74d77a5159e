import { spawnSync } from 'node:child_process';
import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { world } from '@/db/testing/world';
import { importFramework } from '../commands/frameworks';
import { readWorkbook } from '../commands/read-workbook';
import { getFramework } from './frameworks';
import { getTemplate } from './template';

const org = world();
async function template(): Promise<Buffer> {
  const { body } = await getTemplate(org.as('viewer'), {});
  const pieces: Buffer[] = [];
  for await (const piece of body) pieces.push(piece as Buffer);
  return Buffer.concat(pieces);
}

it('the template says what there is, is the same each time, and imports as it is', async () => {
  const bytes = await template();
  expect(bytes.equals(await template())).toBe(true);
  const sheets = await readWorkbook(bytes);
  expect(sheets.map(({ name, rows }) => [name, rows.size > 1])).toEqual([
    ['Framework', true],
    ['Controls', true],
    ['Fields', true],
    ['Allowed values', true],
  ]);
  const first = [...(sheets[3]?.rows.get(1)?.values() ?? [])].map(({ text }) => text);
  expect(first).toContain('facts of appliesWhen');
  const fields = [...(sheets[1]?.rows.get(1)?.values() ?? [])].map(({ text }) => text);
  expect([...(sheets[2]?.rows ?? [])].slice(1).map(([, row]) => row.get('A')?.text)).toEqual(fields);
  const officer = org.as('compliance_officer');
  const made = await importFramework(officer, { format: 'xlsx', content: bytes.toString('base64') });
  expect(made).toMatchObject({ framework: 'house-rules', controls: 1, isInUse: true });
  const { pack } = await getFramework(officer, { framework: 'house-rules' });
  expect(pack).toMatchObject([
    {
      id: 'house-1',
      severity: 'blocking',
      blocks_in: ['staging', 'production'],
      owner_role: 'compliance_officer',
    },
  ]);
});

const hasOpenpyxl = spawnSync('python3', ['-c', 'import openpyxl']).status === 0;
it.skipIf(!hasOpenpyxl)('openpyxl opens it, lists to choose from included (skipped without it)', async () => {
  const path = join(mkdtempSync(join(tmpdir(), 'template-')), 'template.xlsx');
  writeFileSync(path, await template());
  const script = `import openpyxl,sys
book = openpyxl.load_workbook(sys.argv[1])
print(book.sheetnames, book['Controls']['A2'].value, len(book['Controls'].data_validations.dataValidation))`;
  const { stdout, stderr } = spawnSync('python3', ['-c', script, path], { encoding: 'utf8' });
  expect([stderr, stdout.trim()]).toEqual([
    '',
    "['Framework', 'Controls', 'Fields', 'Allowed values'] house-1 4",
  ]);
});
