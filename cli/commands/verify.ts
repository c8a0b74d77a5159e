import { createHash } from 'node:crypto';
import { basename } from 'node:path';
import type { Command } from 'commander';
import { bytesOfSmallFile, textOf } from '../input/files';
import { readable } from '../verify/readable';
import { exitCodeOf } from '../verify/report';
import { verifyBundle } from '../verify/verify-bundle';
import type { Cli } from '../terminal';

interface VerifyOptions {
  readonly trustPolicy?: string;
  readonly previous?: string;
  readonly verifierId?: string;
  readonly document?: readonly string[];
  readonly json?: boolean;
}
const maxBytes = 1_000_000;

/** `verify BUNDLE.zip`: checks an evidence bundle with no network. */
export function verify(program: Command, cli: Cli): void {
  program
    .command('verify <bundle>')
    .summary('checks an evidence bundle offline')
    .description(
      'Checks every digest, signature and event of an evidence bundle with no network, and names the first wrong index. ' +
        'Exit 0 everything holds, 1 a check failed, 2 nothing failed but something from outside is missing: give the ' +
        'trust policy and a checkpoint that you got elsewhere than from the bundle.',
    )
    .option('--trust-policy <file>', 'keys of the log that you trust (C2SP tlog-policy)')
    .option('--previous <file>', 'an earlier checkpoint of the same log')
    .option('--verifier-id <id>', 'the gate that decisions must come from, such as https://…/gate/v1')
    .option(
      '--document <file>',
      'a document or report to find in the log, and its seal; may be repeated',
      gathered,
    )
    .option('--json', 'one JSON document')
    .action(
      async (bundle: string, { trustPolicy, previous, verifierId, document = [], json }: VerifyOptions) => {
        const text = (path: string | undefined) =>
          path === undefined ? undefined : textOf(path, cli.terminal, maxBytes);
        const report = verifyBundle(Buffer.from(await bytesOfSmallFile(bundle)), {
          trustPolicy: await text(trustPolicy),
          previous: await text(previous),
          verifierId,
          documents: await Promise.all(document.map(givenFile)),
        });
        cli.print(json, report, () => readable(report));
        cli.exit(exitCodeOf(report));
      },
    );
}

const gathered = (file: string, before: readonly string[] = []): readonly string[] => [...before, file];

async function givenFile(path: string) {
  const sha256 = createHash('sha256')
    .update(await bytesOfSmallFile(path))
    .digest('hex');
  return { name: basename(path), sha256 };
}
