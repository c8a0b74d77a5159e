import { join } from 'node:path';
import { type Command, Option } from 'commander';
import { stringify } from 'yaml';
import { convertedPromptfoo, type Converted } from '@/evaluators/promptfoo/read';
import { suiteOfPromptfoo } from '@/evaluators/promptfoo/suite';
import { SuiteBody } from '@/server/evaluations/schema/suites';
import { filesInto, reading, textOf } from '../input/files';
import { parsedYaml } from '../input/yaml';
import { type Cli, table, usageError } from '../terminal';
import { suitePack } from './suite-pack';

interface ImportOptions {
  readonly out: string;
  readonly name: string;
  readonly json?: boolean;
}

const maxBytes = 4_000_000;
const names = { suite: 'suite.yaml', cases: 'cases.jsonl', prompt: 'prompt.yaml' } as const;

/** `suite import FILE --from promptfoo`: another tool's file as a suite with its cases and its prompt. */
export function suite(program: Command, cli: Cli): void {
  const group = program
    .command('suite')
    .summary('makes a suite of a promptfoo configuration, or of a pack that ships with the product');
  suitePack(group, cli);
  group
    .command('import <file>')
    .description(
      `Writes ${Object.values(names).join(', ')} and says of everything that was not taken over why. evaluate runs ` +
        'the suite as it is. For a server: register prompt and dataset, name them in the suite as name@number, and ' +
        'register it.',
    )
    .addOption(
      new Option('--from <tool>', 'whose file it is').choices(['promptfoo']).makeOptionMandatory(true),
    )
    .requiredOption('--out <folder>', 'where the files go; files of these names are replaced')
    .option('--name <name>', 'of the suite', 'promptfoo')
    .option('--json', 'one JSON document')
    .action(async (path: string, { out, name, json }: ImportOptions) => {
      if (!SuiteBody.shape.name.safeParse(name).success)
        throw usageError('--name must be 1 to 64 lower-case letters, digits, dots, dashes or underscores');
      const { converted, files } = await reading(path, async () => {
        const made = convertedPromptfoo(parsedYaml(await textOf(path, cli.terminal, maxBytes)));
        return { converted: made, files: filesOf(made, name) };
      });
      await filesInto(out, files);
      const { cases, repeats, remarks } = converted;
      const document = { suite: name, cases: cases.length, repeats, files: Object.keys(files), remarks };
      cli.print(json, document, () => lines(document, out));
    });
}

function filesOf(converted: Converted, name: string) {
  const { description, cases, prompt } = converted;
  const definition = suiteOfPromptfoo(converted, name, { dataset: names.cases, prompt: names.prompt });
  const heading = description === null ? '' : `# ${description.replaceAll(/\s+/g, ' ')}\n`;
  return {
    [names.suite]: heading + stringify(definition),
    [names.cases]: cases.map((one) => `${JSON.stringify(one)}\n`).join(''),
    ...(prompt !== null && { [names.prompt]: stringify({ template: prompt }) }),
  };
}

type Document = Pick<Converted, 'remarks'> & { readonly cases: number; readonly files: readonly string[] };

const lines = ({ cases, files, remarks }: Document, folder: string): string[] => [
  `${cases} cases; wrote ${files.map((name) => join(folder, name)).join(', ')}`,
  'No threshold is set: promptfoo fails when any case fails. Set one for the measure "checks".',
  ...(remarks.length === 0
    ? ['Everything was taken over.']
    : [
        '',
        ...table([
          ['in the file', 'taken over', 'why'],
          ...remarks.map(({ where, taken, reason }) => [where, taken ? 'differs' : 'no', reason]),
        ]),
      ]),
];
