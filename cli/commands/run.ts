import type { Command } from 'commander';
import { z } from 'zod';
import { apiPath, connected } from '../rest';
import type { Cli } from '../terminal';

const Run = z.looseObject({ id: z.string(), state: z.string(), budget: z.string().nullable() });

interface ResumeOptions {
  readonly budget?: string;
  readonly reason?: string;
  readonly json?: boolean;
}

/** `run stop|resume`: what is stored of a run stays. */
export function runCommand(program: Command, cli: Cli): void {
  const group = program.command('run').summary('stops a run, or lets it go on');
  group
    .command('stop <run>')
    .description('Stops a run (run_…). What it has is kept.')
    .option('--json', 'one JSON document')
    .action((id: string, options: { json?: boolean }) => sent(id, 'stop', {}, options.json));
  group
    .command('resume <run>')
    .description(
      'Goes on where a stopped or failed run ended. One that ended at its budget needs a higher one.',
    )
    .option('--budget <dollars>', 'higher than the one it has')
    .option('--reason <text>', 'why more may be spent')
    .option('--json', 'one JSON document')
    .action((id: string, { json, ...body }: ResumeOptions) => sent(id, 'resume', body, json));
  async function sent(id: string, act: 'stop' | 'resume', body: object, json: boolean | undefined) {
    const rest = await connected(cli.terminal);
    const run = await rest.ask('POST', apiPath(['runs', id, act]), Run, { body });
    cli.print(json, run, () => [
      [run.state, run.id, ...(run.budget === null ? [] : [`budget $${run.budget}`])].join('  '),
    ]);
  }
}
