import { Command, CommanderError } from 'commander';
import { bias } from './commands/bias';
import { cost } from './commands/cost';
import { evaluate } from './commands/evaluate';
import { evidence } from './commands/evidence';
import { exporting } from './commands/export';
import { facts } from './commands/facts';
import { framework } from './commands/framework';
import { gate } from './commands/gate';
import { hash } from './commands/hash';
import { langfuse } from './commands/langfuse';
import { list, show } from './commands/list';
import { login, whoami } from './commands/login';
import { register } from './commands/register';
import { release } from './commands/release';
import { runCommand } from './commands/run';
import { scan } from './commands/scan';
import { schedule } from './commands/schedule';
import { sign } from './commands/sign';
import { suite } from './commands/suite';
import { token } from './commands/token';
import { vendor } from './commands/vendor';
import { verify } from './commands/verify';
import { type Cli, CliFailure, exitCodes, type Terminal } from './terminal';

/** Every command there is, in the order of the help text. A new one is added here and nowhere else. */
const commands: Readonly<Record<string, readonly ((program: Command, cli: Cli) => void)[]>> = {
  'On this machine, without a server:': [evaluate, suite, bias, scan, cost, hash, verify],
  'With a server (begin with login):': [
    login,
    whoami,
    token,
    register,
    langfuse,
    list,
    show,
    facts,
    evidence,
    framework,
    vendor,
    schedule,
    runCommand,
  ],
  'Releases:': [release, sign, gate, exporting],
};

/** Runs one command line (without node and script) and resolves to its exit code; rejects only on bugs. */
export async function run(args: readonly string[], terminal: Terminal): Promise<number> {
  let code: number = exitCodes.ok;
  const program = new Command('countersign')
    .description(
      'The release portal for AI: register what a release is made of, evaluate it, sign it off, ask the gate ' +
        'before it is deployed, and verify all of that offline. ' +
        'countersign COMMAND --help says more, with the exit codes.',
    )
    .exitOverride()
    .showSuggestionAfterError(false)
    .configureOutput({ writeOut: terminal.out, writeErr: () => undefined });
  const cli: Cli = {
    terminal,
    print: (json, document, lines) =>
      terminal.out(
        json
          ? `${JSON.stringify(document, null, 2)}\n`
          : lines()
              .map((line) => `${line}\n`)
              .join(''),
      ),
    exit: (next) => {
      code = next;
    },
  };
  for (const [heading, members] of Object.entries(commands)) {
    program.commandsGroup(heading);
    for (const add of members) add(program, cli);
  }
  try {
    await program.parseAsync([...args], { from: 'user' });
    return code;
  } catch (error) {
    return failed(error, group(program, args), terminal);
  }
}

/** The command that the first words name. */
const group = (program: Command, args: readonly string[]): Command =>
  args.reduce((at, word) => at.commands.find((one) => one.name() === word) ?? at, program);

function failed(error: unknown, program: Command, { log }: Terminal): number {
  if (error instanceof CliFailure) {
    log(`countersign: ${oneLine(error.message)}\n`);
    return error.exitCode;
  }
  if (!(error instanceof CommanderError)) throw error;
  if (error.exitCode === 0) return exitCodes.ok;
  const message =
    error.code === 'commander.help'
      ? `name a command: ${program.commands.map((one) => one.name()).join(', ')}`
      : error.message;
  log(`countersign: ${oneLine(message.replace(/^error: /, ''))}\n`);
  return exitCodes.usage;
}

const oneLine = (text: string): string => text.replaceAll(/\s*\n\s*/g, '; ');
