import type { Readable } from 'node:stream';
import { xml } from '@/server/evaluations/rules/junit';
import { zipped } from './zip';

export interface WorkbookSheet {
  readonly name: string;
  /** The first row is the header, bold, which stays when the others scroll; in a list of fields the first column is. */
  readonly rows: readonly (readonly (string | number)[])[];
  readonly isFieldList?: boolean;
  /** Of each column, in characters. */
  readonly widths: readonly number[];
  /** Lists to choose from: the cells, and the range of another sheet that holds the values. */
  readonly choices?: readonly { readonly cells: string; readonly from: string }[];
}

const head = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n';
const main = 'http://schemas.openxmlformats.org/spreadsheetml/2006/main';
const office = 'http://schemas.openxmlformats.org/officeDocument/2006/relationships';
const packages = 'http://schemas.openxmlformats.org/package/2006';
const sheetType = 'application/vnd.openxmlformats-officedocument.spreadsheetml';

/** A, B … Z, AA … of a column counted from 0. */
export const columnName = (at: number): string =>
  (at >= 26 ? columnName(Math.floor(at / 26) - 1) : '') + String.fromCharCode(65 + (at % 26));

const styles =
  `${head}<styleSheet xmlns="${main}"><fonts count="2"><font><sz val="11"/><name val="Calibri"/></font>` +
  '<font><b/><sz val="11"/><name val="Calibri"/></font></fonts>' +
  '<fills count="2"><fill><patternFill patternType="none"/></fill><fill><patternFill patternType="gray125"/></fill></fills>' +
  '<borders count="1"><border><left/><right/><top/><bottom/><diagonal/></border></borders>' +
  '<cellStyleXfs count="1"><xf numFmtId="0" fontId="0" fillId="0" borderId="0"/></cellStyleXfs><cellXfs count="2">' +
  '<xf numFmtId="0" fontId="0" fillId="0" borderId="0" xfId="0" applyAlignment="1"><alignment vertical="top" wrapText="1"/></xf>' +
  '<xf numFmtId="0" fontId="1" fillId="0" borderId="0" xfId="0" applyFont="1"/></cellXfs>' +
  '<cellStyles count="1"><cellStyle name="Normal" xfId="0" builtinId="0"/></cellStyles></styleSheet>';

function cell(value: string | number, place: string, style: number): string {
  if (value === '') return '';
  if (typeof value === 'number') return `<c r="${place}" s="${style}"><v>${value}</v></c>`;
  return `<c r="${place}" s="${style}" t="inlineStr"><is><t xml:space="preserve">${xml(value)}</t></is></c>`;
}

const frozen =
  '<sheetViews><sheetView workbookViewId="0">' +
  '<pane ySplit="1" topLeftCell="A2" activePane="bottomLeft" state="frozen"/></sheetView></sheetViews>';

function worksheet({ rows, widths, isFieldList, choices = [] }: WorkbookSheet): string {
  const columns = widths.map(
    (width, at) => `<col min="${at + 1}" max="${at + 1}" width="${width}" customWidth="1"/>`,
  );
  const cells = rows.map((row, r) => {
    const line = row.map((value, c) =>
      cell(value, `${columnName(c)}${r + 1}`, (isFieldList ? c : r) === 0 ? 1 : 0),
    );
    return `<row r="${r + 1}">${line.join('')}</row>`;
  });
  const lists = choices.map(
    ({ cells: to, from }) =>
      `<dataValidation type="list" allowBlank="1" showErrorMessage="1" sqref="${to}"><formula1>${xml(from)}</formula1></dataValidation>`,
  );
  const validations =
    lists.length > 0 ? `<dataValidations count="${lists.length}">${lists.join('')}</dataValidations>` : '';
  return (
    `${head}<worksheet xmlns="${main}">${isFieldList ? '' : frozen}` +
    `<cols>${columns.join('')}</cols><sheetData>${cells.join('')}</sheetData>${validations}</worksheet>`
  );
}

const relation = (id: number, type: string, target: string) =>
  `<Relationship Id="rId${id}" Type="${office}/${type}" Target="${target}"/>`;
const relations = (list: readonly string[]) =>
  `${head}<Relationships xmlns="${packages}/relationships">${list.join('')}</Relationships>`;

/** An Office Open XML workbook (ECMA-376) of texts and numbers; the same sheets give the same bytes. */
export function renderWorkbook(sheets: readonly WorkbookSheet[]): Readable {
  const names = sheets.map(
    ({ name }, at) => `<sheet name="${xml(name)}" sheetId="${at + 1}" r:id="rId${at + 1}"/>`,
  );
  const overrides = sheets.map(
    (_, at) =>
      `<Override PartName="/xl/worksheets/sheet${at + 1}.xml" ContentType="${sheetType}.worksheet+xml"/>`,
  );
  const targets = sheets.map((_, at) => relation(at + 1, 'worksheet', `worksheets/sheet${at + 1}.xml`));
  const files: Readonly<Record<string, string>> = {
    '[Content_Types].xml':
      `${head}<Types xmlns="${packages}/content-types">` +
      '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>' +
      '<Default Extension="xml" ContentType="application/xml"/>' +
      `<Override PartName="/xl/workbook.xml" ContentType="${sheetType}.sheet.main+xml"/>` +
      `<Override PartName="/xl/styles.xml" ContentType="${sheetType}.styles+xml"/>${overrides.join('')}</Types>`,
    '_rels/.rels': relations([relation(1, 'officeDocument', 'xl/workbook.xml')]),
    'xl/workbook.xml': `${head}<workbook xmlns="${main}" xmlns:r="${office}"><sheets>${names.join('')}</sheets></workbook>`,
    'xl/_rels/workbook.xml.rels': relations([
      ...targets,
      relation(sheets.length + 1, 'styles', 'styles.xml'),
    ]),
    'xl/styles.xml': styles,
    ...Object.fromEntries(
      sheets.map((sheet, at) => [`xl/worksheets/sheet${at + 1}.xml`, worksheet(sheet)] as const),
    ),
  };
  const encoder = new TextEncoder();
  return zipped(Object.entries(files).map(([path, text]) => [path, encoder.encode(text)] as const));
}
