import { create as qrCode } from 'qrcode';
import { Face } from './pdf-glyphs';
import { PdfInside, type PdfReference, type PdfSettings } from './pdf-inside';
import { TagTree, type TagType } from './pdf-tags';

export const ink = {
  text: '0.13 0.15 0.19',
  quiet: '0.38 0.42 0.48',
  brand: '0.07 0.17 0.33',
  rule: '0.82 0.85 0.89',
  tint: '0.945 0.957 0.973',
  pass: '0.07 0.42 0.24',
  fail: '0.70 0.11 0.14',
  doubt: '0.60 0.36 0.00',
  paper: '1 1 1',
} as const;
export type Ink = (typeof ink)[keyof typeof ink];

export const sheet = {
  width: 595.28,
  height: 841.89,
  left: 56,
  right: 539.28,
  top: 78,
  bottom: 752,
} as const;
export const bodyWidth = sheet.right - sheet.left;
const pageColumn = sheet.right - 91;

/** Printed on every page. */
export interface Furniture {
  readonly header: readonly [string, string];
  readonly url: string;
  readonly digest: string;
  /** Beside the QR code. */
  readonly caption?: string;
  /** Two short lines under the page number. */
  readonly stamp: readonly [string, string];
}

const round = (value: number) => Math.round(value * 100) / 100;

/**
 * The pages: a cursor `y` from the top, text and shapes in points from the top left, the frame of each page, and the
 * tags. Shapes drawn outside of a tag are decoration and lie under the text.
 */
export class Paper {
  readonly regular: Face;
  readonly bold: Face;
  readonly tags: TagTree;
  y: number = sheet.top;
  pages = 0;
  private readonly pdf: PdfInside;
  private readonly frame: PdfReference;
  private readonly total: PdfReference;
  private content = '';
  private under = '';
  private state = '';
  private into: 'content' | 'under' = 'under';

  constructor(
    settings: PdfSettings,
    private readonly furniture: Furniture,
  ) {
    this.pdf = new PdfInside(settings);
    this.regular = new Face(this.pdf.regular);
    this.bold = new Face(this.pdf.bold);
    this.tags = new TagTree(this.pdf);
    this.frame = this.pdf.form(sheet.width, sheet.height);
    this.total = this.pdf.form(60, 12);
    this.frame.end(this.drawFrame());
    this.addPage();
  }

  text(face: Face, size: number, x: number, y: number, text: string, color: Ink): void {
    const state = `/${face.font.id} ${size} Tf ${color} rg`;
    const set = state === this.state ? '' : `${state} `;
    this.state = state;
    this.content += `BT ${set}1 0 0 -1 ${round(x)} ${round(y)} Tm ${face.hex(text)} Tj ET\n`;
  }

  /** Text that ends at x. */
  textTo(face: Face, size: number, x: number, y: number, text: string, color: Ink): void {
    this.text(face, size, x - face.width(text, size), y, text, color);
  }

  rect(x: number, y: number, width: number, height: number, color: Ink): void {
    this.shape(`${color} rg ${round(x)} ${round(y)} ${round(width)} ${round(height)} re f\n`);
  }

  line(x1: number, y1: number, x2: number, y2: number, color: Ink, thickness = 0.5, dash = ''): void {
    const path = `${round(x1)} ${round(y1)} m ${round(x2)} ${round(y2)} l S`;
    this.shape(`${color} RG ${thickness} w [${dash}] 0 d ${path}\n`);
  }

  dot(x: number, y: number, radius: number, color: Ink): void {
    const bend = radius * 0.5523;
    const at = (dx: number, dy: number) => `${round(x + dx)} ${round(y + dy)}`;
    const quarter = (a: string, b: string, c: string) => `${a} ${b} ${c} c `;
    this.shape(
      `${color} rg ${at(radius, 0)} m ` +
        quarter(at(radius, bend), at(bend, radius), at(0, radius)) +
        quarter(at(-bend, radius), at(-radius, bend), at(-radius, 0)) +
        quarter(at(-radius, -bend), at(-bend, -radius), at(0, -radius)) +
        quarter(at(bend, -radius), at(radius, -bend), at(radius, 0)) +
        'f\n',
    );
  }

  private shape(operators: string): void {
    if (this.into === 'content') this.state = '';
    this[this.into] += operators;
  }

  /** A tagged element around whatever `inside` draws or opens. */
  element(type: TagType, inside: () => void, attributes = ''): void {
    this.tags.open(type, attributes);
    inside();
    this.tags.close();
  }

  /** The content of the open element on this page. */
  marked(draw: () => void): void {
    this.content += this.tags.mark();
    draw();
    this.content += 'EMC\n';
  }

