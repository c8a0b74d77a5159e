import { createHash } from 'node:crypto';
import { rename, rm } from 'node:fs/promises';
import { basename } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { type Command, Option } from 'commander';
import { z } from 'zod';
import { documentFormats, documentIds } from '@/policies/frameworks/documents';
import { oscalModels } from '@/server/reports/rules/oscal-document';
import { bytesOf, unreadable } from '../input/files';
import { apiPath, connected, longTimeoutMs, type Rest, unreachable } from '../rest';
import { saved, written } from '../saved';
import { badData, type Cli, usageError } from '../terminal';
import { idOf, releaseOf } from '../things';

const oscalDocuments = ['package', ...oscalModels.filter((model) => model !== 'catalog')];

interface ExportOptions {
  readonly release?: string;
  readonly env?: string;
  readonly system?: string;
  readonly incident?: string;
  readonly document?: string;
  readonly format?: string;
  readonly out?: string;
  readonly json?: boolean;
}

/** `export bundle|report|audit|oscal|document`: asks for a file, waits until it is made, downloads and checks it. */
export function exporting(program: Command, cli: Cli): void {
  const group = program
    .command('export')
    .summary('downloads evidence bundles, release reports, OSCAL and the trail')
    .description('Files for people outside. Each export is recorded in the trail.');
  const common = (name: string, description: string) =>
    group
      .command(name)
      .description(description)
      .option('--out <file>', 'where to (default: the name that the server gives, if no file has it)')
      .option('--json', 'one JSON document about the file');
  common('bundle', 'Downloads an evidence bundle (ZIP), which countersign verify checks offline.')
    .option(
      '--release <release>',
      'of this release: rel_…, sha256:… or system@version (default: the whole trail)',
    )
    .action((options: ExportOptions) => exported('bundle', options, cli));
  common('report', 'Downloads the report of a release.')
    .requiredOption('--release <release>', 'rel_…, sha256:… or system@version')
    .option('--env <environment>', 'whose policy it judges by (default: production)')
    .addOption(new Option('--format <format>', 'of the file').choices(documentFormats).default('pdf'))
    .action((options: ExportOptions) => exported('report', options, cli));
  exportingDocuments(common, cli);
  common('audit', 'Downloads the events of the trail.')
    .option('--release <release>', 'of this release only')
    .addOption(new Option('--format <format>', 'of the file').choices(['csv', 'jsonl']).default('jsonl'))
    .action((options: ExportOptions & { format: string }) =>
      exported(`events-${options.format}`, options, cli),
    );
  exportingRun(group, cli);
  checkingFile(group, cli);
}

type Common = (name: string, description: string) => Command;

/** Files that are of one system, or of one release of it. */
function exportingDocuments(common: Common, cli: Cli): void {
  common('document', 'Downloads a document made from facts and evidence, such as a DPIA.')
    .addOption(new Option('--document <name>', 'which').choices(documentIds).makeOptionMandatory())
    .option('--release <release>', 'rel_…, sha256:… or system@version')
    .option('--env <environment>', 'where the release is judged (default: production)')
    .option('--system <system>', 'sys_… or its name: before any release')
    .option('--incident <incident>', 'inc_…: what a breach record is about')
    .addOption(new Option('--format <format>', 'of the file').choices(documentFormats).default('pdf'))
    .action((options: ExportOptions) => exported('document', options, cli));
  common(
    'oscal',
    'Downloads OSCAL 1.1.3: a framework as a catalog, or the documents of a release or a system.',
  )
    .option('--framework <id>', 'a control pack, such as gdpr')
    .option('--release <release>', 'rel_…, sha256:… or system@version')
    .option('--env <environment>', 'where the release is judged (default: production)')
    .option('--system <system>', 'sys_… or its name: before any release')
    .addOption(
      new Option('--document <name>', 'all as a ZIP, or one as JSON')
        .choices(oscalDocuments)
        .default('package'),
    )
    .action((options: OscalOptions) => oscal(options, cli));
}

function exportingRun(group: Command, cli: Cli): void {
  group
    .command('run <run>')
    .description(
      'Downloads all results of a run (run_…): JSON Lines, CSV, JUnit XML for a pipeline, or OpenTelemetry events ' +
        '(otlp: one OTLP/JSON request a line, as a collector takes it at /v1/logs).',
    )
    .addOption(
      new Option('--format <format>', 'of the file')
        .choices(['jsonl', 'csv', 'junit', 'otlp'])
        .default('jsonl'),
    )
    .option('--out <file>', 'where to (default: standard output)')
    .action((run: string, options: { format: string; out?: string }) => exportedRun(run, options, cli));
}

