import { z } from 'zod';

const step = /\.([A-Za-z_][\w-]*)|\[(-?\d{1,6})\]|\['([^'\\]+)'\]|\["([^"\\]+)"\]/y;

/** The steps of a path such as `$.predictions[0].label` or `$['a b'][-1]`; null when it is none. */
function stepsOf(path: string): (string | number)[] | null {
  if (!path.startsWith('$')) return null;
  const steps: (string | number)[] = [];
  step.lastIndex = 1;
  while (step.lastIndex < path.length) {
    const found = step.exec(path);
    if (!found) return null;
    const [, name, index, single, double] = found;
    steps.push(index === undefined ? (name ?? single ?? double ?? '') : Number(index));
  }
  return steps;
}

/** One place in a JSON document: names and indexes of RFC 9535, without wildcards, slices and filters. */
export const JsonPath = z
  .string()
  .max(500)
  .refine((path) => stepsOf(path) !== null, 'must be a path such as $.predictions[0].label');

/** What stands at a path; undefined when nothing does. A negative index counts from the end. */
export function jsonAt(value: unknown, path: string): unknown {
  return stepsOf(path)?.reduce((at, one) => memberOf(at, one), value);
}

/** An own member of an object or an element of an array. */
export function memberOf(value: unknown, step: string | number): unknown {
  if (Array.isArray(value)) return Number.isInteger(Number(step)) ? value.at(Number(step)) : undefined;
  return typeof value === 'object' && value !== null && Object.hasOwn(value, step)
    ? Reflect.get(value, step)
    : undefined;
}
