import type { Command } from 'commander';
import { stringify } from 'yaml';
import { z } from 'zod';
import { aWholeNumber } from '../input/options';
import { apiPath, connected, longTimeoutMs, type Rest } from '../rest';
import { saved } from '../saved';
import { type Cli, table, usageError } from '../terminal';
import { importing } from './framework-import';

const Shown = z.looseObject({
  id: z.string(),
  title: z.string(),
  version: z.string(),
  asOf: z.string(),
  origin: z.string(),
  enabled: z.boolean(),
  controls: z.number(),
});
const Waiting = z.object({ revision: z.number(), version: z.string() }).nullable();
const Frameworks = z.looseObject({ frameworks: z.array(Shown.extend({ waiting: Waiting })) });
const Revisions = z.looseObject({
  revisions: z.array(
    z.looseObject({
      revision: z.number(),
      version: z.string(),
      asOf: z.string(),
      state: z.string(),
      controls: z.number(),
      createdAt: z.string(),
    }),
  ),
});
const Change = z.looseObject({ controlId: z.string(), title: z.string() });
const Preview = z.looseObject({
  from: z.looseObject({ version: z.string(), revision: z.number() }),
  to: z.looseObject({ version: z.string(), revision: z.number() }),
  isInUse: z.boolean(),
  problems: z.array(z.string()),
  diff: z.looseObject({
    added: z.array(Change),
    removed: z.array(Change),
    changed: z.array(Change.extend({ isCarried: z.boolean() })),
    unchanged: z.number(),
  }),
  systems: z.array(z.looseObject({ name: z.string() })),
  releases: z.looseObject({ drafts: z.array(z.unknown()), keepTheirs: z.number() }),
});

interface Json {
  readonly json?: boolean;
}

/** `framework list|show|import|copy|template|versions|preview|adopt|rollback`. */
export function framework(program: Command, cli: Cli): void {
  const group = program
    .command('framework')
    .summary('lists, imports and adopts frameworks of controls')
    .description(
      'Frameworks are named by their id, such as gdpr. Frozen releases keep the version that they were frozen with.',
    );
  group
    .command('list')
    .description('Lists the frameworks, whether they are used, and which versions wait to be adopted.')
    .option('--json', 'one JSON document')
    .action(async ({ json }: Json) => {
      const rest = await connected(cli.terminal);
      const found = await rest.ask('GET', apiPath(['frameworks']), Frameworks);
      cli.print(json, found, () =>
        table([
          ['id', 'version', 'used', 'controls', 'waiting', 'title'],
          ...found.frameworks.map(({ id, version, enabled, controls, waiting, title }) => [
            ...[id, version, enabled ? 'yes' : 'no', String(controls)],
            ...[waiting ? `${waiting.version} (revision ${waiting.revision})` : '-', title],
          ]),
        ]),
      );
    });
  group
    .command('show <framework>')
    .description('Shows a framework with its controls, in the version in use or in a revision.')
    .option('--revision <n>', 'this revision', aWholeNumber)
    .option('--json', 'one JSON document')
    .action(async (id: string, { revision, json }: Json & { revision?: number }) => {
      const rest = await connected(cli.terminal);
      const path = ['frameworks', id, ...(revision === undefined ? [] : ['revisions', String(revision)])];
      const shown = await rest.ask('GET', apiPath(path), z.record(z.string(), z.unknown()));
      cli.print(json, shown, () => stringify(shown, { aliasDuplicateObjects: false }).trimEnd().split('\n'));
    });
  importing(group, cli);
  copying(group, cli);
  template(group, cli);
  versions(group, cli);
}

function copying(group: Command, cli: Cli): void {
  group
    .command('copy <framework>')
    .description(
      'Begins a draft of your own framework with every control of this one. It is published in the browser.',
    )
    .requiredOption('--as <id>', 'id of your framework')
    .requiredOption('--prefix <text>', 'put before the id of every control, such as our-')
    .option('--title <text>', 'its title (default: as the original)')
    .option('--json', 'one JSON document')
    .action(
      async (
        of: string,
        { as, prefix, title, json }: Json & { as: string; prefix: string; title?: string },
      ) => {
        const rest = await connected(cli.terminal);
        const copyOf = { framework: of, idPrefix: prefix, ...(title === undefined ? {} : { title }) };
        const Begun = z.looseObject({ framework: z.string(), controls: z.number() });
        const begun = await rest.ask('POST', apiPath(['frameworks', as, 'draft']), Begun, {
          body: { copyOf },
        });
        cli.print(json, begun, () => [`draft of ${begun.framework} with ${begun.controls} controls`]);
      },
    );
}

