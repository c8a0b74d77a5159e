import { factsTable } from './pdf-flow';
import { ink } from './pdf-paper';
import { paragraph, run, table } from './docx-text';
import type { Surface } from './surface';

/** Between the margins of an A4 page, in twentieths of a point. */
const width = 9666;
const styleNames = { H1: 'Title', H2: 'Heading1', H3: 'Heading2' } as const;
const gap = paragraph('Normal', '', { after: 4 });

/** The body of a DOCX file. Pictures are left out: the table beside each holds its figures. */
export function docxSurface(): Surface & { readonly xml: () => string } {
  const parts: string[] = [];
  const add = (part: string) => void parts.push(part);
  const addTable: Surface['table'] = (one) => add(table(one, width) + gap);
  return {
    xml: () => parts.join(''),
    heading: (level, text) =>
      add(paragraph(styleNames[level], run(text, { color: level === 'H3' ? ink.text : ink.brand }))),
    paragraph: (text, { after, ...style } = {}) => add(paragraph('Normal', run(text, style), { after })),
    bullets: (entries, color) =>
      add([...entries.map((entry) => paragraph('ListBullet', run(entry, { color }))), gap].join('')),
    facts: (summary, entries) => addTable(factsTable(summary, entries)),
    table: addTable,
    banner: (word, sentence, color) =>
      add(
        paragraph('Normal', run(word, { size: 15, bold: true, color })) + paragraph('Normal', run(sentence)),
      ),
    tiles: (entries) =>
      addTable({
        summary: 'Figures',
        headless: true,
        rowHeaders: true,
        columns: [
          { title: 'Figure', weight: 2.6 },
          { title: 'Value', weight: 2 },
          { title: 'Note', weight: 5.4 },
        ],
        rows: entries.map(({ label, value, note, color }) => [
          label,
          { text: value, color, bold: true },
          note,
        ]),
      }),
    chart: () => {},
  };
}
