import type { RecordField } from '@/policies/frameworks/records';
import { invalid } from '@/server/kernel/refusal';
import { dayUs } from './answers';
import type { RecordValues } from './evidence';

const mostLetters = 5000;
const controls = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f]/;
type Value = RecordValues[string];

/**
 * What a person filled in, against the form of its type. Empty optional fields are left out.
 * @throws Refusal invalid naming each wrong field and what it may be
 */
export function checkedRecord(
  form: readonly RecordField[],
  given: Readonly<Record<string, unknown>>,
): RecordValues {
  const alien = Object.keys(given).find((name) => form.every((field) => field.name !== name));
  if (alien !== undefined) throw invalid('record', `record: the form has no field ${alien.slice(0, 60)}`);
  const wrong: string[] = [];
  const values: Record<string, Value> = {};
  for (const field of form) {
    const value = given[field.name];
    const isEmpty = value === undefined || value === null || value === '';
    if (isEmpty && field.optional) continue;
    const read = isEmpty ? undefined : valueOf(field, value);
    if (read === undefined) wrong.push(`${field.name} must be ${wanted(field)}`);
    else values[field.name] = read;
  }
  if (wrong.length > 0) throw invalid('record', `record: ${wrong.join('; ')}`);
  if (Object.keys(values).length === 0) throw invalid('record', 'record: fill in at least one field');
  return values;
}

/** The value as the field takes it; undefined when it does not fit. Words of a form are read as numbers and booleans. */
function valueOf(field: RecordField, value: unknown): Value | undefined {
  switch (field.kind) {
    case 'text':
      return typeof value === 'string' && isWords(value) ? value.trim() : undefined;
    case 'date':
      return typeof value === 'string' && dayUs(value) !== null ? value : undefined;
    case 'yes_no':
      if (value === 'true' || value === 'false') return value === 'true';
      return typeof value === 'boolean' ? value : undefined;
    case 'number': {
      const number = typeof value === 'string' && value.trim() !== '' ? Number(value) : value;
      return typeof number === 'number' && number >= 0 && number <= field.max ? number : undefined;
    }
    case 'choice':
      return typeof value === 'string' && field.options.includes(value) ? value : undefined;
    case 'choices':
      return chosen(field.options, value);
  }
}

const isWords = (value: string) =>
  value.trim() !== '' && value.length <= mostLetters && !controls.test(value);

function chosen(options: readonly string[], value: unknown): readonly string[] | undefined {
  if (!Array.isArray(value)) return undefined;
  const items: readonly unknown[] = value;
  if (items.some((item) => typeof item !== 'string' || !options.includes(item))) return undefined;
  return options.filter((option) => items.includes(option));
}

function wanted(field: RecordField): string {
  switch (field.kind) {
    case 'text':
      return `text of at most ${mostLetters} characters`;
    case 'date':
      return 'a date written YYYY-MM-DD';
    case 'yes_no':
      return 'true or false';
    case 'number':
      return `a number from 0 to ${field.max}`;
    case 'choice':
      return `one of ${field.options.join(', ')}`;
    case 'choices':
      return `a list with any of ${field.options.join(', ')}`;
  }
}
