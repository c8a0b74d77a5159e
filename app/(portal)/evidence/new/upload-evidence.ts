import type { FormState } from '@/app/_lib/form';
import { withQuery } from '@/app/_lib/paths';

interface Answer {
  readonly id?: string;
  readonly detail?: string;
  readonly fields?: Readonly<Record<string, readonly string[]>>;
}

const names = ['type', 'title', 'bindingKind', 'bindingId', 'validDays', 'supersedes'];

/** Sends the file as the body of one request, so that the server writes it to disk as it comes. */
export async function uploadEvidence(data: FormData): Promise<FormState<{ id: string }>> {
  const file = data.get('file');
  const values = Object.fromEntries(names.map((name) => [name, String(data.get(name) ?? '')]));
  if (!(file instanceof File) || file.size === 0)
    return { fields: { file: ['must be a file with content'] }, values };
  const mediaType = /^[\w.+-]+\/[\w.+-]+$/.test(file.type) ? file.type : undefined;
  const query = { ...values, fileName: file.name, mediaType };
  try {
    const response = await fetch(withQuery('/api/v1/evidence/files', query), {
      method: 'POST',
      body: file,
      headers: { 'content-type': 'application/octet-stream' },
    });
    const answer = (await response.json()) as Answer;
    if (response.ok && answer.id) return { done: { result: { id: answer.id }, at: Date.now() } };
    const problem = answer.detail ?? 'The upload was refused';
    return answer.fields ? { fields: answer.fields, values, problem } : { problem, values };
  } catch {
    return { problem: 'The connection was lost during the upload; try again', values };
  }
}
