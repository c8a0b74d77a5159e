import type { Command } from 'commander';
import { stringify } from 'yaml';
import { packs, suiteOfPack } from '@/evaluators/packs/packs';
import { filesInto } from '../input/files';
import { type Cli, table, usageError } from '../terminal';

interface PackOptions {
  readonly out?: string;
  readonly json?: boolean;
}
const [suiteFile, caseFile] = ['suite.yaml', 'cases.jsonl'];

/** `suite pack [NAME]`: a suite that ships with the product, as files to run and to change. */
export function suitePack(group: Command, cli: Cli): void {
  group
    .command('pack [name]')
    .summary('writes a safety suite that ships with the product, or lists them')
    .description(
      `Writes ${suiteFile} and ${caseFile}; evaluate runs them with a target, or register them on a server. They are a ` +
        'beginning: known attacks in our own words, in English. Passing them does not prove that a model is safe.',
    )
    .option('--out <folder>', 'where the files go; files of these names are replaced')
    .option('--json', 'one JSON document')
    .action(async (name: string | undefined, { out, json }: PackOptions) => {
      if (name === undefined) {
        const known = packs.map(({ name: pack, summary, cases }) => ({ pack, cases: cases.length, summary }));
        cli.print(json, { packs: known }, () =>
          table([['pack', 'cases', ''], ...known.map((one) => Object.values(one).map(String))]),
        );
        return;
      }
      const pack = packs.find((one) => one.name === name);
      if (!pack)
        throw usageError(`no pack is called ${name}; there are ${packs.map((one) => one.name).join(', ')}`);
      if (out === undefined) throw usageError('--out must name the folder for the files');
      const files = {
        [suiteFile]: `# ${pack.summary}\n${stringify(suiteOfPack(pack, caseFile))}`,
        [caseFile]: pack.cases.map((one) => `${JSON.stringify(one)}\n`).join(''),
      };
      const paths = await filesInto(out, files);
      cli.print(json, { pack: name, cases: pack.cases.length, files: Object.keys(files) }, () => [
        `${pack.cases.length} cases; wrote ${paths.join(', ')}`,
      ]);
    });
}
