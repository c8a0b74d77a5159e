import { createHash } from 'node:crypto';
import { lstat } from 'node:fs/promises';
import { type Command, Option } from 'commander';
import { parse } from 'yaml';
import { promptText } from '@/server/prompts/rules';
import { PromptContent } from '@/server/prompts/schema';
import { type TreeFile, treeText } from '@/server/registry/rules/model-identity';
import { manifestDigest } from '../gate/question';
import { fileDigest, filesUnder } from '../input/digests';
import { reading, textOf } from '../input/files';
import { badData, type Cli, usageError } from '../terminal';

const maxBytes = 10_000_000;
type Kind = 'file' | 'tree' | 'prompt' | 'manifest';

interface Hashed {
  readonly kind: Kind;
  readonly path: string;
  readonly digest: string;
  readonly files?: readonly TreeFile[];
}

/** `hash PATH`: the digest under which the portal knows a thing. */
export function hash(program: Command, cli: Cli): void {
  program
    .command('hash <path>')
    .summary('digest of a file, folder, prompt or release manifest')
    .description(
      'SHA-256 of a file, countersign.tree/v1 of a folder, and the canonical digest of a prompt (--as prompt: YAML or ' +
        'JSON with template and parameters) or of a release manifest (--as manifest).',
    )
    .addOption(new Option('--as <kind>', 'what it is').choices(['file', 'tree', 'prompt', 'manifest']))
    .option('--json', 'one JSON document; with the list of files for a folder')
    .action(async (path: string, options: { as?: Kind; json?: boolean }) => {
      const stats = path === '-' ? null : await lstat(path).catch(() => null);
      if (path !== '-' && !stats) throw usageError(`there is no file ${path}`);
      const kind = options.as ?? (stats?.isDirectory() ? 'tree' : 'file');
      if ((kind === 'tree') !== (stats?.isDirectory() ?? false))
        throw usageError(`${path} is not a ${kind === 'tree' ? 'folder' : kind}`);
      const hashed = await reading(path, () => digests[kind](path, cli));
      cli.print(options.json, hashed, () => [`${hashed.digest}  ${path}`]);
    });
}

const prefixed = (text: string): string => `sha256:${createHash('sha256').update(text).digest('hex')}`;

const digests: Record<Kind, (path: string, cli: Cli) => Promise<Hashed>> = {
  file: async (path, cli) => ({
    kind: 'file',
    path,
    digest: `sha256:${await fileDigest(path, cli.terminal)}`,
  }),
  tree: async (path, cli) => {
    const files = await filesUnder(path, '', cli.terminal);
    if (files.length === 0) throw badData(`${path} holds no files`);
    return { kind: 'tree', path, digest: prefixed(treeText(files)), files };
  },
  prompt: async (path, { terminal }) => {
    const content = PromptContent.parse(parse(await textOf(path, terminal, maxBytes)));
    return { kind: 'prompt', path, digest: prefixed(promptText(content)) };
  },
  manifest: async (path, { terminal }) => ({
    kind: 'manifest',
    path,
    digest: await manifestDigest(path, terminal),
  }),
};
