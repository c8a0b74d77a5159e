'use server';

import { form, type Values } from '@/app/_lib/form';
import { AnswerFacts, ConfirmFacts } from '@/server/checklists/schema';
import { noneOfThese } from './answer-words';

/** A question that is shown and has no choice is withdrawn. Which type it has stands in the name of its field. */
function answersFrom({ systemId, reason, ...values }: Values) {
  const shown = (name: string) => [values[name] ?? []].flat();
  const answers: Record<string, unknown> = {};
  for (const fact of shown('bool'))
    answers[fact] = { true: true, false: false }[String(values[fact])] ?? values[fact] ?? null;
  for (const fact of [...shown('enum'), ...shown('date')]) answers[fact] = values[fact] ?? null;
  for (const fact of shown('multi')) {
    const chosen = shown(fact);
    answers[fact] =
      chosen.length === 0 ? null : chosen.includes(noneOfThese) && chosen.length === 1 ? [] : chosen;
  }
  return { systemId, reason, answers };
}

export const confirmFacts = form(ConfirmFacts, async (api, input) => {
  await api.checklists.confirmFacts(input);
});
export const confirmAnswers = form(
  AnswerFacts,
  async (api, input) => {
    const { confirmed } = await api.checklists.answerFacts(input);
    return { confirmed: confirmed.length };
  },
  ({ systemId, reason, confirm }) => ({ systemId, reason, confirm: [confirm ?? []].flat() }),
);
export const saveFacts = form(
  AnswerFacts,
  async (api, input) => {
    const { changed } = await api.checklists.answerFacts(input);
    return { changed: changed.length };
  },
  answersFrom,
);
