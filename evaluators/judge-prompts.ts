import type { SuiteCase, SuiteMeasure } from './suite';

/** Characters of an answer that a repair question quotes. */
const mostQuoted = 8000;
/** More than a token of usual text has. */
const bytesPerToken = 4;

export interface JudgePrompts {
  /** what a judge is asked when each verdict can be read at once */
  readonly least: readonly string[];
  /** and when none can, so that each is asked for once more */
  readonly most: readonly string[];
}

/**
 * What a judged measure would ask about an answer, found by letting it ask nobody. Empty when it would ask nothing, as
 * of an empty answer.
 */
export async function judgePrompts(
  { evaluator, judge }: Pick<SuiteMeasure, 'evaluator' | 'judge'>,
  one: SuiteCase,
  output: string,
): Promise<JudgePrompts> {
  const most: string[] = [];
  const unreadable = 'x'.repeat(Math.min(mostQuoted, bytesPerToken * (judge?.maxTokens ?? mostQuoted)));
  const ask = async (prompt: string) => {
    most.push(prompt);
    return unreadable;
  };
  await evaluator.score({ ...one, output }, { judge: ask, outcomes: {} });
  const both = evaluator.id === 'judge.pairwise' ? [...most, ...most] : most;
  return { least: both.filter((_, at) => at % 2 === 0), most: both };
}

/** A stand-in for an answer of so many tokens that nobody has given yet. */
export const unknownAnswer = (tokens: number): string => 'x'.repeat(Math.max(1, bytesPerToken * tokens));
