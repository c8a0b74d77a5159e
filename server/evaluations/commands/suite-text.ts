import { YAMLParseError } from 'yaml';
import type { ZodError } from 'zod';
import { Suite } from '@/evaluators/suite';
import { Slug } from '@/server/kernel/contract';
import { canonical } from '@/server/kernel/canonical';
import { invalid, Refusal } from '@/server/kernel/refusal';
import { readYaml } from '@/server/kernel/yaml';

interface Given {
  readonly text?: string;
  readonly definition?: Readonly<Record<string, unknown>>;
}

/** Reads a suite file or its fields. Every refusal names the field, or the line of the file. */
export function suiteIn({ text, definition }: Given): Suite {
  if ((text === undefined) === (definition === undefined))
    throw invalid('text', 'Give either text (a suite file) or definition (its fields), not both');
  const field = text === undefined ? 'definition' : 'text';
  const value = text === undefined ? definition : yamlIn(text);
  if (typeof value !== 'object' || value === null || Array.isArray(value))
    throw invalid(field, 'A suite file is a map of name, dataset, evaluators and more');
  canonical(value); // depth, key and number limits
  const parsed = Suite.safeParse(value);
  if (!parsed.success) throw refused(field, parsed.error);
  if (!Slug.safeParse(parsed.data.name).success)
    throw invalid(field, 'name must be 1 to 64 lower-case letters, digits, dots, dashes or underscores');
  return parsed.data;
}

/** YAML (or JSON, which is YAML) without aliases; `what` begins the refusal. */
export function yamlIn(text: string, what = 'The suite file'): unknown {
  try {
    const { document } = readYaml(text, { schema: 'core' });
    const [error] = document.errors;
    if (error) throw error;
    return document.toJS({ maxAliasCount: 0 });
  } catch (error) {
    const words = error instanceof Error ? (error.message.split('\n')[0] ?? '') : String(error);
    const line = error instanceof YAMLParseError ? error.linePos?.[0].line : undefined;
    const aliases = /alias/i.test(words) ? ' (aliases are not accepted)' : '';
    throw new Refusal('invalid', `${what} is not YAML: ${words}${aliases}`, {
      fields: { text: [`${words.replace(/:$/, '')}${aliases}`] },
      ...(line !== undefined && { line }),
    });
  }
}

function refused(field: string, error: ZodError): Refusal {
  const messages = error.issues.slice(0, 10).map(({ path, message }) => `${path.join('.')}: ${message}`);
  return new Refusal('invalid', messages[0] ?? 'The suite is not valid', { fields: { [field]: messages } });
}
