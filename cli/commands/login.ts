import type { Command } from 'commander';
import { z } from 'zod';
import { readCredentials, writeCredentials } from '../credentials';
import { keyFingerprint, openKey } from '../gate/key';
import { passwordOf } from '../input/ask';
import { apiPath, bodyOf, connect, connected, serverUrl } from '../rest';
import { type Cli, CliFailure, exitCodes, table, usageError } from '../terminal';

export const OpenedSession = z.looseObject({ session: z.string().startsWith('css_'), expiresAt: z.string() });

interface LoginOptions {
  readonly email?: string;
  readonly passwordStdin?: boolean;
  readonly replaceGateKey?: boolean;
  readonly json?: boolean;
}

/** `login URL`: signs a person in and pins the key of the gate. */
export function login(program: Command, cli: Cli): void {
  program
    .command('login [url]')
    .summary('signs you in, and pins the key that signs gate decisions')
    .description(
      'Signs in by e-mail and password for 12 hours. Keeps the session and the gate’s public key in your settings ' +
        'folder, readable by you alone. The address may come from COUNTERSIGN_URL instead. Programs use an API token in ' +
        'COUNTERSIGN_TOKEN instead of signing in. Exit 20 unreachable, 21 refused, 22 the gate’s key is not the pinned one.',
    )
    .option('--email <address>', 'your e-mail address (default: asks)')
    .option('--password-stdin', 'read the password from standard input instead of asking')
    .option('--replace-gate-key', 'accept that the server signs with another key than at the last login')
    .option('--json', 'one JSON document')
    .action((given: string | undefined, options: LoginOptions) => signIn(given, options, cli));
}

async function signIn(given: string | undefined, options: LoginOptions, cli: Cli): Promise<void> {
  const { terminal } = cli;
  const kept = await readCredentials(terminal).catch(() => null);
  const named = given ?? (terminal.env['COUNTERSIGN_URL'] || kept?.url);
  if (named === undefined)
    throw usageError('name the server: countersign login https://countersign.example.com');
  const url = serverUrl(named);
  if (url.startsWith('http:') && !/^(localhost|127\.0\.0\.1|\[::1\])$/.test(new URL(url).hostname))
    terminal.log(`countersign: ${url} is not encrypted; your password can be read on its way\n`);
  const guest = connect(url, null);
  const gateKey = await bodyOf(await guest.send('GET', '/keys/gate.pub'), url);
  const fingerprint = keyFingerprint(openKey(gateKey, `${url}/keys/gate.pub`));
  if (kept?.url === url && kept.gateKey !== gateKey && !options.replaceGateKey)
    throw new CliFailure(
      exitCodes.badSignature,
      `the gate of ${url} signs with another key than at your last login (now ${fingerprint}); ` +
        'compare it with an administrator, then use --replace-gate-key',
    );
  const email = options.email ?? (await terminal.ask?.('E-mail: ', false));
  if (!email) throw usageError('name yourself with --email');
  const password = await passwordOf(terminal, options.passwordStdin, `Password of ${email}: `);
  const body = { email, password };
  const opened = await guest.ask('POST', apiPath(['sessions']), OpenedSession, { body });
  const { session, expiresAt } = opened;
  const file = await writeCredentials(terminal, { url, email, session, expiresAt, gateKey });
  cli.print(options.json, { url, email, expiresAt, gateKey: fingerprint, file }, () => [
    `signed in at ${url} as ${email} until ${expiresAt}`,
    `gate key ${fingerprint}`,
    `kept in ${file}`,
  ]);
}

const Viewer = z.looseObject({
  id: z.string(),
  name: z.string(),
  email: z.string(),
  organisation: z.looseObject({ name: z.string() }),
  grants: z.array(z.looseObject({ role: z.string(), systemId: z.string().nullable() })),
  actor: z.looseObject({ kind: z.string(), scopes: z.array(z.string()).optional() }),
});
export const viewerOf = (rest: Awaited<ReturnType<typeof connected>>) =>
  rest.ask('GET', apiPath(['whoami']), Viewer);

/** `whoami`: as whom commands reach the server. */
export function whoami(program: Command, cli: Cli): void {
  program
    .command('whoami')
    .summary('shows as whom commands reach the server')
    .description('Shows the server, the person, their roles, and whether a session or an API token is used.')
    .option('--json', 'one JSON document')
    .action(async (options: { json?: boolean }) => {
      const rest = await connected(cli.terminal);
      const viewer = await viewerOf(rest);
      const { name, email, organisation, grants, actor } = viewer;
      const roles = grants.map(({ role, systemId }) => (systemId === null ? role : `${role} (${systemId})`));
      const by = actor.kind === 'token' ? `API token (${(actor.scopes ?? []).join(', ')})` : 'session';
      cli.print(options.json, { url: rest.url, ...viewer }, () =>
        table([
          ['server', rest.url],
          ['person', `${name} <${email}>`],
          ['organisation', organisation.name],
          ['roles', roles.join(', ') || 'none'],
          ['by', by],
        ]),
      );
    });
}
