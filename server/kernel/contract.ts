import { z } from 'zod';

/** The zod pieces that every module's contracts share. Text refuses control characters except line breaks and tabs. */
const controls = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f]/;
const withoutControls = (value: string) => !controls.test(value);

export const text = (max: number) =>
  z
    .string()
    .trim()
    .min(1, 'must not be empty')
    .max(max, `must have at most ${max} characters`)
    .refine(withoutControls, 'must not contain control characters');

export const optionalText = (max: number) =>
  z
    .string()
    .trim()
    .max(max, `must have at most ${max} characters`)
    .refine(withoutControls, 'must not contain control characters')
    .optional();

/** Text kept byte for byte: neither trimmed nor normalised. */
export const verbatim = (max: number) =>
  z
    .string()
    .min(1, 'must not be empty')
    .max(max, `must have at most ${max} characters`)
    .refine(withoutControls, 'must not contain control characters');

/** A name that programs use: lower-case letters, digits, dots, dashes and underscores; 1 to 64 characters. */
export const Slug = z
  .string()
  .regex(
    /^[a-z0-9][a-z0-9._-]{0,63}$/,
    'must be 1 to 64 lower-case letters, digits, dots, dashes or underscores',
  );

export const id = (prefix: string) =>
  z.string().regex(new RegExp(`^${prefix}_[A-Za-z0-9-]{1,64}$`), `must be an id that begins with ${prefix}_`);

export const Sha256 = z.string().regex(/^[0-9a-f]{64}$/, 'must be 64 lower-case hexadecimal digits');
export const Digest = z
  .string()
  .regex(/^sha256:[0-9a-f]{64}$/, 'must be sha256: and 64 lower-case hexadecimal digits');

const isJson = (value: unknown): boolean => {
  if (value === null || typeof value === 'string' || typeof value === 'boolean') return true;
  if (typeof value !== 'object') return typeof value === 'number' && Number.isFinite(value);
  return Object.values(value).every(isJson);
};

type Value = z.core.util.JSONType;
/** Any JSON value. Not z.json(), whose recursion the OpenAPI generator follows without end. */
export const Json = z.unknown().refine(isJson, 'must be JSON') as z.ZodType<unknown, unknown> as z.ZodType<
  Value,
  Value
>;
