import { basename } from 'node:path';
import { type Command, Option } from 'commander';
import { z } from 'zod';
import { ImportFramework, packLimits } from '@/server/checklists/schema/pack';
import { formatOf } from '@/server/checklists/schema/pack-format';
import { bytesOf, textOf } from '../input/files';
import { collected } from '../input/options';
import { apiPath, connected, longTimeoutMs } from '../rest';
import { badData, type Cli, table } from '../terminal';

interface ImportOptions {
  readonly format?: ImportFramework['format'];
  readonly id?: string;
  readonly title?: string;
  readonly version?: string;
  readonly asOf?: string;
  readonly idPrefix?: string;
  readonly with?: string[];
  readonly dryRun?: boolean;
  readonly json?: boolean;
}
const Stored = z.looseObject({
  framework: z.string(),
  revision: z.number(),
  version: z.string(),
  controls: z.number(),
  isInUse: z.boolean(),
});
const Shown = z.looseObject({
  kind: z.string(),
  head: z.looseObject({ id: z.string(), title: z.string(), version: z.string() }),
  notes: z.array(z.string()),
  inUse: z.looseObject({ version: z.string() }).nullable(),
  added: z.number(),
  changed: z.array(z.string()),
  removed: z.array(z.string()),
  controls: z.array(z.looseObject({ id: z.string(), title: z.string(), appliesWhen: z.string() })),
});

/** `framework import FILE`. */
export function importing(group: Command, cli: Cli): void {
  group
    .command('import <file>')
    .description(
      'Imports a framework of your own, or its next version: YAML, JSON, CSV, a workbook (XLSX), an OSCAL catalog or ' +
        'profile. The first version is in use at once, a later one waits to be adopted. --dry-run shows what would be ' +
        'stored and what the file leaves open.',
    )
    .addOption(
      new Option('--format <format>', 'of the file (default: as its name and content tell)').choices(
        ImportFramework.shape.format.options,
      ),
    )
    .option('--id <id>', 'of the framework, before what the file says')
    .option('--title <title>', 'likewise')
    .option('--version <version>', 'likewise')
    .option('--as-of <date>', 'the day up to which the source was read')
    .option('--id-prefix <prefix>', 'put before the ids of its controls')
    .option('--with <file>', 'a catalog or profile that an OSCAL profile imports; may be repeated', collected)
    .option('--dry-run', 'stores nothing')
    .option('--json', 'one JSON document')
    .action((path: string, options: ImportOptions) => imported(path, options, cli));
}

async function imported(path: string, options: ImportOptions, cli: Cli): Promise<void> {
  const { id, title, version, asOf, idPrefix, dryRun, json } = options;
  const isWorkbook = options.format === 'xlsx' || /\.xlsx$/i.test(path);
  const content = isWorkbook
    ? await base64Of(path, cli)
    : await textOf(path, cli.terminal, packLimits.characters);
  const given = Object.entries({ id, title, version, asOf }).filter(([, value]) => value !== undefined);
  const files = await Promise.all(
    (options.with ?? []).map(async (name) => ({
      name: basename(name),
      content: await textOf(name, cli.terminal, packLimits.characters),
    })),
  );
  const body = {
    format: options.format ?? formatOf(path, content),
    content,
    idPrefix,
    ...(given.length > 0 ? { head: Object.fromEntries(given) } : {}),
    ...(files.length > 0 ? { files } : {}),
  };
  const rest = await connected(cli.terminal);
  const sent = { body, timeoutMs: longTimeoutMs };
  if (dryRun) {
    const shown = await rest.ask('POST', apiPath(['frameworks', 'previews']), Shown, sent);
    return cli.print(json, shown, () => lines(shown));
  }
  const made = await rest.ask('POST', apiPath(['frameworks']), Stored, sent);
  cli.print(json, made, () => [
    `${made.framework} ${made.version}  ${made.controls} controls  revision ${made.revision}, ` +
      (made.isInUse ? 'in use' : `waits: countersign framework adopt ${made.framework}`),
  ]);
}

async function base64Of(path: string, cli: Cli): Promise<string> {
  const pieces: Uint8Array[] = [];
  let size = 0;
  for await (const piece of bytesOf(path, cli.terminal)) {
    size += piece.length;
    if (size > packLimits.characters) throw badData(`${path} is larger than ${packLimits.characters} bytes`);
    pieces.push(piece);
  }
  return Buffer.concat(pieces).toString('base64');
}

const lines = ({ kind, head, notes, inUse, added, changed, removed, controls }: z.infer<typeof Shown>) => [
  `${head.title} (${head.id}) ${head.version}, read as ${kind}; nothing is stored`,
  inUse
    ? `${inUse.version} stays in use; ${added} controls new, ${changed.length} changed, ${removed.length} removed`
    : `${controls.length} controls, in use at once`,
  ...notes.map((note) => `note: ${note}`),
  ...table(
    controls.map(({ id, title, appliesWhen }) => [
      `  ${id}`,
      title,
      appliesWhen === 'true' ? 'always' : appliesWhen,
    ]),
  ),
];
