import type { Command } from 'commander';
import { z } from 'zod';
import { scopes } from '@/policies/contract';
import { aWholeNumber, collected } from '../input/options';
import { apiPath, connected } from '../rest';
import { type Cli, table, usageError } from '../terminal';

const Created = z.looseObject({ id: z.string(), name: z.string(), expiresAt: z.string(), token: z.string() });
const Tokens = z.looseObject({
  items: z.array(
    z.looseObject({
      id: z.string(),
      name: z.string(),
      scopes: z.array(z.string()),
      expiresAt: z.string(),
      revokedAt: z.string().nullable(),
      lastUsedAt: z.string().nullable(),
    }),
  ),
});
interface CreateOptions {
  readonly scope?: string[];
  readonly system?: string[];
  readonly days: number;
  readonly json?: boolean;
}

/** `token create|list|revoke`: credentials of programs. */
export function token(program: Command, cli: Cli): void {
  const group = program
    .command('token')
    .summary('API tokens: create, list, revoke')
    .description(
      'API tokens for programs. They can do what you can, less by scope and system; they never sign.',
    );
  group
    .command('create <name>')
    .description('Makes an API token. Its secret is shown once, here; put it into COUNTERSIGN_TOKEN.')
    .option('--scope <scope>', `${scopes.join(', ')}; may be given several times (required)`, collected)
    .option('--system <id>', 'limit it to this system (sys_…); may be given several times', collected)
    .option('--days <n>', 'days until it expires, at most 90', aWholeNumber, 30)
    .option('--json', 'one JSON document')
    .action((name: string, options: CreateOptions) => created(name, options, cli));
  group
    .command('list')
    .description('Shows API tokens with what they may do; never their secrets.')
    .option('--json', 'one JSON document')
    .action(async (options: { json?: boolean }) => {
      const page = await (
        await connected(cli.terminal)
      ).ask('GET', apiPath(['tokens'], { limit: 200 }), Tokens);
      cli.print(options.json, page, () =>
        table([
          ['id', 'name', 'scopes', 'expires', 'last used', 'revoked'],
          ...page.items.map((one) => [
            one.id,
            one.name,
            one.scopes.join(' '),
            one.expiresAt,
            one.lastUsedAt ?? '-',
            one.revokedAt ?? '-',
          ]),
        ]),
      );
    });
  group
    .command('revoke <id>')
    .description('Ends an API token (tok_…) at once.')
    .option('--json', 'one JSON document')
    .action(async (id: string, options: { json?: boolean }) => {
      await (await connected(cli.terminal)).send('DELETE', apiPath(['tokens', id]));
      cli.print(options.json, { id, status: 'revoked' }, () => [`${id} revoked`]);
    });
}

async function created(name: string, options: CreateOptions, cli: Cli): Promise<void> {
  const { scope: wanted = [], system: systemIds, days } = options;
  if (wanted.length === 0) throw usageError(`name at least one --scope: ${scopes.join(', ')}`);
  const rest = await connected(cli.terminal);
  const made = await rest.ask('POST', apiPath(['tokens']), Created, {
    body: { name, scopes: wanted, days, ...(systemIds ? { systemIds } : {}) },
  });
  cli.print(options.json, made, () => [made.token]);
  if (!options.json) cli.terminal.log(`${made.id} "${made.name}", until ${made.expiresAt}; shown only now\n`);
}
