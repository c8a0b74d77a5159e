import type { Readable } from 'node:stream';
import { xml } from '@/server/evaluations/rules/junit';
import type { BuiltDocument } from '../rules/document';
import { type Block, blocksOf, subjectOf } from './document-blocks';
import {
  contentTypes,
  coreProperties,
  documentRelations,
  numbering,
  packageRelations,
  part,
  settings,
  styles,
} from './docx-parts';
import { counted, paragraph, run, table } from './docx-text';
import { instantText } from './pdf-words';
import { zipped } from './zip';

/** A4 with 56 points at the sides, as in the PDF; twentieths of a point. */
const page =
  '<w:sectPr><w:headerReference w:type="default" r:id="rId1"/><w:footerReference w:type="default" r:id="rId2"/>' +
  '<w:pgSz w:w="11906" w:h="16838"/>' +
  '<w:pgMar w:top="1400" w:right="1120" w:bottom="1300" w:left="1120" w:header="620" w:footer="560" w:gutter="0"/></w:sectPr>';
const widths = [2200, 7466] as const;

function drawn(block: Block): string {
  switch (block.kind) {
    case 'kicker':
      return paragraph('Kicker', run(block.text, 'quiet'));
    case 'title':
    case 'heading':
      return paragraph(block.kind === 'title' ? 'Title' : 'Heading1', textOf(block.text));
    case 'list':
      return [...block.entries.map((entry) => paragraph('ListBullet', run(entry, block.tone))), space].join(
        '',
      );
    case 'table':
      return table(block.name, widths, block.rows);
    default:
      return paragraph(styleNames[block.kind], run(block.text, block.tone));
  }
}
const space = paragraph('Normal', '');
const styleNames = { lead: 'Lead', body: 'Normal', small: 'Small' } as const;
/** In the colour of its style. */
const textOf = (text: string) => `<w:r><w:t xml:space="preserve">${xml(text)}</w:t></w:r>`;

/** The same document as the PDF, to be edited; the same input gives the same bytes. @param url where to look it up */
export function renderDocx(document: BuiltDocument, url: string): Readable {
  const { title, organisation, madeAt } = document;
  const name = subjectOf(document);
  const body = blocksOf(document).map(drawn).join('');
  const header = paragraph('Header', run(`${organisation}  ·  ${name}  ·  ${title}`, 'quiet'));
  const numbered = `${run('Page ', 'quiet')}${counted('PAGE')}${run(' of ', 'quiet')}${counted('NUMPAGES')}`;
  const stamp = run(`  ·  Generated ${instantText(madeAt)}  ·  ${url}`, 'quiet');
  const files = {
    '[Content_Types].xml': contentTypes,
    '_rels/.rels': packageRelations,
    'docProps/core.xml': coreProperties(xml(`${title}: ${name}`), xml(organisation), madeAt),
    'word/document.xml': part('document', `<w:body>${body}${page}</w:body>`),
    'word/styles.xml': styles,
    'word/numbering.xml': numbering,
    'word/settings.xml': settings,
    'word/header.xml': part('hdr', header),
    'word/footer.xml': part('ftr', paragraph('Footer', numbered + stamp)),
    'word/_rels/document.xml.rels': documentRelations,
  };
  const encoder = new TextEncoder();
  return zipped(Object.entries(files).map(([path, text]) => [path, encoder.encode(text)] as const));
}
