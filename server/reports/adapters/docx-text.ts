import { xml } from '@/server/evaluations/rules/junit';
import { ink, type Ink } from './pdf-paper';
import type { Cell, Table } from './pdf-table';

/** A colour of the PDF as WordprocessingML writes it: six hexadecimal digits. */
export const hexOf = (colour: Ink): string =>
  colour
    .split(' ')
    .map((part) =>
      Math.round(Number(part) * 255)
        .toString(16)
        .padStart(2, '0'),
    )
    .join('')
    .toUpperCase();

interface RunStyle {
  readonly color?: Ink;
  readonly bold?: boolean;
  /** Points. */
  readonly size?: number;
}

/** A run of text: whatever it says stays text, a line end becomes a break, and nothing in it is ever a field. */
export function run(text: string, { color = ink.text, bold = false, size }: RunStyle = {}): string {
  const lines = text.split(/\r\n?|\n/).map((line) => `<w:t xml:space="preserve">${xml(line)}</w:t>`);
  const sized = size === undefined ? '' : `<w:sz w:val="${Math.round(size * 2)}"/>`;
  return (
    `<w:r><w:rPr>${bold ? '<w:b/>' : ''}<w:color w:val="${hexOf(color)}"/>${sized}</w:rPr>` +
    `${lines.join('<w:br/>')}</w:r>`
  );
}

interface ParagraphStyle {
  /** Points of room below. */
  readonly after?: number;
  readonly isRight?: boolean;
}

export function paragraph(style: string, content: string, { after, isRight }: ParagraphStyle = {}): string {
  const spacing = after === undefined ? '' : `<w:spacing w:after="${Math.round(after * 20)}"/>`;
  const side = isRight ? '<w:jc w:val="right"/>' : '';
  return `<w:p><w:pPr><w:pStyle w:val="${style}"/>${spacing}${side}</w:pPr>${content}</w:p>`;
}

/** A number that Word counts itself: PAGE or NUMPAGES. */
export const counted = (field: 'PAGE' | 'NUMPAGES'): string =>
  `<w:fldSimple w:instr="${field}"><w:r><w:t>1</w:t></w:r></w:fldSimple>`;

/** A table as wide as the page. @param width in twentieths of a point */
export function table({ summary, columns, rows, rowHeaders, headless, size }: Table, width: number): string {
  const weights = columns.reduce((sum, { weight }) => sum + weight, 0);
  const widths = columns.map(({ weight }) => Math.round((weight / weights) * width));
  const cell = (at: number, style: string, content: string) =>
    `<w:tc><w:tcPr><w:tcW w:w="${widths[at] ?? 0}" w:type="dxa"/></w:tcPr>` +
    `${paragraph(style, content, { isRight: columns[at]?.align === 'right' })}</w:tc>`;
  const head = columns.map(({ title }, at) => cell(at, 'FieldName', run(title, { color: ink.quiet })));
  const body = [...rows].map((row) => {
    const cells = row.map((one, at) =>
      cell(at, rowHeaders && at === 0 ? 'FieldName' : 'FieldValue', cellRun(one, size)),
    );
    return `<w:tr><w:trPr><w:cantSplit/></w:trPr>${cells.join('')}</w:tr>`;
  });
  const first = headless ? '' : `<w:tr><w:trPr><w:cantSplit/><w:tblHeader/></w:trPr>${head.join('')}</w:tr>`;
  return (
    `<w:tbl><w:tblPr><w:tblStyle w:val="Fields"/><w:tblW w:w="${width}" w:type="dxa"/>` +
    `<w:tblLayout w:type="fixed"/><w:tblLook w:val="0080" w:firstRow="${headless ? 0 : 1}" w:lastRow="0" w:firstColumn="1" w:lastColumn="0" w:noHBand="1" w:noVBand="1"/>` +
    `<w:tblCaption w:val="${xml(summary)}"/></w:tblPr>` +
    `<w:tblGrid>${widths.map((one) => `<w:gridCol w:w="${one}"/>`).join('')}</w:tblGrid>${first}${body.join('')}</w:tbl>`
  );
}

const cellRun = (cell: Cell, size: number | undefined): string =>
  typeof cell === 'string' ? run(cell, { size }) : run(cell.text, { ...cell, size });
