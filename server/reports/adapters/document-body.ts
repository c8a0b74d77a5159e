import type { BuiltDocument } from '../rules/document';
import { type Seal, sealFacts, type Standing } from '../rules/seal';
import { notRecorded } from './pdf-flow';
import { ink } from './pdf-paper';
import type { Cell } from './pdf-table';
import { instantText } from './pdf-words';
import type { Surface } from './surface';

const nothing = '–';

/** The name of what a document is about. */
export const subjectOf = ({ system, release }: BuiltDocument): string =>
  release ? `${system} ${release.version}` : system;

/** Says whether the content is final: a draft in a line, a seal as a table. */
export function standingOn(on: Surface, standing: Standing): void {
  if (standing === null)
    on.paragraph('Draft: nobody has sealed this content.', { bold: true, color: ink.doubt, after: 10 });
  if (!standing) return;
  on.facts(
    'The seal',
    sealFacts(readable(standing)).map(([name, value]) => [name, value] as const),
  );
}

const readable = (seal: Seal): Seal => ({ ...seal, sealedAt: instantText(seal.sealedAt) });

/** The head, what is missing, what the document is, then each section as a table of fields and values. */
export function writeDocument(on: Surface, document: BuiltDocument, standing: Standing): void {
  const { title, release, organisation, madeAt, missing, sections, notice, packs } = document;
  on.paragraph(title.toUpperCase(), { size: 8.5, bold: true, color: ink.quiet, after: 2 });
  on.heading('H1', subjectOf(document));
  const from = `${organisation}  ·  generated ${instantText(madeAt)}`;
  on.paragraph(from, { size: 10, color: ink.quiet, after: 14 });
  standingOn(on, standing);
  on.heading('H2', missing.length === 0 ? 'Complete' : `Missing: ${missing.length}`);
  if (missing.length === 0) on.paragraph('Every mandatory field has a value.', { color: ink.pass });
  else on.bullets(missing, ink.fail);
  on.facts('What this document is', [
    ['Basis', document.basis],
    ['Reader', document.reader],
    ['Release digest', release?.digest ?? 'None: it is about the system'],
    ['Environment', release?.environment ?? nothing],
    ['Frameworks', packs.map(({ id, version }) => `${id} ${version}`).join(', ')],
  ]);
  for (const section of sections) {
    on.heading('H2', section.title);
    on.table({
      summary: section.title,
      rowHeaders: true,
      headless: true,
      columns: [
        { title: 'Field', weight: 2.6 },
        { title: 'Value', weight: 7.4 },
      ],
      rows: section.fields.map((field) => [field.label, valueOf(field)]),
    });
  }
  on.paragraph(notice, { size: 8, color: ink.quiet });
}

function valueOf({ values, optional }: BuiltDocument['sections'][number]['fields'][number]): Cell {
  if (values.length > 0) return values.join('\n');
  return optional ? { text: nothing, color: ink.quiet } : { text: notRecorded, color: ink.fail };
}
