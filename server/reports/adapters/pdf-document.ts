import type { BuiltDocument } from '../rules/document';
import { renderPdf } from './pdf';
import { bullets, facts, heading, notRecorded, paragraph } from './pdf-flow';
import { ink, type Paper } from './pdf-paper';
import { renderTable } from './pdf-table';
import { instantText } from './pdf-words';

const nothing = '–';

/** A document in the style of the release report: what is missing first, then each section as a table. */
export function drawDocument(paper: Paper, document: BuiltDocument): void {
  const { title, system, release, organisation, madeAt, missing, sections } = document;
  paragraph(paper, title.toUpperCase(), { size: 8.5, bold: true, color: ink.quiet, after: 2 });
  heading(paper, 'H1', release ? `${system} ${release.version}` : system);
  const from = `${organisation}  ·  generated ${instantText(madeAt)}`;
  paragraph(paper, from, { size: 10, color: ink.quiet, after: 14 });
  heading(paper, 'H2', missing.length === 0 ? 'Complete' : `Missing: ${missing.length}`, 30);
  if (missing.length === 0) paragraph(paper, 'Every mandatory field has a value.', { color: ink.pass });
  else bullets(paper, missing, ink.fail);
  facts(paper, 'What this document is', [
    ['Basis', document.basis],
    ['Reader', document.reader],
    ['Release digest', release?.digest ?? 'None: it is about the system'],
    ['Environment', release?.environment ?? nothing],
    ['Frameworks', document.packs.map(({ id, version }) => `${id} ${version}`).join(', ') || null],
  ]);
  sections.forEach(({ title: name, fields }) => {
    heading(paper, 'H2', name);
    renderTable(paper, {
      summary: name,
      rowHeaders: true,
      headless: true,
      columns: [
        { title: 'Field', weight: 2.6 },
        { title: 'Value', weight: 7.4 },
      ],
      rows: fields.map(({ label, values, optional }) => [
        label,
        values.length > 0
          ? values.join('\n')
          : { text: optional ? nothing : notRecorded, color: optional ? ink.quiet : ink.fail },
      ]),
    });
  });
  paragraph(paper, document.notice, { size: 8, color: ink.quiet });
}

/** The whole PDF. @param url where the subject can be looked up; printed as a QR code on each page */
export function renderDocument(document: BuiltDocument, url: string): Buffer {
  const { title, organisation, system, release, madeAt } = document;
  const name = release ? `${system} ${release.version}` : system;
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
