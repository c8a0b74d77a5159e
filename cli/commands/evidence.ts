import { basename, extname } from 'node:path';
import type { Command } from 'commander';
import { z } from 'zod';
import { assertFile, bytesOf } from '../input/files';
import { aWholeNumber } from '../input/options';
import { apiPath, connected, longTimeoutMs, type Rest } from '../rest';
import { badData, type Cli, usageError } from '../terminal';
import { idOf, releaseOf, vendorIdOf } from '../things';

const bindings = ['release', 'system', 'environment', 'vendor', 'org'];
const mediaTypes: Readonly<Record<string, string>> = {
  '.pdf': 'application/pdf',
  '.json': 'application/json',
  '.csv': 'text/csv',
  '.md': 'text/markdown',
  '.txt': 'text/plain',
  '.png': 'image/png',
};

export interface Paper {
  readonly type: string;
  readonly title?: string;
  readonly validDays?: number;
}
interface EvidenceOptions extends Paper {
  readonly for: string[];
  readonly json?: boolean;
}

/** `evidence add FILE`. */
export function evidence(program: Command, cli: Cli): void {
  program
    .command('evidence')
    .summary('hands in evidence for controls')
    .description('Evidence that people assess controls by.')
    .command('add <file>')
    .description(
      'Uploads a file (at most 100 MB) as evidence, bound to what it is about; prints its id and digest.',
    )
    .requiredOption('--type <type>', 'the kind of evidence, such as doc.dpia')
    .requiredOption('--for <kind-and-id...>', `what it is about: ${bindings.join(', ')}, then its id or name`)
    .option('--title <text>', 'default: the name of the file')
    .option('--valid-days <n>', 'shorter than the limit of its type', aWholeNumber)
    .option('--json', 'one JSON document')
    .action((path: string, options: EvidenceOptions) => added(path, options, cli));
}

async function added(path: string, { for: about, json, ...paper }: EvidenceOptions, cli: Cli): Promise<void> {
  const [kind, id, ...more] = about;
  if (kind === undefined || id === undefined || more.length > 0 || !bindings.includes(kind))
    throw usageError(`--for takes two words after the file: one of ${bindings.join(', ')}, and its id`);
  await handedIn({ path, ...paper, kind, id, json: json ?? false }, cli);
}

interface HandedIn extends Paper {
  readonly path: string;
  readonly kind: string;
  readonly id: string;
  readonly json: boolean;
}

/** Uploads a file as evidence and prints its id. */
export async function handedIn({ path, kind, id, json, ...paper }: HandedIn, cli: Cli): Promise<void> {
  if (path === '-') throw usageError('evidence has a name; give a file');
  await assertFile(path);
  const rest = await connected(cli.terminal);
  const query = {
    type: paper.type,
    title: paper.title ?? basename(path),
    fileName: basename(path),
    bindingKind: kind,
    bindingId: await boundTo(rest, kind, id),
    validDays: paper.validDays,
    mediaType: mediaTypes[extname(path).toLowerCase()],
  };
  const Added = z.looseObject({ id: z.string() });
  const item = await rest.ask('POST', apiPath(['evidence', 'files'], query), Added, {
    stream: { bytes: bytesOf(path, cli.terminal), contentType: 'application/octet-stream' },
    timeoutMs: longTimeoutMs,
  });
  cli.print(json, item, () => [`${item.id}  ${query.title} for ${kind} ${query.bindingId}`]);
}

async function boundTo(rest: Rest, kind: string, given: string): Promise<string> {
  if (kind === 'system') return idOf(rest, 'system', 'sys', given);
  if (kind === 'vendor') return vendorIdOf(rest, given);
  if (kind !== 'release') return given;
  const { digest } = await releaseOf(rest, given);
  if (digest === null) throw badData(`the release ${given} is not frozen; evidence is bound to its digest`);
  return digest;
}
