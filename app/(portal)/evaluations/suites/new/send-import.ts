import type { FormState } from '@/app/_lib/form';
import { paths } from '@/app/_lib/paths';
import type { BroughtSuite, SuitePreview } from '@/server/evaluations/schema/suite-sources';

export type SuiteImportAnswer =
  /** `of` is what was looked at: text and name. */
  { readonly preview: SuitePreview; readonly of: string } | { readonly brought: BroughtSuite };
export type SuiteImportState = FormState<SuiteImportAnswer>;

interface Problem {
  readonly detail?: string;
  readonly fields?: Readonly<Record<string, readonly string[]>>;
}
const shown = ['text', 'name', 'description'];
export const lookedAt = (text: string, name: string) => `${name}\n${text}`;

/** Over REST: a configuration may be larger than what a form of a page may send. */
export async function sendSuiteImport(data: FormData, text: string): Promise<SuiteImportState> {
  const isPreview = data.get('step') === 'preview';
  const of = (field: string) => String(data.get(field) ?? '').trim();
  const values = { name: of('name'), description: of('description') };
  const description = values.description === '' ? {} : { description: values.description };
  try {
    const response = await fetch(paths.importSuite(isPreview ? 'preview' : 'import'), {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ from: 'promptfoo', text, name: values.name, ...description }),
    });
    const answer = (await response.json()) as unknown;
    if (response.ok) {
      const result = isPreview
        ? { preview: answer as SuitePreview, of: lookedAt(text, values.name) }
        : { brought: answer as BroughtSuite };
      return { done: { result, at: Date.now() }, values };
    }
    const { detail = 'The import was refused', fields = {} } = answer as Problem;
    const isShown = Object.keys(fields).some((name) => shown.includes(name));
    return { fields, values, ...(isShown ? {} : { problem: detail }) };
  } catch {
    return { problem: 'The connection was lost. Look among the suites before you try again', values };
  }
}
