import type { Values } from './form';

const instant = (text: unknown) =>
  typeof text === 'string' && /^\d{4}-\d\d-\d\dT\d\d:\d\d$/.test(text) ? `${text}:00Z` : text;

/** What the fields of a form say of Langfuse; those of another kind of source are dropped. */
export function langfuseOf(values: Partial<Values>): Record<string, unknown> {
  const rest: Record<string, unknown> = {};
  const said: Record<string, unknown> = {};
  for (const [name, value] of Object.entries(values))
    if (name.startsWith('source.')) said[name.slice(7)] = value;
    else rest[name] = value;
  const { kind, dataset, run, version, name, tags, from, to } = said;
  if (kind === 'dataset') return { ...rest, source: { kind, dataset, version: instant(version) } };
  if (kind === 'run') return { ...rest, source: { kind, dataset, run } };
  const list = String(tags ?? '')
    .split(',')
    .map((tag) => tag.trim())
    .filter(Boolean);
  const source = { kind, name, from: instant(from), to: instant(to) };
  return { ...rest, source: list.length > 0 ? { ...source, tags: list } : source };
}
