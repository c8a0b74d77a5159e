import { Ajv, type ValidateFunction } from 'ajv';
import { Ajv2020 } from 'ajv/dist/2020.js';
import formats from 'ajv-formats';
import { z } from 'zod';
import { errored, evaluator, passed, unitRange } from '../contract';
import { linearRegex } from './regex';

const opening = /^[ \t\r\n]*["{[\d\-tfn]/;

/** The JSON value that a text is; null when it is none. Most prose is told by its first letter, without an exception. */
export function parsedJson(text: string): { readonly value: unknown } | null {
  if (!opening.test(text)) return null;
  try {
    return { value: JSON.parse(text) };
  } catch {
    return null;
  }
}

const facts = {
  version: 1,
  direction: 'higher',
  range: unitRange,
  unit: 'share',
  needs: { expected: false, judge: false },
} as const;

export const isJson = evaluator({
  ...facts,
  id: 'text.is-json',
  docs: {
    summary: 'The whole answer is one JSON value.',
    formula: 'JSON.parse(output) succeeds',
    source: 'RFC 8259',
  },
  params: z.strictObject({}),
  kind: () => 'rate',
  score: ({ output }) => passed(parsedJson(output) !== null),
});

const engine = Object.assign(
  (pattern: string) => {
    const matcher = linearRegex(pattern);
    // Ajv keys compiled patterns by their string form
    return { test: (text: string) => matcher.matcher(text).find(), toString: () => `/${pattern}/` };
  },
  { code: 'linearRegex' },
);

/** Compiles a JSON Schema (2020-12, or draft-07 when it says so); patterns run in linear time. Throws on a bad schema. */
export function compileSchema(schema: object): ValidateFunction {
  const dialect = Reflect.get(schema, '$schema');
  const Dialect = typeof dialect === 'string' && dialect.includes('draft-07') ? Ajv : Ajv2020;
  const ajv = new Dialect({ strict: false, allErrors: false, logger: false, code: { regExp: engine } });
  formats.default(ajv, { mode: 'fast' });
  return ajv.compile(schema);
}

const validators = new WeakMap<object, ValidateFunction>();
function validator(schema: object): ValidateFunction {
  const known = validators.get(schema) ?? compileSchema(schema);
  validators.set(schema, known);
  return known;
}

const jsonSchemaParam = z
  .record(z.string(), z.unknown())
  .refine((schema) => JSON.stringify(schema).length <= 65_536, 'the schema is longer than 65,536 characters')
  .superRefine((schema, ctx) => {
    try {
      compileSchema(schema);
    } catch (error) {
      ctx.addIssue({ code: 'custom', message: `not a usable JSON Schema: ${messageOf(error)}` });
    }
  });

const messageOf = (error: unknown): string => (error instanceof Error ? error.message : String(error));

export const jsonSchema = evaluator({
  ...facts,
  id: 'text.json-schema',
  docs: {
    summary: 'The answer is JSON that fits a JSON Schema.',
    formula: 'validate(schema, JSON.parse(output))',
    source: 'JSON Schema 2020-12 (draft-07 when $schema says so), checked by Ajv; patterns in RE2 syntax',
    example: { schema: { type: 'object', required: ['level'] } },
  },
  params: z.strictObject({ schema: jsonSchemaParam.describe('the JSON Schema, at most 64 KiB') }),
  kind: () => 'rate',
  score: ({ output }, { schema }) => {
    const json = parsedJson(output);
    if (!json) return passed(false, 'the answer is not JSON');
    try {
      const validate = validator(schema);
      const valid = validate(json.value) === true;
      const [first] = validate.errors ?? [];
      return passed(valid, first ? `${first.instancePath || '/'} ${first.message}` : undefined);
    } catch (error) {
      return errored(`the schema cannot be used: ${messageOf(error)}`);
    }
  },
});
