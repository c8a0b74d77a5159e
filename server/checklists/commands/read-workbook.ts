import { SaxesParser } from 'saxes';
import yauzl from 'yauzl';
import { invalid } from '@/server/kernel/refusal';

/** One cell: its text as it is stored, whether a formula stands behind it. */
export interface Cell {
  readonly text: string;
  readonly isNumber: boolean;
  readonly isFormula: boolean;
}
export interface Sheet {
  readonly name: string;
  /** By row number and column letters, as the spreadsheet shows them; empty cells are absent. */
  readonly rows: ReadonlyMap<number, ReadonlyMap<string, Cell>>;
  /** Day 0 of numbers that are dates: 1899-12-30, or 1904-01-01 in workbooks of old Macintoshes. */
  readonly dayZero: number;
}

const mostEntries = 500;
const mostBytes = 30_000_000;
const mostCells = 200_000;
const refused = (why: string) => invalid('content', `This is not a workbook (.xlsx): ${why}`);

/**
 * The sheets of an Office Open XML workbook (ECMA-376) in their order: values only. Formulas are marked, never computed;
 * macros, links and pictures are not looked at.
 * @throws Refusal invalid for anything else, and for more than 500 parts, 30 MB of XML or 200,000 cells
 */
export async function readWorkbook(bytes: Buffer): Promise<Sheet[]> {
  const parts = await partsOf(bytes);
  const book = outline(parts, 'xl/workbook.xml');
  const targets = new Map(
    outline(parts, 'xl/_rels/workbook.xml.rels').relations.map(({ id, target }) => [id, target]),
  );
  const shared = parts.has('xl/sharedStrings.xml')
    ? sharedTexts(parts.get('xl/sharedStrings.xml') ?? '')
    : [];
  const dayZero = book.is1904 ? Date.UTC(1904, 0, 1) : Date.UTC(1899, 11, 30);
  return book.sheets.map(({ name, id }) => {
    const target = targets.get(id) ?? '';
    const path = target.startsWith('/') ? target.slice(1) : `xl/${target}`;
    const xml = parts.get(path);
    if (xml === undefined) throw refused(`its sheet "${name}" is missing`);
    return { name, rows: cellsOf(xml, shared), dayZero };
  });
}

const wanted = /^xl\/(workbook\.xml|_rels\/workbook\.xml\.rels|sharedStrings\.xml|worksheets\/[^/]+\.xml)$/;

/** The parts that hold names and values, unpacked up to the limit whatever their headers say. */
function partsOf(bytes: Buffer): Promise<Map<string, string>> {
  return new Promise((resolve, reject) => {
    yauzl.fromBuffer(bytes, { lazyEntries: true, strictFileNames: true }, (error, zip) => {
      if (error) return reject(refused('it is no ZIP archive'));
      if (zip.entryCount > mostEntries) return reject(refused(`it has more than ${mostEntries} parts`));
      const parts = new Map<string, string>();
      let left = mostBytes;
      zip.on('error', () => reject(refused('its archive is damaged')));
      zip.on('end', () => resolve(parts));
      zip.on('entry', (entry: yauzl.Entry) => {
        if (!wanted.test(entry.fileName)) return zip.readEntry();
        if (entry.uncompressedSize > left) return reject(refused('it unpacks to more than 30 MB'));
        zip.openReadStream(entry, (failed, stream) => {
          if (failed) return reject(refused('its archive is damaged'));
          const pieces: Buffer[] = [];
          stream.on('data', (piece: Buffer) => {
            left -= piece.length;
            if (left < 0) stream.destroy(new Error('too large'));
            else pieces.push(piece);
          });
          stream.on('error', () => reject(refused('its archive is damaged or too large')));
          stream.on('end', () => {
            parts.set(entry.fileName, Buffer.concat(pieces).toString('utf8'));
            zip.readEntry();
          });
        });
      });
      zip.readEntry();
    });
  });
}

type Attributes = Readonly<Record<string, string>>;
interface Handlers {
  readonly open?: (name: string, attributes: Attributes) => void;
  readonly text?: (text: string) => void;
  readonly close?: (name: string) => void;
}

const localName = (name: string) => name.slice(name.indexOf(':') + 1);

/** Entities of its own could multiply or read files: a part with a document type is refused. */
function parse(xml: string, { open, text, close }: Handlers): void {
  const parser = new SaxesParser();
  parser.on('error', () => {
    throw refused('its XML is damaged');
  });
  parser.on('doctype', () => {
    throw refused('its XML declares a document type');
  });
  parser.on('opentag', ({ name, attributes }) => open?.(localName(name), attributes));
  parser.on('text', (words) => text?.(words));
  parser.on('closetag', ({ name }) => close?.(localName(name)));
  parser.write(xml).close();
}

function outline(parts: ReadonlyMap<string, string>, path: string) {
  const xml = parts.get(path);
  if (xml === undefined) throw refused(`it has no ${path}`);
  const sheets: { name: string; id: string }[] = [];
  const relations: { id: string; target: string }[] = [];
  let is1904 = false;
  parse(xml, {
    open: (name, { name: called = '', 'r:id': id = '', Id = '', Target = '', date1904 = '' }) => {
      if (name === 'sheet') sheets.push({ name: called, id });
      if (name === 'Relationship') relations.push({ id: Id, target: Target });
      if (name === 'workbookPr') is1904 = date1904 === '1' || date1904 === 'true';
    },
  });
  return { sheets, relations, is1904 };
}

/** Texts that cells name by number; runs of different type are one text, readings for pronunciation are left out. */
function sharedTexts(xml: string): string[] {
  const texts: string[] = [];
  let [within, reading, phonetic] = ['', false, false];
  parse(xml, {
    open: (name) => {
      if (name === 'si') within = '';
      if (name === 'rPh') phonetic = true;
      reading = name === 't' && !phonetic;
    },
    text: (words) => {
      if (reading) within += words;
    },
    close: (name) => {
      if (name === 't') reading = false;
      if (name === 'rPh') phonetic = false;
      if (name === 'si') texts.push(within);
    },
  });
  return texts;
}

function cellsOf(xml: string, shared: readonly string[]): Map<number, Map<string, Cell>> {
  const rows = new Map<number, Map<string, Cell>>();
  let [place, type, value, isFormula, reading, count] = ['', '', '', false, false, 0];
  parse(xml, {
    open: (name, { r = '', t = '' }) => {
      if (name === 'c') [place, type, value, isFormula] = [r, t, '', false];
      if (name === 'f') isFormula = true;
      reading = name === 'v' || name === 't';
    },
    text: (words) => {
      if (reading) value += words;
    },
    close: (name) => {
      if (name === 'v' || name === 't') reading = false;
      if (name !== 'c' || (value === '' && !isFormula)) return;
      const [, column, row] = /^([A-Z]{1,3})([0-9]{1,7})$/.exec(place) ?? [];
      if (column === undefined) throw refused('a cell has no place');
      if (++count > mostCells) throw refused(`a sheet has more than ${mostCells.toLocaleString('en')} cells`);
      const text = type === 's' ? (shared[Number(value)] ?? '') : value;
      const cells = rows.get(Number(row)) ?? new Map<string, Cell>();
      rows.set(Number(row), cells.set(column, { text, isFormula, isNumber: type === '' || type === 'n' }));
    },
  });
  return rows;
}
