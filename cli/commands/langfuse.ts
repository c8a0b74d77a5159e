import type { Command } from 'commander';
import { z } from 'zod';
import { assertFile, bytesOf } from '../input/files';
import { aDate, collected } from '../input/options';
import { apiPath, connected, longTimeoutMs, type Rest } from '../rest';
import { type Cli, usageError } from '../terminal';
import { named, versionIdOf } from '../things';

interface From {
  readonly url?: string;
  readonly keyRef?: string;
  readonly file?: string;
  readonly dataset?: string;
  readonly run?: string;
  readonly asOf?: Date;
  readonly traces?: boolean;
  readonly name?: string;
  readonly tag?: string[];
  readonly from?: Date;
  readonly to?: Date;
  readonly json?: boolean;
}
interface CaseOptions extends From {
  readonly message?: string;
}
interface AnswerOptions extends From {
  readonly caseKey?: string;
  readonly model?: string;
  readonly judgeKeyRef?: string;
  readonly budget?: string;
}

/** `langfuse cases|answers`: brings a dataset, or answers to be judged, from Langfuse. */
export function langfuse(program: Command, cli: Cli): void {
  const group = program
    .command('langfuse')
    .summary('brings datasets, and answers to be judged, from Langfuse')
    .description(
      'The server reads Langfuse itself, with the keys that a variable of its environment holds as HOST ' +
        'PUBLIC_KEY:SECRET_KEY; or give a file that Langfuse exported (.json, .jsonl, .csv).',
    );
  sourced(
    group
      .command('cases <dataset>')
      .description(
        'Adds dataset items or traces of Langfuse as the next version of a dataset, made when there is none.',
      ),
  )
    .option('--as-of <time>', 'the items as they were then', aDate)
    .option('--message <text>', 'of the version')
    .action((dataset: string, options: CaseOptions) => cases(dataset, options, cli));
  sourced(
    group
      .command('answers <suite>')
      .description('Judges answers that Langfuse keeps as a run of a suite version (name@number or stv_…).'),
  )
    .option('--run <name>', 'the dataset run (experiment) of --dataset')
    .option('--case-key <key>', "key of the traces' metadata that holds the id of the case")
    .option('--model <version>', 'the model version that answered (name@version or mdv_…)')
    .option('--judge-key-ref <variable>', "variable of the server that holds the judge's key")
    .option('--budget <dollars>', 'for judges and scorers')
    .action((suite: string, options: AnswerOptions) => answers(suite, options, cli));
}

const sourced = (command: Command): Command =>
  command
    .option('--file <path>', 'a file that Langfuse exported')
    .option('--url <url>', 'of Langfuse, such as https://cloud.langfuse.com')
    .option('--key-ref <variable>', 'variable of the server that holds the keys')
    .option('--dataset <name>', 'the dataset in Langfuse')
    .option('--traces', 'traces instead, by time and:')
    .option('--name <name>', 'of the traces')
    .option('--tag <tag>', 'that the traces have; may be repeated', collected)
    .option('--from <time>', 'traces from then on', aDate)
    .option('--to <time>', 'traces before then', aDate)
    .option('--json', 'one JSON document');

const Added = z.looseObject({
  id: z.string(),
  number: z.int(),
  rowCount: z.int(),
  digest: z.string(),
  unchanged: z.boolean(),
  origin: z.looseObject({ archived: z.int() }).nullable(),
});
const Thing = z.looseObject({ id: z.string() });

async function cases(name: string, options: CaseOptions, cli: Cli): Promise<void> {
  const file = await fileOf(options, cli);
  const source = file ? null : sourceOf(options, 'dataset');
  const rest = await connected(cli.terminal);
  const { id } =
    (await named(rest, 'dataset', name)) ??
    (await rest.ask('POST', apiPath(['datasets']), Thing, { body: { name, kind: 'cases' } }));
  const { message } = options;
  const added = source
    ? await posted(rest, ['datasets', id, 'langfuse-versions'], Added, { ...source, message })
    : await rest.ask('POST', apiPath(['datasets', id, 'versions'], { message, from: 'langfuse' }), Added, {
        ...file,
        timeoutMs: longTimeoutMs,
      });
  cli.print(options.json, added, () => [
    [
      added.unchanged ? 'unchanged' : 'added',
      `dataset ${name}@${added.number}`,
      added.id,
      added.digest,
      `${added.rowCount} cases, ${added.origin?.archived ?? 0} archived left out`,
    ].join('  '),
  ]);
}

