import type { Command } from 'commander';
import { stringify } from 'yaml';
import { z } from 'zod';
import { readYaml } from '../input/yaml';
import { apiPath, connected, type Rest } from '../rest';
import { type Cli } from '../terminal';
import { idOf, type Kind, Release, releaseOf, versionIdOf } from '../things';

const refs = z.array(z.string().min(1).max(200)).max(200).default([]);
/** A release as a file: parts by name@version or id. */
const ReleaseFile = z.strictObject({
  system: z.string(),
  version: z.coerce.string(),
  summary: z.string(),
  models: refs,
  prompts: refs,
  datasets: refs,
  suites: refs,
  studies: refs,
  frameworks: refs,
  config: z.record(z.string(), z.json()).default({}),
});

/** `release create|freeze|submit|show`. */
export function release(program: Command, cli: Cli): void {
  const group = program
    .command('release')
    .summary('creates, freezes, submits and shows releases')
    .description('A release is named by its id (rel_…), its digest (sha256:…) or system@version.');
  group
    .command('create <file>')
    .description(
      'Creates a draft from YAML or JSON: system, version, summary; models, prompts, datasets, suites as name@version; ' +
        'studies, frameworks as ids; config.',
    )
    .option('--json', 'one JSON document')
    .action(async (path: string, options: { json?: boolean }) => {
      const file = await readYaml(path, ReleaseFile, cli.terminal);
      const rest = await connected(cli.terminal);
      const made = z.looseObject({ id: z.string(), version: z.string(), state: z.string() });
      const draft = await rest.ask('POST', apiPath(['releases']), made, { body: await draftOf(rest, file) });
      cli.print(options.json, draft, () => [`${draft.id}  ${file.system}@${draft.version}  ${draft.state}`]);
    });
  step(group, cli, 'freeze', 'Freezes the parts; from now on the digest names the release.');
  step(group, cli, 'submit', 'Submits a frozen release for sign-off.');
  group
    .command('show <release>')
    .description('Shows a release with its manifest.')
    .option('--json', 'one JSON document')
    .action(async (given: string, options: { json?: boolean }) => {
      const rest = await connected(cli.terminal);
      const { id } = await releaseOf(rest, given);
      const shown = await rest.ask('GET', apiPath(['releases', id]), Release);
      cli.print(options.json, shown, () => stringify(shown).trimEnd().split('\n'));
    });
}

function step(group: Command, cli: Cli, name: 'freeze' | 'submit', description: string): void {
  group
    .command(`${name} <release>`)
    .description(description)
    .option('--json', 'one JSON document')
    .action(async (given: string, options: { json?: boolean }) => {
      const rest = await connected(cli.terminal);
      const { id, system } = await releaseOf(rest, given);
      const Moved = Release.omit({ system: true });
      const moved = await rest.ask('POST', apiPath(['releases', id, name]), Moved, { body: {} });
      cli.print(options.json, moved, () => [
        `${moved.digest ?? '-'}  ${system}@${moved.version}  ${moved.state}  ${moved.id}`,
      ]);
    });
}

async function draftOf(rest: Rest, file: z.output<typeof ReleaseFile>): Promise<object> {
  const ids = (kind: Kind, prefix: string, given: readonly string[]) =>
    Promise.all(given.map((one) => versionIdOf(rest, kind, prefix, one)));
  return {
    systemId: await idOf(rest, 'system', 'sys', file.system),
    version: file.version,
    summary: file.summary,
    modelVersionIds: await ids('model', 'mdv', file.models),
    promptVersionIds: await ids('prompt', 'prv', file.prompts),
    datasetVersionIds: await ids('dataset', 'dsv', file.datasets),
    suiteVersionIds: await ids('suite', 'stv', file.suites),
    studyIds: file.studies,
    frameworks: file.frameworks,
    config: file.config,
  };
}
