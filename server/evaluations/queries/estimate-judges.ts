import { judgePrompts, unknownAnswer } from '@/evaluators/judge-prompts';
import { costsTogether } from '@/evaluators/judging';
import { prepareSuite, type SuiteCase, type SuiteMeasure } from '@/evaluators/suite';
import { suiteOf } from '../rules/suite-body';
import type { RunEstimate } from '../schema/estimate';
import type { SuiteBody } from '../schema/suites';

/** Cost of so many calls, of so many tokens each; null without a price. */
type Price = (model: string, inputTokens: number, outputTokens: number, calls: number) => string | null;

/** What judges and scorers will cost, from the first cases: every verdict read at once, and each asked for twice. */
export async function judgesEstimate(
  body: SuiteBody,
  cases: readonly SuiteCase[],
  { results, maxTokens, price }: { results: number; maxTokens: number | null; price: Price },
): Promise<RunEstimate['judges']> {
  const asked = prepareSuite(suiteOf(body)).filter(({ judge, scorer }) => judge !== null || scorer !== null);
  if (asked.length === 0) return null;
  const models = [...new Set(asked.flatMap(({ judge }) => judge?.model ?? []))];
  const unpriced: string[] = [];
  const [lowest, highest]: [(string | null)[], (string | null)[]] = [[], []];
  let [calls, mostCalls] = [0, 0];
  let isBounded = maxTokens !== null;
  for (const measure of asked) {
    const { judge, name } = measure;
    if (!judge) {
      unpriced.push(name);
      [calls, mostCalls] = [calls + results, mostCalls + results];
      continue;
    }
    const least = await promptsOf(measure, cases, 'least', 1);
    const most = await promptsOf(measure, cases, 'most', maxTokens ?? 1);
    const [few, many] = [least.perCase * results, most.perCase * results].map(Math.round) as [number, number];
    [calls, mostCalls] = [calls + few, mostCalls + many];
    const low = price(judge.model, least.tokens, 0, few);
    if (low === null) unpriced.push(name);
    else lowest.push(low);
    if (judge.maxTokens === undefined) isBounded = false;
    else highest.push(price(judge.model, most.tokens, judge.maxTokens, many));
  }
  const together = { lowest: costsTogether(lowest), highest: isBounded ? costsTogether(highest) : null };
  return { calls, mostCalls, ...together, models, unpriced };
}

const charactersPerToken = 4;

/** How many questions a case makes on average, and how long one is. */
async function promptsOf(
  measure: SuiteMeasure,
  cases: readonly SuiteCase[],
  which: 'least' | 'most',
  tokens: number,
) {
  let [prompts, characters] = [0, 0];
  for (const one of cases) {
    const { [which]: asked } = await judgePrompts(measure, one, unknownAnswer(tokens));
    prompts += asked.length;
    characters += asked.reduce((sum, { length }) => sum + length, 0);
  }
  return {
    perCase: prompts / Math.max(1, cases.length),
    tokens: prompts === 0 ? 0 : characters / prompts / charactersPerToken,
  };
}
