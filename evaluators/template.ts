/** A template named a value that the case does not have. */
export class MissingValue extends Error {
  override readonly name = 'MissingValue';
}

interface Source {
  readonly input: unknown;
  readonly expected?: unknown;
  readonly context?: unknown;
  readonly metadata?: unknown;
}

const placeholder = /\{\{\s*(input|expected|context|metadata)((?:\.[A-Za-z0-9_-]+)*)\s*\}\}/g;

/** True when the text holds a placeholder that is only known per case. */
export const isTemplate = (text: string): boolean => text.search(placeholder) >= 0;

/**
 * The same value with {{input}}, {{expected}}, {{context}} and {{metadata.key}} (dots go deeper) in every string
 * replaced from the case. Strings go in as they are, everything else as JSON. Throws MissingValue.
 */
export function substituted<T>(value: T, source: Source): T;
export function substituted(value: unknown, source: Source): unknown {
  if (typeof value === 'string')
    return value.includes('{{')
      ? value.replace(placeholder, (_, root, path) => found(source, root, path))
      : value;
  if (Array.isArray(value)) return value.map((item: unknown) => substituted(item, source));
  if (value === null || typeof value !== 'object') return value;
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, substituted(item, source)]));
}

function found(source: Source, root: keyof Source, path: string): string {
  const steps = path.split('.').filter((step) => step !== '');
  const value = steps.reduce<unknown>(
    (at, step) =>
      typeof at === 'object' && at !== null && Object.hasOwn(at, step) ? Reflect.get(at, step) : undefined,
    source[root],
  );
  if (value === undefined || value === null) throw new MissingValue(`the case has no ${root}${path}`);
  return typeof value === 'string' ? value : JSON.stringify(value);
}
