import type { FormState, Values } from '@/app/_lib/form';
import { upload } from '@/app/_ui/upload';
import { rowsOf } from './rows-of';

interface Answer {
  readonly detail?: string;
}

/** The values of a form by their names; one that ends in [] is a list. */
function valuesOf(data: FormData): Values {
  const values: Values = {};
  for (const name of new Set(data.keys())) {
    const all = data.getAll(name).map(String);
    if (name.endsWith('[]')) values[name.slice(0, -2)] = all;
    else if (all[0]) values[name] = all[0];
  }
  return values;
}

/** Everything that is filled in, with its files, as one request: all or none of it is kept. */
export async function sendWithFiles(
  data: FormData,
  files: readonly File[],
  onProgress: (share: number) => void,
): Promise<FormState> {
  const { items } = rowsOf(valuesOf(data));
  const wanted = new Set(items.map(({ content }) => (content.as === 'file' ? content.file : undefined)));
  const form = new FormData();
  form.set('mapping', JSON.stringify({ items }));
  for (const file of files) if (wanted.has(file.name)) form.append('files', file);
  try {
    const { status, body } = await upload('/api/v1/evidence/files/lists', form, onProgress);
    if (status === 200 || status === 201) return { done: { result: items.length, at: Date.now() } };
    return { problem: (JSON.parse(body) as Answer).detail ?? 'The files were refused' };
  } catch {
    return { problem: 'The connection was lost during the upload; nothing was handed in, try again' };
  }
}
