import type { FactDoubts, FactTrigger } from '@/policies/frameworks/fact-triggers';
import { dayUs, unknown } from './answers';
import type { Answer } from './expression';

const dayInUs = 86_400_000_000;

/** Something that happened to a system, the newest of its kind. */
export interface Fired {
  readonly trigger: Exclude<FactTrigger, 'law' | 'year'>;
  readonly atUs: number;
  /** `release/rel_…`, `incident/inc_…`; may be empty. */
  readonly about: string;
  /** Which one, in words; may be empty. */
  readonly what: string;
}

/** An answer with the time at which somebody last gave or confirmed it. */
export interface HeldAnswer {
  readonly fact: string;
  readonly answer: Answer;
  readonly sinceUs: number;
}

export interface ToConfirm {
  readonly fact: string;
  readonly trigger: FactTrigger;
  readonly about: string;
  readonly why: string;
  readonly firedUs: number;
}

/** The answers that something made doubtful after they were given. What is not answered is asked anyway. */
export function toConfirm(
  doubts: FactDoubts,
  answers: readonly HeldAnswer[],
  fired: readonly Fired[],
  nowUs: number,
): ToConfirm[] {
  const held = answers.filter(({ answer }) => answer !== unknown);
  return held.flatMap((one) => [
    ...byChange(doubts, one, fired),
    ...byLaw(doubts, one, nowUs),
    ...byAge(doubts, one, nowUs),
  ]);
}

const byChange = (
  { triggers }: FactDoubts,
  { fact, sinceUs }: HeldAnswer,
  fired: readonly Fired[],
): ToConfirm[] =>
  fired
    .filter(({ trigger, atUs }) => triggers[trigger].facts.includes(fact) && atUs > sinceUs)
    .map(({ trigger, atUs, about, what }) => {
      const { title } = triggers[trigger];
      return { fact, trigger, about, why: what ? `${title}: ${what}` : title, firedUs: atUs };
    });

function byLaw({ lawDates }: FactDoubts, { fact, sinceUs }: HeldAnswer, nowUs: number): ToConfirm[] {
  const last = lawDates.findLast(({ from, facts }) => {
    const atUs = dayUs(from) ?? Infinity;
    return facts.includes(fact) && atUs > sinceUs && atUs <= nowUs;
  });
  if (!last) return [];
  const why = `${last.basis} applies since ${last.from}`;
  return [{ fact, trigger: 'law', about: last.from, why, firedUs: dayUs(last.from) ?? nowUs }];
}

function byAge({ answersHoldDays }: FactDoubts, { fact, sinceUs }: HeldAnswer, nowUs: number): ToConfirm[] {
  const firedUs = sinceUs + answersHoldDays * dayInUs;
  if (firedUs > nowUs) return [];
  const day = new Date(sinceUs / 1000).toISOString().slice(0, 10);
  return [{ fact, trigger: 'year', about: '', why: `Neither given nor confirmed since ${day}`, firedUs }];
}
