import { z } from 'zod';
import type { Sample } from './contract';
import { jsonInside } from './text/markup';
import { parsedJson } from './text/json';
import { numberIn } from './text/numeric';

const shape = /^(?:output|expected|input|context|metadata)(?:\.[A-Za-z0-9_-]{1,100}){0,8}$/;

/** A parameter that says where in a case a value stands: `expected`, `metadata.fold`, `output.label` (a JSON answer). */
export const place = (usual: string, what: string) =>
  z
    .string()
    .regex(shape, 'begin with output, expected, input, context or metadata; dots go deeper')
    .default(usual)
    .describe(`where ${what} stands, such as expected, metadata.key or output.key of a JSON answer`);

/** The value at a place; undefined when there is none. Keys of the output are those of the JSON in it. */
export function valueAt(sample: Sample, at: string): unknown {
  const [root = '', ...keys] = at.split('.');
  if (root === 'output' && keys.length === 0) return sample.output;
  const start: unknown = root === 'output' ? inAnswer(sample.output) : Reflect.get(sample, root);
  return keys.reduce<unknown>(
    (value, key) =>
      typeof value === 'object' && value !== null && Object.hasOwn(value, key)
        ? Reflect.get(value, key)
        : undefined,
    start,
  );
}
const inAnswer = (output: string): unknown => (parsedJson(output) ?? jsonInside(output))?.value;

/** A label: text, number or boolean as trimmed text; null for anything else and for empty text. */
export function labelAt(sample: Sample, at: string, ignoreCase = false): string | null {
  const value = valueAt(sample, at);
  if (typeof value !== 'string' && typeof value !== 'number' && typeof value !== 'boolean') return null;
  const text = String(value).trim().slice(0, 200);
  return text === '' ? null : ignoreCase ? text.toLowerCase() : text;
}

/** A finite number, also one written as text; null for anything else. */
export function numberAt(sample: Sample, at: string): number | null {
  const value = valueAt(sample, at);
  if (typeof value === 'number') return Number.isFinite(value) ? value : null;
  return typeof value === 'string' ? numberIn(value) : null;
}

/** The value at a place as a list: a list itself, JSON text of one, or one value; null when there is none. */
export function listAt(sample: Sample, at: string): readonly unknown[] | null {
  const value = valueAt(sample, at);
  if (value === undefined || value === null) return null;
  if (Array.isArray(value)) return value;
  const read = typeof value === 'string' ? parsedJson(value)?.value : undefined;
  return Array.isArray(read) ? read : [value];
}