async function exportedRun(run: string, { format, out }: { format: string; out?: string }, cli: Cli) {
  const rest = await connected(cli.terminal);
  const path = apiPath(['runs', run, 'export'], { format });
  const response = await rest.send('GET', path, { timeoutMs: longTimeoutMs });
  if (out === undefined) {
    const decoder = new TextDecoder();
    for await (const chunk of response.body ?? []) cli.terminal.out(decoder.decode(chunk, { stream: true }));
    return;
  }
  const part = `${out}.part`;
  try {
    await written(response, part);
    await rename(part, out);
  } catch (error) {
    await rm(part, { force: true });
    throw error instanceof TypeError
      ? unreachable(`the download broke off: ${error.message}`)
      : unreadable(error, out);
  }
}

/** `export check FILE`: is it ours, unchanged, and sealed? Only its digest is sent. */
function checkingFile(group: Command, cli: Cli): void {
  group
    .command('check <file>')
    .description(
      'Says what a file is that somebody gave you: sealed, superseded, a draft, or none of ours. Sends its SHA-256 only. ' +
        'Exit 0 it is sealed and the newest, 1 it is ours and not that.',
    )
    .option('--json', 'one JSON document')
    .action(async (path: string, { json }: { json?: boolean }) => {
      const hash = createHash('sha256');
      for await (const chunk of bytesOf(path, cli.terminal)) hash.update(chunk);
      const sha256 = hash.digest('hex');
      const rest = await connected(cli.terminal);
      const found = await rest.ask('GET', apiPath(['exports', 'by-digest', sha256]), Known);
      const { id, standing, releaseName, createdByName, createdAt } = found;
      cli.print(json, { file: path, ...found }, () => [
        `${path}: ${standing ?? 'made here'}, ${id}, ${releaseName ?? 'the whole trail'}, by ${createdByName ?? 'a program'} at ${createdAt}`,
      ]);
      if (standing !== 'sealed') cli.exit(1);
    });
}
const Known = z.looseObject({
  id: z.string(),
  standing: z.enum(['draft', 'sealed', 'superseded']).nullable(),
  releaseName: z.string().nullable(),
  createdByName: z.string().nullable(),
  createdAt: z.string(),
});

interface OscalOptions extends ExportOptions {
  readonly framework?: string;
}

async function oscal(options: OscalOptions, cli: Cli) {
  const { framework, release, system } = options;
  if ([framework, release, system].filter((one) => one !== undefined).length !== 1)
    throw usageError('OSCAL is of one --framework, one --release or one --system');
  if (framework === undefined) return exported('oscal', options, cli);
  const rest = await connected(cli.terminal);
  const path = apiPath(['frameworks', framework, 'oscal']);
  const file = options.out ?? `catalog-${basename(framework)}.json`;
  const sha256 = await saved(await rest.send('GET', path, { timeoutMs: longTimeoutMs }), file, {
    replace: options.out !== undefined,
  });
  cli.print(options.json, { kind: 'oscal', framework, file, sha256 }, () => [`${file}  sha256:${sha256}`]);
}

const Export = z.looseObject({
  id: z.string(),
  state: z.enum(['queued', 'ready', 'failed']),
  stateReason: z.string().nullish(),
  fileName: z.string().nullish(),
  sha256: z.string().nullish(),
  sizeBytes: z.number().nullish(),
});

async function exported(kind: string, options: ExportOptions, cli: Cli) {
  const { release, system, incident: incidentId, env: environment, out, json } = options;
  const rest = await connected(cli.terminal);
  const releaseId = release === undefined ? undefined : (await releaseOf(rest, release)).id;
  const systemId = system === undefined ? undefined : await idOf(rest, 'system', 'sys', system);
  const format = kind === 'document' || kind === 'report' ? options.format : undefined;
  const Asked = z.looseObject({ id: z.string() });
  const { id } = await rest.ask('POST', apiPath(['exports']), Asked, {
    body: { kind, releaseId, systemId, environment, incidentId, document: options.document, format },
  });
  const made = await finished(rest, id);
  const file = out ?? basename(made.fileName ?? id);
  const response = await rest.send('GET', apiPath(['exports', id, 'file']), { timeoutMs: longTimeoutMs });
  await saved(response, file, { stated: made.sha256 ?? '', replace: out !== undefined });
  const { sha256, sizeBytes } = made;
  cli.print(json, { id, kind, file, sha256, sizeBytes }, () => [
    `${file}  sha256:${sha256}  ${sizeBytes} bytes`,
  ]);
}

async function finished(rest: Rest, id: string): Promise<z.infer<typeof Export>> {
  const until = performance.now() + longTimeoutMs;
  for (let waitMs = 200; performance.now() < until; waitMs = Math.min(waitMs * 2, 5000)) {
    const now = await rest.ask('GET', apiPath(['exports', id]), Export);
    if (now.state === 'ready') return now;
    if (now.state === 'failed')
      throw badData(`the export failed: ${now.stateReason ?? 'no reason was given'}`);
    await pause(waitMs);
  }
  throw unreachable(`the export ${id} was not ready within ${longTimeoutMs / 60_000} minutes`);
}
