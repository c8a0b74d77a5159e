import type { Command } from 'commander';
import { z } from 'zod';
import { factModel } from '@/policies/frameworks/facts';
import { collected } from '../input/options';
import { apiPath, connected } from '../rest';
import { type Cli, table, usageError } from '../terminal';
import { idOf } from '../things';

const Classified = z.looseObject({
  outcome: z.string().nullable(),
  possible: z.array(z.string()),
  decidedBy: z.looseObject({ basis: z.string(), why: z.string() }).nullable(),
});
const Facts = z.looseObject({
  systemId: z.string(),
  name: z.string(),
  answers: z.record(z.string(), z.unknown()),
  questionnaire: z.looseObject({
    sections: z.array(
      z.looseObject({
        questions: z.array(
          z.looseObject({
            id: z.string(),
            allowed: z.string(),
            isAnswered: z.boolean(),
            question: z.string().optional(),
          }),
        ),
      }),
    ),
    next: z.array(z.string()),
  }),
  toConfirm: z.array(
    z.looseObject({ fact: z.string(), why: z.string(), countsUntil: z.string(), counts: z.boolean() }),
  ),
  classification: z.looseObject({ aiAct: Classified, hipaa: Classified }),
});

interface FactsOptions {
  readonly set?: string[];
  readonly confirm?: string[];
  readonly reason?: string;
  readonly json?: boolean;
}

/** `facts SYSTEM`: what is known of a system and what follows from it. */
export function facts(program: Command, cli: Cli): void {
  program
    .command('facts <system>')
    .summary('shows and answers the facts of a system')
    .description(
      'Shows the answers about a system, the next questions, and the AI Act class and HIPAA status that follow. With ' +
        '--set it answers first, all or none: true, false or unknown; one of the options; options divided by commas; ' +
        'nothing behind the = withdraws an answer. With --confirm it says that an answer still holds, after a ' +
        'change made it doubtful.',
    )
    .option('--set <fact=value>', 'answer a question; may be given several times', collected)
    .option('--confirm <fact>', 'the answer still holds; may be given several times', collected)
    .option('--reason <text>', 'why, for the trail; needed with --set and --confirm')
    .option('--json', 'one JSON document')
    .action(async (given: string, { set, confirm, reason, json }: FactsOptions) => {
      if ((set || confirm) && reason === undefined)
        throw usageError(`${set ? '--set' : '--confirm'} needs --reason, which stands in the trail`);
      const answers = set && Object.fromEntries(set.map(answer));
      const rest = await connected(cli.terminal);
      const path = apiPath(['systems', await idOf(rest, 'system', 'sys', given), 'facts']);
      if (answers || confirm) await rest.send('PUT', path, { body: { answers, confirm, reason } });
      const known = await rest.ask('GET', path, Facts);
      cli.print(json, known, () => lines(known));
    });
}

const types = new Map([...factModel.questions, ...factModel.releaseFacts].map(({ id, type }) => [id, type]));

/** One `fact=value` as the API takes it. The server says which values there are. */
function answer(text: string): [string, unknown] {
  const [, fact, value] = /^([\w.-]+)=(.*)$/s.exec(text) ?? [];
  if (fact === undefined || value === undefined) throw usageError(`--set ${text} is not fact=value`);
  const type = types.get(fact);
  if (type === undefined) throw usageError(`there is no fact ${fact}`);
  if (value === '') return [fact, null];
  if (type === 'bool') return [fact, value === 'true' ? true : value === 'false' ? false : value];
  return [fact, type === 'enum' || type === 'date' ? value : value.split(',')];
}

function lines({ name, answers, questionnaire, toConfirm, classification }: z.infer<typeof Facts>): string[] {
  const questions = new Map(
    questionnaire.sections.flatMap((section) => section.questions.map((one) => [one.id, one] as const)),
  );
  const shown = (value: unknown) => (Array.isArray(value) ? value.join(',') : String(value));
  const outcome = ({ outcome: decided, possible, decidedBy }: z.infer<typeof Classified>) =>
    decided === null
      ? `open: ${possible.join(' or ')}`
      : `${decided}${decidedBy ? ` (${decidedBy.basis})` : ''}`;
  return [
    `${name}: AI Act class ${outcome(classification.aiAct)}; HIPAA status ${outcome(classification.hipaa)}`,
    ...table(Object.entries(answers).map(([fact, value]) => [`  ${fact}`, shown(value)])),
    ...(toConfirm.length > 0 ? ['to be confirmed (--confirm FACT, or --set FACT=VALUE):'] : []),
    ...table(
      toConfirm.map(({ fact, why, countsUntil, counts }) => [
        `  ${fact}`,
        why,
        counts ? `counts until ${countsUntil.slice(0, 10)}` : 'no longer counts',
      ]),
    ),
    ...(questionnaire.next.length > 0 ? ['next questions:'] : []),
    ...table(questionnaire.next.map((id) => [`  ${id}`, questions.get(id)?.allowed ?? ''])),
  ];
}