  /** Shapes that carry meaning and so belong to the open element. */
  figure(draw: () => void): void {
    this.into = 'content';
    this.marked(draw);
    this.into = 'under';
  }

  /** Text that repeats what was said before, such as the head of a table on its next page. */
  artifact(draw: () => void): void {
    this.content += '/Artifact <</Type /Pagination>> BDC\n';
    draw();
    this.content += 'EMC\n';
  }

  bookmark(title: string): void {
    this.pdf.bookmark(title);
  }

  /** Goes to the next page unless `height` points are left on this one. */
  room(height: number): void {
    if (this.y + height > sheet.bottom) this.nextPage();
  }

  nextPage(): void {
    this.endPage();
    this.addPage();
  }

  private addPage(): void {
    this.pages += 1;
    this.pdf.addPage({ Frame: this.frame, Total: this.total });
    this.y = sheet.top;
    this.content = this.under = this.state = '';
  }

  private endPage(): void {
    const { regular } = this;
    const label = `Page ${this.pages} of `;
    const total = pageColumn + regular.width(label, 7.5);
    this.state = '';
    this.artifact(() => {
      this.content += `q 1 0 0 -1 0 ${sheet.height} cm /Frame Do Q\n`;
      this.text(regular, 7.5, pageColumn, 783.5, label, ink.text);
      this.content += `q 1 0 0 -1 ${round(total)} 783.5 cm /Total Do Q\n`;
    });
    const under = this.under === '' ? '' : `/Artifact BMC\n${this.under}EMC\n`;
    this.pdf.addContent(under + this.content);
    this.tags.pageEnded();
  }

  /** In the coordinates of PDF, from the bottom left: a form has no flipped axes. */
  private drawFrame(): string {
    const { header, url, digest, stamp, caption = 'Ask the gate about this release' } = this.furniture;
    const words = (face: Face, size: number, x: number, y: number, text: string, color: Ink) =>
      `BT /${face.font.id} ${size} Tf ${color} rg 1 0 0 1 ${round(x)} ${round(y)} Tm ${face.hex(text)} Tj ET\n`;
    const [left, right] = header.map((each) => this.regular.printable(each));
    const rule = (y: number, color: Ink, thickness: number) =>
      `${color} RG ${thickness} w [] 0 d ${sheet.left} ${y} m ${sheet.right} ${y} l S\n`;
    const rightX = sheet.right - this.regular.width(right ?? '', 8);
    const fitted = this.regular.lines(left ?? '', 8, rightX - sheet.left - 12)[0]?.text ?? '';
    const link = this.regular.lines(this.regular.printable(url), 7, 330)[0]?.text ?? '';
    return (
      words(this.bold, 8, sheet.left, 794, fitted, ink.brand) +
      words(this.regular, 8, rightX, 794, right ?? '', ink.quiet) +
      rule(786, ink.brand, 0.8) +
      rule(76, ink.rule, 0.5) +
      `${ink.text} rg\n${qrPath(url, sheet.left, 70, 46)}f\n` +
      words(this.bold, 7.5, sheet.left + 56, 58, caption, ink.text) +
      words(this.regular, 7, sheet.left + 56, 47.5, link, ink.quiet) +
      words(this.regular, 7, sheet.left + 56, 37, digest, ink.quiet) +
      words(this.regular, 7, pageColumn, 47.5, stamp[0], ink.quiet) +
      words(this.regular, 7, pageColumn, 37, stamp[1], ink.quiet)
    );
  }

  /** Finishes the file; the number of its pages. */
  end(): number {
    this.endPage();
    const state = `/${this.regular.font.id} 7.5 Tf ${ink.text} rg`;
    this.total.end(`BT ${state} 1 0 0 1 0 0 Tm ${this.regular.hex(String(this.pages))} Tj ET`);
    this.tags.finish();
    this.pdf.end();
    return this.pages;
  }
}

/** The modules of a QR code as rectangles, the runs of each row joined; y is its top in PDF's coordinates. */
function qrPath(text: string, x: number, y: number, size: number): string {
  const { modules } = qrCode(text, { errorCorrectionLevel: 'M' });
  const step = size / modules.size;
  let path = '';
  for (let row = 0; row < modules.size; row += 1) {
    for (let from = 0; from < modules.size; from += 1) {
      let to = from;
      while (to < modules.size && modules.get(row, to)) to += 1;
      if (to > from) {
        const box = [x + from * step, y - (row + 1) * step, (to - from) * step, step];
        path += `${box.map((each) => each.toFixed(3)).join(' ')} re `;
      }
      from = to;
    }
  }
  return path;
}
