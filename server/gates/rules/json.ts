import { invalid } from '../../kernel/refusal';

// Narrow reading of parsed JSON where zod cannot be: in what the offline verifier shares.

/** The fields of a JSON object; throws Refusal('invalid') on anything else and on a field that is not allowed. */
export function fieldsOf(value: unknown, path: string, allowed: readonly string[]): Record<string, unknown> {
  if (typeof value !== 'object' || value === null || Array.isArray(value))
    throw invalid(path, `${path} must be an object`);
  const unknown = Object.keys(value).find((key) => !allowed.includes(key));
  if (unknown !== undefined) throw invalid(path, `${path} has the unknown field ${unknown}`);
  return value as Record<string, unknown>;
}

/** The value under a path of keys; undefined where there is none. */
export const at = (value: unknown, ...path: readonly string[]): unknown =>
  path.reduce<unknown>(
    (inner, key) =>
      typeof inner === 'object' && inner !== null && Object.hasOwn(inner, key)
        ? (inner as Record<string, unknown>)[key]
        : undefined,
    value,
  );

/** The items of an array; none when it is not one. */
export const list = (value: unknown): readonly unknown[] =>
  Array.isArray(value) ? (value as unknown[]) : [];

/** Throws Refusal('invalid') when it is not text. */
export function textOf(value: unknown, path: string): string {
  if (typeof value !== 'string') throw invalid(path, `${path} must be text`);
  return value;
}
