import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { SaxesParser } from 'saxes';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import yauzl from 'yauzl';
import type { BuiltDocument } from '../rules/document';
import { renderDocx } from './docx-document';

/** pip install python-docx==1.2.0 */
const hasPythonDocx = spawnSync('python3', ['-c', 'import docx']).status === 0;
const office = ['soffice', 'libreoffice'].find((tool) => spawnSync(tool, ['--version']).status === 0);
if (!hasPythonDocx) process.stderr.write('SKIPPED: DOCX in python-docx, which is not installed\n');
if (!office) process.stderr.write('SKIPPED: DOCX in LibreOffice, which is not installed\n');

const hostile = '</w:t></w:r><w:p/>&"\u0000\u202e DDEAUTO c:\\\\cmd.exe\nsecond line';
const document: BuiltDocument = {
  schema: 'countersign.document/v1',
  id: 'dpia',
  title: 'Data protection impact assessment',
  basis: 'GDPR Art. 35',
  reader: 'supervisory authority',
  organisation: 'A & B <Hospital>',
  system: 'triage',
  release: { version: '1.0.0', digest: `sha256:${'a'.repeat(64)}`, environment: 'production' },
  incident: null,
  madeAt: '2026-11-23T10:00:00.000Z',
  packs: [{ id: 'gdpr', version: '2026-08-05' }],
  missing: ['Measures: Residual risk'],
  sections: [
    {
      title: 'Description',
      fields: [
        { label: 'Purposes', optional: false, values: ['Sorts messages of patients', hostile] },
        { label: 'Residual risk', optional: false, values: [] },
        { label: 'Remarks', optional: true, values: [] },
      ],
    },
  ],
  notice: 'It is no legal advice.',
};

let folder: string;
beforeAll(() => void (folder = mkdtempSync(join(tmpdir(), 'countersign-docx-'))));
afterAll(() => rmSync(folder, { recursive: true }));

async function bytesOf(of: BuiltDocument): Promise<Buffer> {
  const chunks: Buffer[] = [];
  for await (const chunk of renderDocx(of, 'https://portal.example/releases/rel_1'))
    chunks.push(chunk as Buffer);
  return Buffer.concat(chunks);
}

function partsOf(bytes: Buffer): Promise<Map<string, string>> {
  const parts = new Map<string, string>();
  return new Promise((resolve, reject) => {
    yauzl.fromBuffer(bytes, { lazyEntries: true }, (error, zip) => {
      if (error) return reject(error);
      zip.on('end', () => resolve(parts));
      zip.on('entry', (entry: yauzl.Entry) => {
        zip.openReadStream(entry, async (failed, stream) => {
          if (failed) return reject(failed);
          const chunks: Buffer[] = [];
          for await (const chunk of stream) chunks.push(chunk as Buffer);
          parts.set(entry.fileName, Buffer.concat(chunks).toString());
          zip.readEntry();
        });
      });
      zip.readEntry();
    });
  });
}

/** The text of a part, with its elements counted; throws where it is not well-formed. */
function read(part: string) {
  const parser = new SaxesParser({ xmlns: true });
  const counts: Record<string, number> = {};
  let text = '';
  parser.on('error', (error) => {
    throw error;
  });
  parser.on('opentag', ({ name }) => (counts[name] = (counts[name] ?? 0) + 1));
  parser.on('text', (words) => (text += words));
  parser.write(part).close();
  return { text, counts };
}

describe('a document as DOCX', () => {
  it('is a package of well-formed parts, each named in its content types, with the same bytes each time', async () => {
    const [bytes, again] = await Promise.all([bytesOf(document), bytesOf(document)]);
    expect(bytes.equals(again)).toBe(true);
    const parts = await partsOf(bytes);
    expect([...parts.keys()][0]).toBe('[Content_Types].xml');
    for (const part of parts.values()) expect(() => read(part)).not.toThrow();
    const types = parts.get('[Content_Types].xml');
    for (const name of [...parts.keys()].filter(
      (path) => path.startsWith('word/') && !path.endsWith('.rels'),
    ))
      expect(types).toContain(`PartName="/${name}"`);
  });

  it('says what the PDF says: missing fields first, then each field in a table', async () => {
    const { text, counts } = read((await partsOf(await bytesOf(document))).get('word/document.xml') ?? '');
    expect(text).toContain('Missing: 1');
    expect(text.indexOf('Measures: Residual risk')).toBeLessThan(text.indexOf('Purposes'));
    expect(text).toContain('Sorts messages of patients');
    expect(text).toContain('Not recorded');
    expect(text).toContain('A & B <Hospital>');
    expect([counts['w:tbl'], counts['w:tr']]).toEqual([2, 8]);
  });

  it('keeps hostile text as text: no element, no field, no control character comes of it', async () => {
    const part = (await partsOf(await bytesOf(document))).get('word/document.xml') ?? '';
    const plain = { ...document, sections: [{ title: 'D', fields: [] }] };
    const quiet = read((await partsOf(await bytesOf(plain))).get('word/document.xml') ?? '');
    const { text, counts } = read(part);
    expect(text).toContain('</w:t></w:r><w:p/>&"\ufffd\u202e DDEAUTO c:\\\\cmd.exe');
    expect(counts['w:br']).toBe(2);
    expect(Object.keys(counts).filter((name) => !(name in quiet.counts))).toEqual(['w:br']);
    for (const field of ['w:instrText', 'w:fldSimple', 'w:hyperlink', 'w:object'])
      expect(part).not.toContain(field);
  });

  it.skipIf(!hasPythonDocx)(
    'opens in python-docx (skipped: not installed)',
    { timeout: 60_000 },
    async () => {
      const path = join(folder, 'opened.docx');
      writeFileSync(path, await bytesOf(document));
      const script =
        'import docx,json,sys; d=docx.Document(sys.argv[1]); print(json.dumps([d.core_properties.title,' +
        '[p.text for p in d.paragraphs if p.style.name=="Heading 1"],d.tables[1].cell(0,1).text,len(d.tables)]))';
      const { stdout, stderr } = spawnSync('python3', ['-c', script, path], { encoding: 'utf8' });
      expect(stderr).toBe('');
      expect(JSON.parse(stdout)).toEqual([
        'Data protection impact assessment: triage 1.0.0',
        ['Missing: 1', 'Description'],
        expect.stringContaining('</w:t></w:r><w:p/>'),
        2,
      ]);
    },
  );

  it.skipIf(!office)('opens in LibreOffice (skipped: not installed)', { timeout: 180_000 }, async () => {
    writeFileSync(join(folder, 'office.docx'), await bytesOf(document));
    const profile = `-env:UserInstallation=file://${folder}/profile`;
    const options = ['--headless', '--convert-to', 'txt:Text (encoded):UTF8', '--outdir', folder];
    const ran = spawnSync(office ?? '', [profile, ...options, join(folder, 'office.docx')], {
      encoding: 'utf8',
    });
    expect(ran.status).toBe(0);
    expect(readFileSync(join(folder, 'office.txt'), 'utf8')).toContain('DDEAUTO c:');
  });
});
