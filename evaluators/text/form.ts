import { fullFormats } from 'ajv-formats/dist/formats.js';
import { z } from 'zod';
import { evaluator, passed, unitRange } from '../contract';
import { numberIn } from './numeric';

const standard = {
  date: 'date',
  time: 'time',
  'date-time': 'date-time',
  duration: 'duration',
  email: 'email',
  uri: 'uri',
  uuid: 'uuid',
  hostname: 'hostname',
  ipv4: 'ipv4',
  ipv6: 'ipv6',
} as const;

function matches(name: keyof typeof standard, text: string): boolean {
  const format: unknown = fullFormats[standard[name]];
  if (format instanceof RegExp) return format.test(text);
  if (typeof format === 'function') return format(text) === true;
  const validate: unknown =
    typeof format === 'object' && format !== null ? Reflect.get(format, 'validate') : null;
  if (validate instanceof RegExp) return validate.test(text);
  return typeof validate === 'function' && validate(text) === true;
}

const own = {
  integer: (text: string) => /^[-+]?\d{1,400}$/.test(text),
  number: (text: string) => numberIn(text) !== null,
  boolean: (text: string) => /^(?:true|false|yes|no)$/i.test(text),
  'single-line': (text: string) => text !== '' && !/[\r\n]/.test(text),
  'upper-case': (text: string) => /\p{L}/u.test(text) && text === text.toUpperCase(),
  'lower-case': (text: string) => /\p{L}/u.test(text) && text === text.toLowerCase(),
  'plain-text': (text: string) =>
    text !== '' &&
    !/^(?: {0,3}(?:#{1,6} |```|~~~|> |[-*+] |\d{1,9}[.)] )|\|.{0,2000}\|)|\*\*|__|`|\]\(|<\/?[a-z]/im.test(
      text,
    ),
} as const;

const names = [
  ...(['date', 'time', 'date-time', 'duration', 'email', 'uri', 'uuid', 'hostname', 'ipv4', 'ipv6'] as const),
  ...(['integer', 'number', 'boolean', 'single-line', 'upper-case', 'lower-case', 'plain-text'] as const),
] as const;
const isOwn = (name: (typeof names)[number]): name is keyof typeof own => Object.hasOwn(own, name);
const longest = 2000;

export const format = evaluator({
  id: 'text.format',
  version: 1,
  direction: 'higher',
  range: unitRange,
  unit: 'share',
  needs: { expected: false, judge: false },
  docs: {
    summary:
      'The whole answer has a known form: a date, an address, a number, one line, plain text without Markdown and so on.',
    formula:
      '1[trim(output) has the form]; but for plain-text, single-line and cases at most 2,000 characters',
    source:
      'formats of JSON Schema (RFC 3339, 5322, 3986, 4122, 1123, 2673, 4291) by ajv-formats, the rest own rules',
    example: { format: 'date' },
  },
  params: z.strictObject({ format: z.enum(names).describe('the form wanted') }),
  kind: () => 'rate',
  score: ({ output }, { format: name }) => {
    const text = output.trim();
    if (isOwn(name)) return passed(own[name](text));
    if (text.length > longest) return passed(false, `longer than ${longest} characters`);
    return passed(matches(name, text));
  },
});
