import type { BuiltDocument } from '../rules/document';
import { notRecorded } from './pdf-flow';
import type { ink } from './pdf-paper';
import { instantText } from './pdf-words';

export type Tone = Extract<keyof typeof ink, 'text' | 'quiet' | 'pass' | 'fail' | 'doubt'>;
export interface Row {
  readonly label: string;
  readonly value: string;
  readonly tone: Tone;
}
/** What a document prints, in its order, whatever the kind of file. */
export type Block =
  | { readonly kind: 'kicker' | 'title' | 'heading'; readonly text: string }
  | {
      readonly kind: 'lead' | 'body' | 'small';
      readonly text: string;
      readonly tone: Tone;
    }
  | { readonly kind: 'list'; readonly entries: readonly string[]; readonly tone: Tone }
  | { readonly kind: 'table'; readonly name: string; readonly rows: readonly Row[] };

const nothing = '–';
const told = (label: string, value: string | null): Row =>
  value === null || value === ''
    ? { label, value: notRecorded, tone: 'doubt' }
    : { label, value, tone: 'text' };

/** The name of what a document is about. */
export const subjectOf = ({ system, release }: BuiltDocument): string =>
  release ? `${system} ${release.version}` : system;

/** The head, what is missing, what the document is, then each section as a table of fields and values. */
export function blocksOf(document: BuiltDocument): Block[] {
  const { title, release, organisation, madeAt, missing, sections, notice } = document;
  const isComplete = missing.length === 0;
  return [
    { kind: 'kicker', text: title.toUpperCase() },
    { kind: 'title', text: subjectOf(document) },
    { kind: 'lead', text: `${organisation}  ·  generated ${instantText(madeAt)}`, tone: 'quiet' },
    { kind: 'heading', text: isComplete ? 'Complete' : `Missing: ${missing.length}` },
    isComplete
      ? { kind: 'body', text: 'Every mandatory field has a value.', tone: 'pass' }
      : { kind: 'list', entries: missing, tone: 'fail' },
    {
      kind: 'table',
      name: 'What this document is',
      rows: [
        told('Basis', document.basis),
        told('Reader', document.reader),
        told('Release digest', release?.digest ?? 'None: it is about the system'),
        told('Environment', release?.environment ?? nothing),
        told('Frameworks', document.packs.map(({ id, version }) => `${id} ${version}`).join(', ')),
      ],
    },
    ...sections.flatMap(({ title: name, fields }): Block[] => [
      { kind: 'heading', text: name },
      { kind: 'table', name, rows: fields.map(rowOf) },
    ]),
    { kind: 'small', text: notice, tone: 'quiet' },
  ];
}

function rowOf({ label, values, optional }: BuiltDocument['sections'][number]['fields'][number]): Row {
  if (values.length > 0) return { label, value: values.join('\n'), tone: 'text' };
  return optional ? { label, value: nothing, tone: 'quiet' } : { label, value: notRecorded, tone: 'fail' };
}
