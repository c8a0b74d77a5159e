import { z } from 'zod';
import { errored, type Outcome, type Ports } from '../contract';
import { answerForm, quotedData, readStructured } from './structured';

const Findings = z.strictObject({
  findings: z.array(z.strictObject({ text: z.string().max(4000), holds: z.boolean() })).max(500),
});
export type Finding = z.infer<typeof Findings>['findings'][number];
const form = '{"findings": [{"text": "<the piece>", "holds": true or false}, …]}; an empty list is allowed';

/** A task for a judge over quoted data, answered as a list of pieces that hold or do not. */
export function findingsPrompt(task: readonly string[], data: Readonly<Record<string, unknown>>): string {
  return [...task, '', ...quotedData(data), '', answerForm(form)].join('\n');
}

const repairPrompt = (answer: string): string =>
  [
    'The list below is not in the required form. Write the same list in it; do not judge again.',
    `LIST: ${JSON.stringify(answer.slice(0, 20_000))}`,
    answerForm(form),
  ].join('\n');

/** Strict reading: one JSON object with `findings`, a Markdown fence allowed; else null. */
export const readFindings = (answer: string): readonly Finding[] | null =>
  readStructured(Findings, answer)?.findings ?? null;

/** Asks a judge, once more when its answer cannot be read. An outcome when it never could. */
export async function askFindings(
  judge: Ports['judge'],
  prompt: string,
): Promise<readonly Finding[] | Outcome> {
  if (!judge) return errored('no judge is connected');
  const first = await judge(prompt);
  const found = readFindings(first) ?? readFindings(await judge(repairPrompt(first)));
  return found ?? errored('the judge did not answer with a list, also when asked again');
}
