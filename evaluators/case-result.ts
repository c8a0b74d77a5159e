import type { Outcome } from './contract';
import type { Judgings } from './judging';

/** One repeat of one case: an error of the target, or one outcome per measure name. */
export interface CaseResult {
  readonly caseId: string;
  readonly repeat: number;
  readonly error: string | null;
  readonly outcomes: Readonly<Record<string, Outcome>>;
  /** exact decimal US dollars, null when unpriced or unknown */
  readonly cost: string | null;
  /** the model that answered, as it says itself */
  readonly model?: string | null;
  /** what its judges and scorers took */
  readonly judging?: Judgings;
}

const unjudged = { state: 'inconclusive', reason: '' } as const;
const broken = { state: 'errored', reason: '' } as const;

/**
 * Keeps of each result only what a summary reads, for runs of many cases: no words about scores, and texts that results
 * share, such as the model's name, once.
 */
export function compactResults(): (result: CaseResult) => CaseResult {
  const texts = new Map<string, string>();
  const shared = (text: string): string => {
    if (texts.size > mostTexts) texts.clear();
    return texts.get(text) ?? (texts.set(text, text), text);
  };
  return ({ caseId, repeat, error, outcomes, cost, model, judging }) => ({
    caseId,
    repeat,
    error: error === null ? null : '',
    outcomes: Object.fromEntries(Object.entries(outcomes).map(([name, one]) => [shared(name), compact(one)])),
    cost: cost === null ? null : shared(cost),
    ...(model && { model: shared(model) }),
    ...(judging && { judging }),
  });
}
const mostTexts = 10_000;

function compact(outcome: Outcome): Outcome {
  if (outcome.state !== 'scored') return outcome.state === 'errored' ? broken : unjudged;
  const { value, item } = outcome;
  return { state: 'scored', value, ...(item && { item }) };
}
