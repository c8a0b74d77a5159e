import { Argument, type Command } from 'commander';
import { connected } from '../rest';
import { type Cli } from '../terminal';
import { type Registered, type RegisterOptions, registrars } from '../register/registrars';

/** `register KIND FILE`: creates a thing or its next version; the same content again is unchanged. */
export function register(program: Command, cli: Cli): void {
  program
    .command('register')
    .summary('registers a system, model, prompt, dataset or suite')
    .description(
      'Creates the object or its next version and prints id and digest; the same content again is unchanged. ' +
        'system: YAML with name, purpose, stage. model: YAML with name, version, source, card; or the model’s own file or ' +
        'folder, of which the digest is taken here, with --name and --version. prompt: YAML with template, parameters. ' +
        'dataset: CSV or JSON Lines. suite: the YAML of evaluate, with dataset and prompt as name@number.',
    )
    .addArgument(new Argument('<kind>', 'what it is').choices(Object.keys(registrars)))
    .argument('<file>', 'the file, or the folder of a model')
    .option('--name <name>', 'default: of the file’s content, else of the file')
    .option('--version <version>', 'of a model')
    .option('--label <label>', 'point this label of the prompt to the version')
    .option('--table', 'a dataset of any columns, for bias studies, instead of test cases')
    .option('--json', 'one JSON document')
    .action(
      async (kind: keyof typeof registrars, path: string, options: RegisterOptions & { json?: boolean }) => {
        const done = await registrars[kind](await connected(cli.terminal), path, options, cli.terminal);
        cli.print(options.json, done, () => [line(done)]);
      },
    );
}

const line = ({ kind, id, name, version, digest, status }: Registered): string =>
  [status, `${kind} ${version === null ? name : `${name}@${version}`}`, id, ...(digest ? [digest] : [])].join(
    '  ',
  );
