import type { Fact, FactModel } from '@/policies/frameworks/contract';
import { invalid } from '@/server/kernel/refusal';
import type { Answer, Answers } from './expression';

/** What a bool or enum may also be: the person was asked and does not know, which leaves it unanswered. */
export const unknown = 'unknown';

const day = /^(\d{4})-(\d{2})-(\d{2})$/;

/** Midnight UTC of a calendar date, in microseconds since the epoch; null for no real day. */
export function dayUs(date: string): number | null {
  const [, year, month, dayOfMonth] = (day.exec(date) ?? []).map(Number);
  if (year === undefined || month === undefined || dayOfMonth === undefined || year < 1900) return null;
  const leap = year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0);
  const days = [31, leap ? 29 : 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31][month - 1];
  if (days === undefined || dayOfMonth < 1 || dayOfMonth > days) return null;
  return Date.UTC(year, month - 1, dayOfMonth) * 1000;
}

/**
 * Checks answers against the questionnaire and the release facts; null and undefined withdraw an answer.
 * @returns the answers without the withdrawn ones, multi-selects in the order of their options
 * @throws Refusal invalid naming each wrong fact and the values it may take
 */
export function checkedAnswers(model: FactModel, given: Readonly<Record<string, unknown>>): Answers {
  const facts = new Map<string, Fact>(
    [...model.questions, ...model.releaseFacts].map((fact) => [fact.id, fact]),
  );
  const answers: Record<string, Answer> = {};
  for (const [name, value] of Object.entries(given)) {
    const fact = facts.get(name);
    if (!fact) throw invalid(name, `There is no fact named ${name.slice(0, 64)}`);
    if (value !== null && value !== undefined) answers[name] = checkedAnswer(fact, value);
  }
  return answers;
}

function checkedAnswer(fact: Fact, value: unknown): Answer {
  const wrong = invalid(fact.id, `${fact.id} must be ${allowedWords(fact)}`);
  if (fact.type === 'multi') return checkedChoice(fact, value, wrong);
  if (fact.type === 'bool' && typeof value === 'boolean') return value;
  if (typeof value !== 'string') throw wrong;
  const fits =
    fact.type === 'date'
      ? dayUs(value) !== null
      : value === unknown || fact.options?.includes(value) === true;
  if (!fits) throw wrong;
  return value;
}

function checkedChoice(fact: Fact, value: unknown, wrong: Error): readonly string[] {
  if (!Array.isArray(value)) throw wrong;
  const chosen: readonly unknown[] = value;
  if (chosen.some((item) => typeof item !== 'string' || !fact.options?.includes(item))) throw wrong;
  if (new Set(chosen).size !== chosen.length) throw invalid(fact.id, `${fact.id} names the same value twice`);
  return (fact.options ?? []).filter((option) => chosen.includes(option));
}

/** The values that a fact may take, in words that end a sentence. */
export function allowedWords(fact: Fact): string {
  if (fact.type === 'bool') return 'true, false or "unknown"';
  if (fact.type === 'date') return 'a date written YYYY-MM-DD';
  const options = (fact.options ?? []).join(', ');
  return fact.type === 'enum' ? `one of ${options} or "unknown"` : `a list with any of ${options}`;
}
