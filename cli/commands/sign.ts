import { type Command, Option } from 'commander';
import { z } from 'zod';
import { Meaning } from '@/server/signoff/schema/statement';
import { readCredentials, writeCredentials } from '../credentials';
import { isDigest } from '../gate/question';
import { passwordOf } from '../input/ask';
import { apiPath, connect, connected, notAllowed, Refused, type Rest } from '../rest';
import { CliFailure, exitCodes, type Cli, usageError } from '../terminal';
import { releaseOf } from '../things';
import { OpenedSession, viewerOf } from './login';

interface SignOptions {
  readonly release: string;
  readonly env: string;
  readonly meaning: string;
  readonly reason: string;
  readonly role?: string;
  readonly conditions?: string;
  readonly passwordStdin?: boolean;
  readonly json?: boolean;
}

/** `sign`: a person's signature over a release, with the password given again. */
export function sign(program: Command, cli: Cli): void {
  program
    .command('sign')
    .summary('signs a release off, as the person who is signed in')
    .description(
      'Shows the exact statement, asks for your password again, and signs. Needs countersign login; an API token is ' +
        'refused. Exit 21 when you may not sign.',
    )
    .requiredOption('--release <digest>', 'the digest of the release that you looked at (sha256:…)')
    .requiredOption('--env <environment>', 'for which environment, such as production')
    .addOption(
      new Option('--meaning <meaning>', 'what your signature says')
        .choices(Meaning.options)
        .makeOptionMandatory(),
    )
    .requiredOption('--reason <text>', 'why')
    .option('--role <role>', 'the role in which you sign (default: the only one you hold that is asked for)')
    .option('--conditions <text>', 'for approved_with_conditions')
    .option('--password-stdin', 'read the password from standard input instead of asking')
    .option('--json', 'one JSON document; the statement goes to stderr')
    .action((options: SignOptions) => signed(options, cli));
}

const Prepared = z.looseObject({
  nonce: z.string(),
  text: z.string(),
  statement: z.looseObject({ release_digest: z.string(), environment: z.string(), meaning: z.string() }),
});
const Recorded = z.looseObject({
  signoffEvent: z.string(),
  releaseDigest: z.string(),
  environment: z.string(),
  role: z.string(),
  meaning: z.string(),
});

async function signed(options: SignOptions, cli: Cli): Promise<void> {
  const { terminal } = cli;
  const { release: digest, env: environment, meaning, reason, conditions } = options;
  if (!isDigest(digest)) throw usageError('--release must be sha256: and 64 hexadecimal digits');
  const rest = await personal(cli);
  const { id: releaseId } = await releaseOf(rest, digest);
  const role = options.role ?? (await onlyRole(rest, releaseId, environment));
  const body = { releaseId, digest, environment, role, meaning, reason, conditions };
  const prepared = await rest.ask('POST', apiPath(['signoffs', 'prepared']), Prepared, { body });
  const { statement, text, nonce } = prepared;
  if (
    statement.release_digest !== digest ||
    statement.environment !== environment ||
    statement.meaning !== meaning
  )
    throw new CliFailure(exitCodes.badSignature, 'the server prepared another statement than you asked for');
  terminal.log(`${text}\n\n`);
  const password = await passwordOf(terminal, options.passwordStdin, 'Your password, to sign exactly this: ');
  const fresh = await authenticatedAgain(rest, password, cli);
  const recorded = await fresh.ask('POST', apiPath(['signoffs']), Recorded, { body: { nonce } });
  cli.print(options.json, { ...recorded, statement: text }, () => [
    `signed: ${meaning} as ${recorded.role} for ${recorded.environment} (${recorded.signoffEvent})`,
  ]);
}

/** The session that login keeps: signing renews it, so one from elsewhere would be lost. */
async function personal({ terminal }: Cli): Promise<Rest> {
  const kept = await readCredentials(terminal);
  const rest = await connected(terminal);
  if (rest.token?.startsWith('cs_'))
    throw notAllowed(
      'an API token cannot sign; unset COUNTERSIGN_TOKEN and run countersign login as a person',
    );
  if (kept === null || rest.token !== kept.session)
    throw notAllowed('signing needs the session of countersign login; unset COUNTERSIGN_TOKEN');
  return rest;
}

const Case = z.looseObject({
  inForce: z
    .looseObject({
      policy: z.looseObject({ quorum: z.array(z.looseObject({ role: z.string() })) }),
    })
    .nullable(),
});

async function onlyRole(rest: Rest, releaseId: string, environment: string): Promise<string> {
  const { inForce } = await rest.ask('GET', apiPath(['releases', releaseId, 'cases', environment]), Case);
  const asked = (inForce?.policy.quorum ?? []).map(({ role }) => role);
  const held = (await viewerOf(rest)).grants.map(({ role }) => role);
  const [role, ...more] = asked.filter((one, i) => held.includes(one) && asked.indexOf(one) === i);
  if (role !== undefined && more.length === 0) return role;
  if (role === undefined)
    throw notAllowed(
      `${environment} asks for ${asked.join(', ') || 'no role'}; you hold ${held.join(', ') || 'none'}`,
    );
  throw usageError(
    `you hold several roles that are asked for; name one with --role: ${[role, ...more].join(', ')}`,
  );
}

/** The password again; the session goes on under a new secret, which is kept before it is used. */
async function authenticatedAgain(rest: Rest, password: string, { terminal }: Cli): Promise<Rest> {
  const path = apiPath(['sessions', 'current', 'reauthentication']);
  const opened = await rest
    .ask('POST', path, OpenedSession, { body: { password } })
    .catch((error: unknown) => {
      if (error instanceof Refused && error.fields.includes('password')) throw notAllowed(error.message);
      throw error;
    });
  const kept = await readCredentials(terminal);
  if (kept)
    await writeCredentials(terminal, { ...kept, session: opened.session, expiresAt: opened.expiresAt });
  return connect(rest.url, opened.session);
}
