import type { Command } from 'commander';
import { z } from 'zod';
import { aWholeNumber, collected } from '../input/options';
import { apiPath, connected } from '../rest';
import { type Cli, table } from '../terminal';
import { idOf } from '../things';

interface AddOptions {
  readonly name: string;
  readonly cron?: string;
  readonly timeZone?: string;
  readonly jitter?: number;
  readonly blackout?: string[];
  readonly onNewVersion?: boolean;
  readonly promptLabel?: string;
  readonly budget?: string;
  readonly apiKeyRef?: string;
  readonly judgeKeyRef?: string;
  readonly json?: boolean;
}

const Schedule = z.looseObject({
  id: z.string(),
  name: z.string(),
  state: z.string(),
  nextAt: z.string().nullable(),
});

/** `schedule add|pause|resume|delete`: when a suite runs by itself. */
export function schedule(program: Command, cli: Cli): void {
  const group = program
    .command('schedule')
    .summary('runs a suite by itself: at times, on new versions, when a prompt label moves')
    .description('Schedules of suites. countersign list schedule shows them.');
  group
    .command('add <suite>')
    .description('Adds a schedule to a suite (ste_… or its name) and prints when it fires next.')
    .requiredOption('--name <name>', 'of the schedule')
    .option('--cron <fields>', 'minute, hour, day of the month, month, day of the week')
    .option('--time-zone <zone>', 'of the cron fields, such as Europe/Berlin (default: UTC)')
    .option('--jitter <seconds>', 'starts up to so much later', aWholeNumber)
    .option('--blackout <range>', 'no run on these days: 2026-12-24/2026-12-26; may be repeated', collected)
    .option('--on-new-version', 'runs each new version of the suite')
    .option('--prompt-label <label>', 'runs the suite when this label of its prompt moves')
    .option('--budget <dollars>', 'a run stops when it has cost this much')
    .option('--api-key-ref <variable>', "variable of the server that holds the target's key")
    .option('--judge-key-ref <variable>', "variable of the server that holds the judge's key")
    .option('--json', 'one JSON document')
    .action((suite: string, options: AddOptions) => added(suite, options, cli));
  const act = (word: string, description: string, send: 'DELETE' | { state: string }) =>
    group
      .command(`${word} <id>`)
      .description(description)
      .action(async (id: string) => {
        const rest = await connected(cli.terminal);
        const path = apiPath(['schedules', id]);
        if (send === 'DELETE') await rest.send('DELETE', path);
        else await rest.send('PATCH', path, { body: send });
      });
  act('pause', 'Pauses a schedule.', { state: 'paused' });
  act('resume', 'Lets a schedule go on; what it missed is not made up for.', { state: 'active' });
  act('delete', 'Deletes a schedule; its runs stay.', 'DELETE');
}

async function added(suite: string, options: AddOptions, cli: Cli): Promise<void> {
  const rest = await connected(cli.terminal);
  const { json, jitter, blackout, ...given } = options;
  const suiteId = await idOf(rest, 'suite', 'ste', suite);
  const body = { suiteId, ...given, jitterSeconds: jitter, blackouts: blackout };
  const made = await rest.ask('POST', apiPath(['schedules']), Schedule, { body });
  cli.print(json, made, () =>
    table([
      ['id', 'name', 'state', 'next'],
      [made.id, made.name, made.state, made.nextAt ?? '-'],
    ]),
  );
}
