import type { FormState } from '@/app/_lib/form';

/** What the server says an import would store. */
export interface ImportPreview {
  readonly kind: string;
  readonly head: {
    readonly id: string;
    readonly title: string;
    readonly version: string;
    readonly asOf: string;
    readonly nature: string;
  };
  readonly notes: readonly string[];
  readonly inUse: { readonly revision: number; readonly version: string } | null;
  readonly added: number;
  readonly removed: readonly string[];
  readonly changed: readonly string[];
  readonly unchanged: number;
  readonly controls: readonly {
    readonly id: string;
    readonly title: string;
    readonly citation: string;
    readonly requirement: string;
    readonly appliesWhen: string;
    readonly scope: string;
    readonly severity: string;
  }[];
}
export interface Stored {
  readonly framework: string;
  readonly revision: number;
  readonly isInUse: boolean;
}
export type ImportAnswer =
  /** `of` is the text that was looked at. */
  { readonly preview: ImportPreview; readonly of: string } | { readonly stored: Stored };
export type ImportState = FormState<ImportAnswer>;
export interface ImportFile {
  readonly name: string;
  readonly content: string;
}

interface Problem {
  readonly detail?: string;
  readonly fields?: Readonly<Record<string, readonly string[]>>;
}

/** What is read, which the browser does not empty with the form. */
export interface Given {
  readonly text: string;
  readonly format: string;
  /** Where the text is from, when it is not shown. */
  readonly from: string | null;
  readonly files: readonly ImportFile[];
}

/** What the form says, as the REST API takes it: a catalog is larger than what a form of a page may send. */
function bodyOf(data: FormData, { text: content, format, files }: Given) {
  const said = [...data].flatMap(([name, value]): [string, string][] =>
    typeof value === 'string' && value !== '' ? [[name, value]] : [],
  );
  const head = said
    .filter(([name]) => name.startsWith('head.'))
    .map(([name, value]) => [name.slice(5), value]);
  return {
    content,
    format,
    ...Object.fromEntries(said.filter(([name]) => name === 'idPrefix')),
    ...(head.length > 0 ? { head: Object.fromEntries(head) as Record<string, string> } : {}),
    ...(files.length > 0 && format === 'oscal' ? { files } : {}),
  };
}

/** Above the form stands what none of its fields says. */
const problemOf = (fields: object, detail: string) =>
  Object.keys(fields).some((name) => shown.has(name)) ? {} : { problem: detail };
const shown = new Set([
  'content',
  'files',
  'format',
  'idPrefix',
  'head.id',
  'head.title',
  'head.version',
  'head.asOf',
]);

/** Sends an import, to be looked at or to be stored, as the button says that was pressed. */
export async function sendImport(data: FormData, given: Given): Promise<ImportState> {
  const isPreview = data.get('step') === 'preview';
  const values = Object.fromEntries(
    [...data].flatMap(([name, value]) => (typeof value === 'string' ? [[name, value]] : [])),
  );
  try {
    const response = await fetch(`/api/v1/frameworks${isPreview ? '/previews' : ''}`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(bodyOf(data, given)),
    });
    const answer = (await response.json()) as unknown;
    if (response.ok) {
      const result = isPreview
        ? { preview: answer as ImportPreview, of: given.text }
        : { stored: answer as Stored };
      return { done: { result, at: Date.now() }, values };
    }
    const { detail = 'The import was refused', fields } = answer as Problem;
    return fields ? { fields, values, ...problemOf(fields, detail) } : { problem: detail, values };
  } catch {
    return { problem: 'The connection was lost; nothing was stored. Try again', values };
  }
}
