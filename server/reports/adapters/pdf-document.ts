import type { BuiltDocument } from '../rules/document';
import { type Standing, standingWord } from '../rules/seal';
import { subjectOf, writeDocument } from './document-body';
import { renderPdf } from './pdf';
import { pdfSurface } from './pdf-surface';
import { instantText } from './pdf-words';

/** The whole PDF. @param url where the subject can be looked up; printed as a QR code on each page */
export function renderDocument(document: BuiltDocument, url: string, standing?: Standing): Buffer {
  const { title, organisation, release, madeAt } = document;
  const name = subjectOf(document);
  const chunks: Uint8Array[] = [];
  const furniture = {
    header: [
      `${organisation}  ·  ${name}`,
      [title, standingWord(standing)].filter((word) => word !== null).join('  ·  '),
    ],
    url,
    caption: 'Look this up in the portal',
    digest: release?.digest ?? '',
    stamp: ['Generated', instantText(madeAt)],
  } as const;
  renderPdf(
    { title: `${title}: ${name}`, author: organisation, generatedAt: madeAt, furniture },
    (paper) => writeDocument(pdfSurface(paper), document, standing),
    (chunk) => chunks.push(chunk),
  );
  return Buffer.concat(chunks);
}
