import { JudgingCount } from '@/evaluators/judging';
import type { ModelAnswer } from '@/server/integrations/schema';
import type { Affording } from './affording';
import type { JudgeMeter } from './asking';
import type { OpenCase } from './case-source';
import type { PriceOfAnswer } from './prices';

/** The budget has no room for what a judge would have been asked. The answer is kept, without its verdict. */
export class BudgetSpent extends Error {
  override readonly name = 'BudgetSpent';
}

/** Counts what the judges of one case take, and asks none that the budget has no room for. */
export function caseMeter(
  item: OpenCase,
  affording: Affording | null,
  price: PriceOfAnswer,
  now: () => number,
) {
  const count = new JudgingCount();
  const meter: JudgeMeter = async (measure, prompt, call) => {
    if (affording && !affording.affordsJudge(item, measure, prompt)) throw new BudgetSpent();
    const answer = await call();
    const { model, usage, reportedCost } = answer;
    const tokens = usage && { input: usage.inputTokens, output: usage.outputTokens };
    const { provider } = measure;
    const facts = { provider, model: model || measure.asks, usage: usage && { ...usage } };
    count.add(measure, { model, tokens, cost: reportedCost ?? price(facts, now()) });
    return answer;
  };
  return { meter, count };
}

/** Only listens to the names by which judges call themselves. */
export const nameMeter = (heard: (model: string) => void): JudgeMeter =>
  async function listen(_, __, call): Promise<ModelAnswer> {
    const answer = await call();
    heard(answer.model);
    return answer;
  };