const Run = z.looseObject({
  id: z.string(),
  origin: z.looseObject({
    taken: z.int(),
    leftOut: z.record(z.string(), z.int()),
    missing: z.record(z.string(), z.int()),
  }),
});

async function answers(suite: string, options: AnswerOptions, cli: Cli): Promise<void> {
  const file = await fileOf(options, cli);
  const source = file ? null : sourceOf(options, 'run');
  const rest = await connected(cli.terminal);
  const suiteVersionId = await versionIdOf(rest, 'suite', 'stv', suite);
  const modelVersionId =
    options.model === undefined ? undefined : await versionIdOf(rest, 'model', 'mdv', options.model);
  const { caseKey, judgeKeyRef, budget } = options;
  const more = { caseKey, modelVersionId, judgeKeyRef, budget };
  const run = source
    ? await posted(rest, ['suite-versions', suiteVersionId, 'langfuse-runs'], Run, { ...source, ...more })
    : await rest.ask(
        'POST',
        apiPath(['suite-versions', suiteVersionId, 'recorded-runs'], { ...more, from: 'langfuse' }),
        Run,
        { ...file, timeoutMs: longTimeoutMs },
      );
  const { taken, leftOut, missing } = run.origin;
  cli.print(options.json, run, () => [
    `started  ${run.id}  ${taken} answers`,
    ...counted('left out', leftOut),
    ...counted('not known', missing),
  ]);
}

const counted = (heading: string, counts: Readonly<Record<string, number>>): string[] => {
  const some = Object.entries(counts).filter(([, count]) => count > 0);
  return some.length === 0
    ? []
    : [`${heading}: ${some.map(([name, count]) => `${name} ${count}`).join(', ')}`];
};

const posted = <T>(rest: Rest, path: readonly string[], answer: z.ZodType<T>, body: object): Promise<T> =>
  rest.ask('POST', apiPath(path), answer, { body, timeoutMs: longTimeoutMs });

const contentTypes: Readonly<Record<string, string>> = {
  csv: 'text/csv',
  jsonl: 'application/jsonl',
  ndjson: 'application/jsonl',
  json: 'application/json',
};

async function fileOf({ file, url }: From, { terminal }: Cli) {
  if (file === undefined) return null;
  if (url !== undefined) throw usageError('give --file or --url, not both');
  const contentType = contentTypes[file.split('.').at(-1) ?? ''];
  if (contentType === undefined)
    throw usageError(`--file must end in ${Object.keys(contentTypes).join(', ')}`);
  await assertFile(file);
  return { stream: { bytes: bytesOf(file, terminal), contentType } };
}

function sourceOf(options: From, first: 'dataset' | 'run') {
  const { url: baseUrl, keyRef, dataset, run, asOf, traces, name, tag: tags, from, to } = options;
  if (baseUrl === undefined || keyRef === undefined) throw usageError('give --file, or --url and --key-ref');
  if (traces) {
    if (from === undefined) throw usageError('--traces needs --from');
    const window = { from: from.toISOString(), to: (to ?? new Date()).toISOString() };
    return { baseUrl, keyRef, source: { kind: 'traces', name, tags, ...window } };
  }
  if (dataset === undefined || (first === 'run' && run === undefined))
    throw usageError(`give --traces, or --dataset${first === 'run' ? ' and --run' : ''}`);
  const source =
    first === 'run'
      ? { kind: 'run', dataset, run }
      : { kind: 'dataset', dataset, version: asOf?.toISOString() };
  return { baseUrl, keyRef, source };
}
