import { words } from '@/app/_ui/status-chip';
import type { Api } from '@/server/trpc/caller';
import type { Doubtful } from './doubtful-answer';

type Facts = Awaited<ReturnType<Api['checklists']['facts']>>;

/** One row for each answer that is asked again, with every reason; the soonest end first. */
export function doubtfulRows({ toConfirm, questionnaire, answers }: Facts): Doubtful[] {
  const texts = new Map(
    questionnaire.sections.flatMap(({ questions }) =>
      questions.map(({ id, question }) => [id, question] as const),
    ),
  );
  const rows = new Map<string, Doubtful>();
  for (const { fact, why, firedAt, countsUntil, counts } of toConfirm) {
    const question = texts.get(fact) ?? words(fact);
    const before = rows.get(fact);
    rows.set(fact, {
      ...{ fact, question, href: `#fact-${fact}`, answer: answerWords(answers[fact]), counts },
      countsUntil: before?.countsUntil ?? countsUntil,
      why: [...(before?.why ?? []), { words: why, firedAt }],
    });
  }
  return [...rows.values()];
}

function answerWords(answer: boolean | string | readonly string[] | undefined): string {
  if (typeof answer === 'boolean') return answer ? 'Yes' : 'No';
  if (answer === undefined) return 'Not answered';
  if (typeof answer === 'string') return words(answer);
  return answer.length === 0 ? 'None of these' : answer.map((one) => words(one)).join(', ');
}
