import { Argument, type Command } from 'commander';
import { stringify } from 'yaml';
import { z } from 'zod';
import { aWholeNumber } from '../input/options';
import { apiPath, connected, type Rest } from '../rest';
import { type Cli, table } from '../terminal';
import { idOf, type Kind, kinds, releaseOf, vendorIdOf } from '../things';

const names = Object.keys(kinds);
const Row = z.record(z.string(), z.unknown());
const Rows = z.union([
  z.looseObject({ items: z.array(Row), nextCursor: z.string().nullish() }),
  z
    .looseObject({ frameworks: z.array(Row) })
    .transform(({ frameworks: items }) => ({ items, nextCursor: null })),
  z.array(Row).transform((items) => ({ items, nextCursor: null })),
]);

/** `list KIND`. */
export function list(program: Command, cli: Cli): void {
  program
    .command('list')
    .summary('lists systems, models, prompts, datasets, suites, runs, releases, …')
    .description('Lists what you may see of one kind.')
    .addArgument(new Argument('<kind>', 'what to list').choices(names))
    .option('--limit <n>', 'rows, at most 200 (default: 50)', aWholeNumber)
    .option('--cursor <cursor>', 'go on where the last page ended')
    .option('--json', 'one JSON document')
    .action(async (kind: Kind, options: { limit?: number; cursor?: string; json?: boolean }) => {
      const { path, columns } = kinds[kind];
      const { limit, cursor } = options;
      const page = await (await connected(cli.terminal)).ask('GET', apiPath(path, { limit, cursor }), Rows);
      cli.print(options.json, page, () =>
        table([[...columns], ...page.items.map((row) => columns.map((column) => cell(row, column)))]),
      );
      if (page.nextCursor && !options.json) cli.terminal.log(`more: --cursor ${page.nextCursor}\n`);
    });
}

/** A value deep in a row, by its dotted path. */
function cell(row: unknown, column: string): string {
  const value = column
    .split('.')
    .reduce<unknown>((at, key) => (typeof at === 'object' && at !== null ? Reflect.get(at, key) : null), row);
  return value === null || value === undefined ? '-' : String(value);
}

/** `show KIND ID`. */
export function show(program: Command, cli: Cli): void {
  program
    .command('show')
    .summary('shows one of them')
    .description(
      'Shows one thing by its id; systems, models, prompts, datasets, suites and vendors also by name, releases by digest.',
    )
    .addArgument(new Argument('<kind>', 'what it is').choices(names.filter((name) => name !== 'signoff')))
    .argument('<id>', 'its id or name')
    .option('--json', 'one JSON document')
    .action(async (kind: Kind, id: string, options: { json?: boolean }) => {
      const rest = await connected(cli.terminal);
      const shown = await rest.ask('GET', apiPath([...kinds[kind].path, await keyOf(rest, kind, id)]), Row);
      cli.print(options.json, shown, () => stringify(shown).trimEnd().split('\n'));
    });
}

const prefixes: Partial<Record<Kind, string>> = {
  system: 'sys',
  model: 'mod',
  prompt: 'prm',
  dataset: 'dat',
  suite: 'ste',
};

async function keyOf(rest: Rest, kind: Kind, given: string): Promise<string> {
  if (kind === 'release') return (await releaseOf(rest, given)).id;
  if (kind === 'vendor') return vendorIdOf(rest, given);
  const prefix = prefixes[kind];
  return prefix === undefined ? given : idOf(rest, kind, prefix, given);
}
