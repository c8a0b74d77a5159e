import type { Face, Line } from './pdf-glyphs';
import { bodyWidth, ink, sheet, type Ink, type Paper } from './pdf-paper';

export interface Column {
  readonly title: string;
  /** Relative to the other columns. */
  readonly weight: number;
  readonly align?: 'right';
}

export type Cell = string | { readonly text: string; readonly color?: Ink; readonly bold?: boolean };

export interface Table {
  /** Says what the table holds to those who do not see it. */
  readonly summary: string;
  readonly columns: readonly Column[];
  readonly rows: Iterable<readonly Cell[]>;
  /** The first cell of each row names the row. */
  readonly rowHeaders?: boolean;
  /** Without the head row, for pairs of name and value. */
  readonly headless?: boolean;
  readonly size?: number;
}

interface Place {
  readonly x: number;
  readonly width: number;
  readonly right: boolean;
}

interface Styled {
  readonly lines: readonly Line[];
  readonly face: Face;
  readonly color: Ink;
}

const gap = 5;
const pad = 3.4;
const scope = (of: 'Column' | 'Row') => `/A<</O/Table/Scope/${of}>>`;

class TableWriter {
  private readonly places: readonly Place[];
  private readonly size: number;
  private readonly leading: number;
  private readonly head: readonly Styled[];

  constructor(
    private readonly paper: Paper,
    private readonly table: Table,
  ) {
    const whole = table.columns.reduce((sum, { weight }) => sum + weight, 0);
    let x: number = sheet.left;
    this.places = table.columns.map(({ weight, align }) => {
      const width = (bodyWidth * weight) / whole;
      const place = { x: x + gap, width: width - 2 * gap, right: align === 'right' };
      x += width;
      return place;
    });
    this.size = table.size ?? 8.5;
    this.leading = this.size * 1.36;
    this.head = this.places.map((place, at) => {
      const title = paper.bold.printable(table.columns[at]?.title ?? '');
      const lines = paper.bold.lines(title, this.size - 0.8, place.width);
      return { lines, face: paper.bold, color: ink.brand };
    });
  }

  write(): void {
    const { paper, table } = this;
    const { tags } = paper;
    let page = 0;
    const body = () => {
      if (page === paper.pages) return;
      if (page > 0) tags.close();
      tags.open('TBody');
      page = paper.pages;
    };
    tags.open('Table', `/A<</O/Table/Summary ${summaryText(table.summary)}>>`);
    if (!table.headless) {
      paper.room(this.height(this.head) + 2 * this.leading + 2 * pad);
      paper.element('THead', () => this.headRow(false));
    } else this.rule(ink.rule);
    for (const row of table.rows) {
      const cells = this.styled(row);
      const height = this.height(cells);
      if (paper.y + height > sheet.bottom && height < (sheet.bottom - sheet.top) / 2) this.turn();
      body();
      this.row(cells);
    }
    if (page > 0) tags.close();
    tags.close();
    paper.y += 10;
  }

  private styled(row: readonly Cell[]): Styled[] {
    const { regular, bold } = this.paper;
    return this.places.map((place, at) => {
      const cell = row[at] ?? '';
      const {
        text,
        color = ink.text,
        bold: strong = false,
      } = typeof cell === 'string' ? { text: cell } : cell;
      const face = strong || (this.table.rowHeaders && at === 0) ? bold : regular;
      return { lines: face.lines(face.printable(text), this.size, place.width), face, color };
    });
  }

  private height(cells: readonly Styled[]): number {
    let most = 1;
    for (const { lines } of cells) most = Math.max(most, lines.length);
    return most * this.leading + 2 * pad;
  }

  private turn(): void {
    this.paper.nextPage();
    if (!this.table.headless) this.headRow(true);
  }

  /** On the page where the table begins the head is content, on the others a repetition. */
  private headRow(repeated: boolean): void {
    const { paper } = this;
    paper.rect(sheet.left, paper.y, bodyWidth, this.height(this.head), ink.tint);
    const size = this.size - 0.8;
    if (repeated)
      paper.artifact(() => this.head.forEach((cell, at) => this.draw(cell, at, 0, Infinity, size)));
    else this.cells(this.head, 0, Infinity, true, size);
    paper.y += this.height(this.head);
    this.rule(ink.brand);
  }

  /** A row that is taller than what is left of the page goes on in a further row on the next one. */
  private row(cells: readonly Styled[]): void {
    const { paper } = this;
    const total = Math.max(1, ...cells.map(({ lines }) => lines.length));
    if (paper.y + total * this.leading + 2 * pad <= sheet.bottom) {
      this.cells(cells, 0, total, false, this.size);
      paper.y += total * this.leading + 2 * pad;
      return this.rule(ink.rule);
    }
    for (let from = 0; from < total;) {
      const fits = Math.floor((sheet.bottom - paper.y - 2 * pad) / this.leading);
      if (fits < 1) {
        this.turn();
        continue;
      }
      const to = Math.min(total, from + fits);
      this.cells(cells, from, to, false, this.size);
      paper.y += (to - from) * this.leading + 2 * pad;
      from = to;
      if (from < total) this.turn();
    }
    this.rule(ink.rule);
  }

  private cells(cells: readonly Styled[], from: number, to: number, head: boolean, size: number): void {
    const { tags } = this.paper;
    tags.open('TR');
    for (let at = 0; at < cells.length; at += 1) {
      const cell = cells[at];
      if (!cell) continue;
      if (head) tags.open('TH', scope('Column'));
      else if (this.table.rowHeaders && at === 0) tags.open('TH', scope('Row'));
      else tags.open('TD');
      if (from < cell.lines.length) this.paper.marked(() => this.draw(cell, at, from, to, size));
      tags.close();
    }
    tags.close();
  }

  private draw({ lines, face, color }: Styled, at: number, from: number, to: number, size: number): void {
    const place = this.places[at];
    if (!place) return;
    const top = this.paper.y + pad + size * 1.04;
    for (let line = from; line < Math.min(to, lines.length); line += 1) {
      const { text, width } = lines[line] ?? { text: '', width: 0 };
      const x = place.right ? place.x + place.width - width : place.x;
      if (text !== '') this.paper.text(face, size, x, top + (line - from) * this.leading, text, color);
    }
  }

  private rule(color: Ink): void {
    this.paper.line(sheet.left, this.paper.y, sheet.right, this.paper.y, color, 0.4);
  }
}

const summaryText = (text: string) => `(${text.replace(/[^\x20-\x7e]/g, '?').replace(/[\\()]/g, '\\$&')})`;

/**
 * A table over as many pages as it needs: its head is repeated, long texts wrap, a row taller than a page is split.
 * Rows are read one by one, so an endless iterable costs no memory.
 */
export const renderTable = (paper: Paper, table: Table): void => new TableWriter(paper, table).write();
