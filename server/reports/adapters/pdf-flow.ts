import { bodyWidth, ink, sheet, type Ink, type Paper } from './pdf-paper';
import type { Table } from './pdf-table';

const headings = {
  H1: { size: 25, before: 4, after: 8, leading: 30 },
  H2: { size: 14.5, before: 20, after: 7, leading: 19 },
  H3: { size: 10.5, before: 10, after: 5, leading: 14 },
} as const;

/** A heading that stays with what follows it; those of the second level are bookmarks. */
export function heading(paper: Paper, level: keyof typeof headings, text: string, follows = 80): void {
  const { size, before, after, leading } = headings[level];
  const lines = paper.bold.lines(paper.bold.printable(text), size, bodyWidth);
  paper.room(before + lines.length * leading + follows);
  if (paper.y > sheet.top) paper.y += before;
  if (level === 'H2') paper.bookmark(text);
  paper.element(level, () =>
    paper.marked(() => {
      for (const line of lines) {
        paper.text(
          paper.bold,
          size,
          sheet.left,
          paper.y + size,
          line.text,
          level === 'H3' ? ink.text : ink.brand,
        );
        paper.y += leading;
      }
    }),
  );
  paper.y += after;
}

interface Style {
  readonly size?: number;
  readonly color?: Ink;
  readonly bold?: boolean;
  readonly indent?: number;
  readonly after?: number;
}

/** A paragraph over as many pages as it needs. */
export function paragraph(paper: Paper, text: string, style: Style = {}, type: 'P' | 'LI' = 'P'): void {
  const { size = 9.5, color = ink.text, bold = false, indent = 0, after = 6 } = style;
  const face = bold ? paper.bold : paper.regular;
  const leading = size * 1.45;
  const lines = face.lines(face.printable(text), size, bodyWidth - indent);
  paper.tags.open(type);
  for (let from = 0; from < lines.length;) {
    paper.room(leading);
    const fits = Math.max(1, Math.floor((sheet.bottom - paper.y) / leading));
    const part = lines.slice(from, from + fits);
    paper.marked(() => {
      for (const line of part) {
        if (line.text) paper.text(face, size, sheet.left + indent, paper.y + size, line.text, color);
        paper.y += leading;
      }
    });
    from += part.length;
  }
  paper.tags.close();
  paper.y += after;
}

/** A list; the mark of each entry is a small square in the colour given. */
export function bullets(paper: Paper, entries: readonly string[], color: Ink = ink.brand): void {
  paper.element('L', () => {
    for (const entry of entries) {
      paper.room(14);
      paper.rect(sheet.left + 3, paper.y + 4.2, 3.2, 3.2, color);
      paragraph(paper, entry, { size: 9, indent: 14, after: 2.5 }, 'LI');
    }
  });
  paper.y += 6;
}

export type Fact = readonly [name: string, value: string | null];
export const notRecorded = 'Not recorded';

/** Names and values; a missing value is said in so many words. */
export const factsTable = (summary: string, entries: readonly Fact[]): Table => ({
  summary,
  headless: true,
  rowHeaders: true,
  columns: [
    { title: 'Name', weight: 2.6 },
    { title: 'Value', weight: 7.4 },
  ],
  rows: entries.map(([name, value]) => [
    name,
    value === null || value === '' ? { text: notRecorded, color: ink.doubt } : value,
  ]),
});

/** The box on the first page: a word that decides, and a sentence that says why. */
export function banner(paper: Paper, word: string, sentence: string, color: Ink): void {
  const lines = paper.regular.lines(paper.regular.printable(sentence), 9.5, bodyWidth - 32);
  const height = 38 + lines.length * 13.5;
  paper.room(height);
  paper.rect(sheet.left, paper.y, bodyWidth, height, ink.tint);
  paper.rect(sheet.left, paper.y, 4, height, color);
  paper.element('P', () =>
    paper.marked(() => paper.text(paper.bold, 15, sheet.left + 18, paper.y + 24, word, color)),
  );
  paper.element('P', () =>
    paper.marked(() => {
      lines.forEach((line, at) => {
        paper.text(paper.regular, 9.5, sheet.left + 18, paper.y + 42 + at * 13.5, line.text, ink.text);
      });
    }),
  );
  paper.y += height + 12;
}

export interface Tile {
  readonly label: string;
  readonly value: string;
  readonly note: string;
  readonly color: Ink;
}

/** A row of figures. */
export function tiles(paper: Paper, entries: readonly Tile[]): void {
  const width = (bodyWidth - 10 * (entries.length - 1)) / entries.length;
  paper.room(62);
  entries.forEach(({ label, value, note, color }, at) => {
    const x = sheet.left + at * (width + 10);
    paper.line(x, paper.y, x + width, paper.y, color, 2);
    paper.element('P', () =>
      paper.marked(() => {
        paper.text(paper.regular, 8, x, paper.y + 15, paper.regular.printable(`${label}: `), ink.quiet);
        paper.text(paper.bold, 17, x, paper.y + 35, paper.bold.printable(`${value} `), color);
        paper.text(paper.regular, 7.5, x, paper.y + 48, paper.regular.printable(note), ink.quiet);
      }),
    );
  });
  paper.y += 66;
}