function template(group: Command, cli: Cli): void {
  group
    .command('template')
    .description('Downloads a workbook to write a framework in (XLSX).')
    .option('--out <file>', 'where to (default: framework-template.xlsx, if there is no such file)')
    .option('--json', 'one JSON document about the file')
    .action(async ({ out, json }: Json & { out?: string }) => {
      const rest = await connected(cli.terminal);
      const response = await rest.send('GET', apiPath(['frameworks', 'template.xlsx']), {
        timeoutMs: longTimeoutMs,
      });
      const file = out ?? 'framework-template.xlsx';
      const sha256 = await saved(response, file, { replace: out !== undefined });
      cli.print(json, { file, sha256 }, () => [`${file}  sha256:${sha256}`]);
    });
}

/** What changes which version is in use. */
function versions(group: Command, cli: Cli): void {
  group
    .command('versions <framework>')
    .description('Lists the revisions of a framework: in use, waiting, was in use, unused.')
    .option('--json', 'one JSON document')
    .action(async (id: string, { json }: Json) => {
      const rest = await connected(cli.terminal);
      const found = await rest.ask('GET', apiPath(['frameworks', id, 'revisions']), Revisions);
      cli.print(json, found, () =>
        table([
          ['revision', 'version', 'as of', 'state', 'controls', 'stored'],
          ...found.revisions.map(({ revision, version, asOf, state, controls, createdAt }) => [
            ...[String(revision), version, asOf, state.replaceAll('_', ' ')],
            ...[String(controls), createdAt.slice(0, 10)],
          ]),
        ]),
      );
    });
  group
    .command('preview <framework>')
    .description('Says what would change if a revision came into use: controls, systems, releases.')
    .option('--revision <n>', 'this one (default: the newest)', aWholeNumber)
    .option('--json', 'one JSON document')
    .action(async (id: string, { revision, json }: Json & { revision?: number }) => {
      const rest = await connected(cli.terminal);
      const shown = await previewOf(rest, id, revision);
      cli.print(json, shown, () => previewLines(shown));
    });
  const moving = (word: 'adopt' | 'rollback', description: string) =>
    group
      .command(`${word} <framework>`)
      .description(description)
      .requiredOption('--reason <text>', 'why, for the trail')
      .option(
        '--revision <n>',
        word === 'adopt' ? 'this one (default: the newest)' : 'this one',
        aWholeNumber,
      )
      .option('--json', 'one JSON document')
      .action((id: string, options: Json & { reason: string; revision?: number }) =>
        moved(id, { ...options, rollback: word === 'rollback' }, cli),
      );
  moving('adopt', 'Brings a revision into use. Needs login as a person: an API token is refused.');
  moving('rollback', 'Brings a revision back that was in use before. Needs login as a person.');
}

async function previewOf(rest: Rest, id: string, given: number | undefined) {
  const path = ['frameworks', id, 'revisions'];
  const newest = given ?? (await rest.ask('GET', apiPath(path), Revisions)).revisions[0]?.revision;
  if (newest === undefined) throw usageError(`${id} has one version only, the one that the product ships`);
  return rest.ask('GET', apiPath([...path, String(newest), 'preview']), Preview);
}

interface Move extends Json {
  readonly reason: string;
  readonly revision?: number;
  readonly rollback: boolean;
}

async function moved(id: string, { reason, revision, rollback, json }: Move, cli: Cli): Promise<void> {
  if (rollback && revision === undefined) throw usageError('say where to go back to: --revision N');
  const rest = await connected(cli.terminal);
  const { from, to } = await previewOf(rest, id, revision);
  const Adopted = z.looseObject({
    version: z.string(),
    revision: z.number(),
    toConfirm: z.array(z.string()),
  });
  const body = { revision: to.revision, from: from.revision, rollback, reason };
  const made = await rest.ask('POST', apiPath(['frameworks', id, 'adoptions']), Adopted, { body });
  cli.print(json, made, () => [
    `${id} ${made.version} (revision ${made.revision}) is in use, before ${from.version}`,
    ...(made.toConfirm.length > 0 ? [`to be confirmed: ${made.toConfirm.join(', ')}`] : []),
  ]);
}

function previewLines({ from, to, isInUse, problems, diff, systems, releases }: z.infer<typeof Preview>) {
  const rows = (word: string, list: readonly z.infer<typeof Change>[]) =>
    list.map(({ controlId, title }) => [`  ${word}`, controlId, title]);
  const asksTheSame = diff.changed.filter(({ isCarried }) => isCarried);
  const asksMore = diff.changed.filter(({ isCarried }) => !isCarried);
  return [
    isInUse
      ? `${to.version} (revision ${to.revision}) is in use`
      : `${from.version} → ${to.version} (revision ${to.revision})`,
    ...problems.map((problem) => `cannot come into use: ${problem}`),
    ...table([
      ...rows('added', diff.added),
      ...rows('removed', diff.removed),
      ...rows('changed', asksTheSame),
      ...rows('changed, to be confirmed', asksMore),
    ]),
    `${diff.unchanged} controls unchanged`,
    `systems touched: ${systems.map(({ name }) => name).join(', ') || 'none'}`,
    `releases: ${releases.drafts.length} drafts would take it, ${releases.keepTheirs} frozen ones keep theirs`,
  ];
}
