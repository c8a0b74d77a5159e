import { stringify } from 'yaml';
import { z } from 'zod';
import type { Evaluator, MeasureKind } from './contract';

export interface ParameterDescription {
  readonly name: string;
  /** in words: "number from 0 to 1", "one of: any, all" */
  readonly type: string;
  readonly required: boolean;
  /** as YAML; null when there is none */
  readonly default: string | null;
  readonly description: string;
}

/** Everything a person or a program needs to use an evaluator in a suite. */
export interface EvaluatorDescription {
  readonly id: string;
  /** the part of the id before the dot */
  readonly group: string;
  readonly version: number;
  readonly summary: string;
  readonly formula: string;
  readonly source: string;
  readonly direction: Evaluator['direction'];
  readonly range: { readonly low: number; readonly high: number } | null;
  readonly unit: Evaluator['unit'];
  /** what the measure of its example is; null when no example is needed to know, and none is given */
  readonly kind: MeasureKind | null;
  readonly needs: {
    readonly expected: boolean;
    readonly judge: boolean;
    readonly context: boolean;
    readonly scorer: boolean;
  };
  readonly parameters: readonly ParameterDescription[];
  /** JSON Schema 2020-12 of the parameters */
  readonly schema: Readonly<Record<string, unknown>>;
  /** an entry of `evaluators` of a suite file */
  readonly yaml: string;
}

type Schema = Readonly<Record<string, unknown>>;
const isSchema = (value: unknown): value is Schema =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

const limits: readonly (readonly [key: string, words: string])[] = [
  ['minimum', 'from'],
  ['exclusiveMinimum', 'above'],
  ['maximum', 'to'],
  ['maxLength', 'at most'],
  ['maxItems', 'at most'],
];
const unbounded = 2 ** 53 - 1;

/** The type of a parameter in words. */
function typeOf(schema: Schema): string {
  const options = schema['anyOf'] ?? schema['oneOf'];
  if (Array.isArray(options)) return options.filter(isSchema).map(typeOf).join(' or ');
  if (Array.isArray(schema['enum']))
    return `one of: ${schema['enum'].map((one) => JSON.stringify(one)).join(', ')}`;
  if (schema['const'] !== undefined) return JSON.stringify(schema['const']);
  const type = String(schema['type'] ?? 'any value');
  const units = type === 'string' ? ' characters' : type === 'array' ? ' items' : '';
  const bounds = limits.flatMap(([key, words]) => {
    const limit = schema[key];
    return typeof limit === 'number' && Math.abs(limit) < unbounded ? [` ${words} ${limit}${units}`] : [];
  });
  const items = isSchema(schema['items']) ? ` of ${typeOf(schema['items'])}` : '';
  const shown = { string: 'text', array: 'list', object: 'map', boolean: 'true or false' }[type] ?? type;
  return `${shown}${items}${bounds.join('')}`;
}

function parametersOf(schema: Schema): ParameterDescription[] {
  const properties = isSchema(schema['properties']) ? schema['properties'] : {};
  const required = Array.isArray(schema['required']) ? schema['required'] : [];
  return Object.entries(properties).flatMap(([name, value]): ParameterDescription[] => {
    if (!isSchema(value)) return [];
    return [
      {
        name,
        type: typeOf(value),
        required: required.includes(name),
        default: value['default'] === undefined ? null : JSON.stringify(value['default']),
        description: String(value['description'] ?? ''),
      },
    ];
  });
}

/** The entry of a suite file that uses an evaluator with its example. */
export const suiteEntry = ({ id, docs }: Evaluator): string =>
  stringify([{ id, ...(docs.example && { params: docs.example }) }], { lineWidth: 110 });

/** Describes an evaluator from its own facts and the schema of its parameters. */
export function describeEvaluator(one: Evaluator): EvaluatorDescription {
  const { id, version, direction, range, unit, needs, docs } = one;
  const schema: Schema = z.toJSONSchema(one.params, { io: 'input', unrepresentable: 'any' });
  const tried = one.params.safeParse(docs.example ?? {}).success;
  return {
    id,
    group: id.slice(0, id.indexOf('.')),
    version,
    summary: docs.summary,
    formula: docs.formula,
    source: docs.source,
    direction,
    range,
    unit,
    kind: tried ? one.prepare(docs.example ?? {}).kind : null,
    needs: { context: false, scorer: false, ...needs },
    parameters: parametersOf(schema),
    schema,
    yaml: suiteEntry(one),
  };
}
