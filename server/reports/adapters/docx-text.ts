import { xml } from '@/server/evaluations/rules/junit';
import type { Tone } from './document-blocks';

/** Colours as in the PDF, as WordprocessingML writes them. */
export const colours: Readonly<Record<Tone, string>> = {
  text: '212630',
  quiet: '616B7A',
  pass: '126B3D',
  fail: 'B31C24',
  doubt: '995C00',
};

/** A run of text: whatever it says stays text, a line end becomes a break, and nothing in it is ever a field. */
export function run(text: string, tone: Tone = 'text'): string {
  const lines = text.split(/\r\n?|\n/).map((line) => `<w:t xml:space="preserve">${xml(line)}</w:t>`);
  return `<w:r><w:rPr><w:color w:val="${colours[tone]}"/></w:rPr>${lines.join('<w:br/>')}</w:r>`;
}

export const paragraph = (style: string, content: string): string =>
  `<w:p><w:pPr><w:pStyle w:val="${style}"/></w:pPr>${content}</w:p>`;

/** A number that Word counts itself: PAGE or NUMPAGES. */
export const counted = (field: 'PAGE' | 'NUMPAGES'): string =>
  `<w:fldSimple w:instr="${field}"><w:r><w:t>1</w:t></w:r></w:fldSimple>`;

/** Names and values in two columns; the first names the row. @param widths in twentieths of a point */
export function table(
  name: string,
  widths: readonly [number, number],
  rows: readonly { readonly label: string; readonly value: string; readonly tone: Tone }[],
): string {
  const [first, second] = widths;
  const cell = (width: number, content: string) =>
    `<w:tc><w:tcPr><w:tcW w:w="${width}" w:type="dxa"/></w:tcPr>${content}</w:tc>`;
  const grid = widths.map((width) => `<w:gridCol w:w="${width}"/>`).join('');
  const body = rows.map(
    ({ label, value, tone }) =>
      `<w:tr><w:trPr><w:cantSplit/></w:trPr>${cell(first, paragraph('FieldName', run(label)))}${cell(second, paragraph('FieldValue', run(value, tone)))}</w:tr>`,
  );
  return (
    `<w:tbl><w:tblPr><w:tblStyle w:val="Fields"/><w:tblW w:w="${first + second}" w:type="dxa"/>` +
    `<w:tblLayout w:type="fixed"/><w:tblLook w:val="0080" w:firstRow="0" w:lastRow="0" w:firstColumn="1" w:lastColumn="0" w:noHBand="1" w:noVBand="1"/>` +
    `<w:tblCaption w:val="${xml(name)}"/></w:tblPr><w:tblGrid>${grid}</w:tblGrid>${body.join('')}</w:tbl>`
  );
}
