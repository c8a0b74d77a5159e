import { parse, YAMLParseError } from 'yaml';
import type { z } from 'zod';
import { problem } from '@/evaluators/input/problem';
import type { Terminal } from '../terminal';
import { reading, textOf } from './files';

const maxBytes = 4_000_000;

/** YAML (or JSON, which is YAML) without aliases. Throws InputProblem. */
export function parsedYaml(text: string): unknown {
  try {
    return parse(text, { maxAliasCount: 0 });
  } catch (error) {
    if (error instanceof YAMLParseError) throw problem(`not YAML: ${error.message.split('\n')[0]}`);
    throw problem(error instanceof Error ? error.message : String(error));
  }
}

/** A file of YAML or JSON that fits the schema; CliFailure 65 names the file and the field. */
export const readYaml = <T>(path: string, schema: z.ZodType<T>, terminal: Terminal): Promise<T> =>
  reading(path, async () => schema.parse(parsedYaml(await textOf(path, terminal, maxBytes))));
