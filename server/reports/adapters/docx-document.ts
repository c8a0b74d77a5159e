import type { Readable } from 'node:stream';
import { xml } from '@/server/evaluations/rules/junit';
import type { BuiltDocument } from '../rules/document';
import { type Standing, standingWord } from '../rules/seal';
import type { ReleaseReport } from '../schema';
import { subjectOf, writeDocument } from './document-body';
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
import { docxSurface } from './docx-surface';
import { counted, paragraph, run } from './docx-text';
import { ink } from './pdf-paper';
import { instantText } from './pdf-words';
import { writeRelease } from './release-body';
import { zipped } from './zip';

/** A4 with 56 points at the sides, as in the PDF; twentieths of a point. */
const page =
  '<w:sectPr><w:headerReference w:type="default" r:id="rId1"/><w:footerReference w:type="default" r:id="rId2"/>' +
  '<w:pgSz w:w="11906" w:h="16838"/>' +
  '<w:pgMar w:top="1400" w:right="1120" w:bottom="1300" w:left="1120" w:header="620" w:footer="560" w:gutter="0"/></w:sectPr>';

interface Frame {
  readonly title: string;
  readonly name: string;
  readonly organisation: string;
  readonly madeAt: string;
  readonly url: string;
  readonly standing: Standing;
}

/** A document as in the PDF, to be edited; the same input gives the same bytes. @param url where to look it up */
export function renderDocx(document: BuiltDocument, url: string, standing?: Standing): Readable {
  const surface = docxSurface();
  writeDocument(surface, document, standing);
  const { title, organisation, madeAt } = document;
  return framed(surface.xml(), { title, name: subjectOf(document), organisation, madeAt, url, standing });
}

/** The release report to be edited, without its charts: the tables hold their figures. */
export function renderReportDocx(report: ReleaseReport, standing?: Standing): Readable {
  const surface = docxSurface();
  writeRelease(surface, report, standing);
  const { system, release, gate, organisation, generatedAt: madeAt, gateUrl: url } = report;
  const name = `${system} ${release.version} for ${gate.environment}`;
  return framed(surface.xml(), { title: 'Release report', name, organisation, madeAt, url, standing });
}

function framed(body: string, { title, name, organisation, madeAt, url, standing }: Frame): Readable {
  const quiet = (text: string) => run(text, { color: ink.quiet });
  const head = [organisation, name, title, standingWord(standing)].filter((word) => word !== null);
  const numbered = `${quiet('Page ')}${counted('PAGE')}${quiet(' of ')}${counted('NUMPAGES')}`;
  const stamp = quiet(`  ·  Generated ${instantText(madeAt)}  ·  ${url}`);
  const files = {
    '[Content_Types].xml': contentTypes,
    '_rels/.rels': packageRelations,
    'docProps/core.xml': coreProperties(xml(`${title}: ${name}`), xml(organisation), madeAt),
    'word/document.xml': part('document', `<w:body>${body}${page}</w:body>`),
    'word/styles.xml': styles,
    'word/numbering.xml': numbering,
    'word/settings.xml': settings,
    'word/header.xml': part('hdr', paragraph('Header', quiet(head.join('  ·  ')))),
    'word/footer.xml': part('ftr', paragraph('Footer', numbered + stamp)),
    'word/_rels/document.xml.rels': documentRelations,
  };
  const encoder = new TextEncoder();
  return zipped(Object.entries(files).map(([path, text]) => [path, encoder.encode(text)] as const));
}
