import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { ReleaseReport } from '../schema';
import { type Standing, standingWord } from '../rules/seal';
import { Paper, type Furniture } from './pdf-paper';
import { pdfSurface } from './pdf-surface';
import { instantText } from './pdf-words';
import { renderTable, type Table } from './pdf-table';
import { writeRelease } from './release-body';

type Sink = (chunk: Uint8Array) => void;

/** Beside this file, or where it lies in the repository when this file was bundled. */
function fontFile(name: string): Uint8Array {
  const folders = [join(import.meta.dirname, 'fonts'), join(process.cwd(), 'server/reports/adapters/fonts')];
  const folder = folders.find((each) => existsSync(join(each, name)));
  if (folder === undefined)
    throw new Error(`The font ${name} is missing; looked in ${folders.join(' and ')}`);
  return readFileSync(join(folder, name));
}

let loaded: Readonly<Record<'regular' | 'bold', Uint8Array>> | undefined;
const fonts = () =>
  (loaded ??= { regular: fontFile('NotoSans_400Regular.ttf'), bold: fontFile('NotoSans_600SemiBold.ttf') });

export interface PdfOptions {
  readonly title: string;
  readonly author: string;
  readonly generatedAt: string;
  readonly furniture: Furniture;
}

/**
 * A tagged PDF/A-2a file, given to `sink` in pieces while it is drawn; returns its number of pages. The same input
 * gives the same bytes. It is processor time: in the product it runs in a worker thread.
 */
export function renderPdf(options: PdfOptions, draw: (paper: Paper) => void, sink: Sink): number {
  const { title, author, generatedAt, furniture } = options;
  const createdAt = new Date(generatedAt);
  const paper = new Paper({ title, author, createdAt, fonts: fonts(), sink }, furniture);
  draw(paper);
  return paper.end();
}

/** Renders a release report piece by piece; returns its number of pages. */
export function writeReleaseReport(report: ReleaseReport, sink: Sink, standing?: Standing): number {
  const { organisation, system, release, gate, generatedAt, gateUrl } = report;
  const name = `${system} ${release.version}`;
  const options = {
    title: `Release report: ${name} for ${gate.environment}`,
    author: organisation,
    generatedAt,
    furniture: {
      header: [
        `${organisation}  ·  ${name}  ·  ${gate.environment}`,
        [`Release ${release.digest.slice(0, 19)}`, standingWord(standing)]
          .filter((word) => word !== null)
          .join('  ·  '),
      ],
      url: gateUrl,
      digest: release.digest,
      stamp: ['Generated', instantText(generatedAt)],
    },
  } as const;
  return renderPdf(options, (paper) => writeRelease(pdfSurface(paper), report, standing), sink);
}

/** The whole release report at once. */
export function renderReleaseReport(report: ReleaseReport, standing?: Standing): Buffer {
  const chunks: Uint8Array[] = [];
  writeReleaseReport(report, (chunk) => chunks.push(chunk), standing);
  return Buffer.concat(chunks);
}

/** One table as a document of its own, such as an export of a list. */
export function writeTable(options: PdfOptions, table: Table, sink: Sink): number {
  return renderPdf(options, (paper) => renderTable(paper, table), sink);
}
