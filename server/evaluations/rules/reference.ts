import { invalid } from '@/server/kernel/refusal';

/** What `name@3`, `name@label` or `sha256:…` asks for. */
export type Reference =
  | { readonly kind: 'digest'; readonly digest: string }
  | { readonly kind: 'number'; readonly name: string; readonly number: number }
  | { readonly kind: 'label'; readonly name: string; readonly label: string };

const named = /^([a-z0-9][a-z0-9._-]{0,63})@([a-z0-9][a-z0-9._-]{0,63})$/;

/** @param field where it stands in the file @param labels whether a label may stand behind the @ */
export function referenceIn(field: string, text: string, labels: boolean): Reference {
  if (/^sha256:[0-9a-f]{64}$/.test(text)) return { kind: 'digest', digest: text };
  const [, name, version] = named.exec(text) ?? [];
  if (name !== undefined && version !== undefined) {
    if (/^[1-9]\d{0,8}$/.test(version)) return { kind: 'number', name, number: Number(version) };
    if (labels) return { kind: 'label', name, label: version };
  }
  const forms = labels ? 'name@number, name@label or sha256:…' : 'name@number or sha256:…';
  throw invalid(field, `${field} must be ${forms}`);
}
