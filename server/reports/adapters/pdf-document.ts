import type { BuiltDocument } from '../rules/document';
import { type Block, blocksOf, subjectOf } from './document-blocks';
import { renderPdf } from './pdf';
import { bullets, heading, paragraph } from './pdf-flow';
import { ink, type Paper } from './pdf-paper';
import { renderTable } from './pdf-table';
import { instantText } from './pdf-words';

const sizes = {
  lead: { size: 10, after: 14 },
  body: {},
  small: { size: 8 },
} as const;

/** A document in the style of the release report. */
export function drawDocument(paper: Paper, document: BuiltDocument): void {
  for (const block of blocksOf(document)) draw(paper, block);
}

function draw(paper: Paper, block: Block): void {
  switch (block.kind) {
    case 'kicker':
      return paragraph(paper, block.text, { size: 8.5, bold: true, color: ink.quiet, after: 2 });
    case 'title':
      return heading(paper, 'H1', block.text);
    case 'heading':
      return heading(paper, 'H2', block.text);
    case 'list':
      return bullets(paper, block.entries, ink[block.tone]);
    case 'table':
      return renderTable(paper, {
        summary: block.name,
        rowHeaders: true,
        headless: true,
        columns: [
          { title: 'Field', weight: 2.6 },
          { title: 'Value', weight: 7.4 },
        ],
        rows: block.rows.map(({ label, value, tone }) => [label, { text: value, color: ink[tone] }]),
      });
    default:
      return paragraph(paper, block.text, { ...sizes[block.kind], color: ink[block.tone] });
  }
}

/** The whole PDF. @param url where the subject can be looked up; printed as a QR code on each page */
export function renderDocument(document: BuiltDocument, url: string): Buffer {
  const { title, organisation, release, madeAt } = document;
  const name = subjectOf(document);
  const chunks: Uint8Array[] = [];
  const furniture = {
    header: [`${organisation}  ·  ${name}`, title],
    url,
    caption: 'Look this up in the portal',
    digest: release?.digest ?? '',
    stamp: ['Generated', instantText(madeAt)],
  } as const;
  renderPdf(
    { title: `${title}: ${name}`, author: organisation, generatedAt: madeAt, furniture },
    (paper) => drawDocument(paper, document),
    (chunk) => chunks.push(chunk),
  );
  return Buffer.concat(chunks);
}
