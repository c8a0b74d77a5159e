import { priceOf } from '@/evaluators/ops/price';
import { readUsage } from '@/evaluators/ops/usage';
import { answerCost, type ScoredAnswer } from '@/evaluators/score';

export type PriceOfAnswer = (
  answer: Pick<ScoredAnswer, 'provider' | 'model' | 'usage'>,
  nowMs: number,
) => string | null;

const mostPrices = 10_000;

/** Many answers of a run use the same numbers of tokens, and looking a price up takes as long as a quick call. */
export function rememberedPrices(): PriceOfAnswer {
  const known = new Map<string, string | null>();
  return (answer, nowMs) => {
    const { provider, model, usage } = answer;
    const key = JSON.stringify([Math.floor(nowMs / 60_000), provider, model, usage]);
    const found = known.get(key);
    if (found !== undefined) return found;
    if (known.size >= mostPrices) known.clear();
    const cost = answerCost(answer, new Date(nowMs));
    known.set(key, cost);
    return cost;
  };
}

/** Inputs are rounded up to so many tokens, so that questions of about the same length share a price. */
const step = 64;

/** The most that one call can cost: a token for each byte of the question and the longest answer allowed. */
export function rememberedMost() {
  const known = new Map<string, number | null>();
  return (model: string, bytes: number, outputTokens: number, nowMs: number): number | null => {
    const inputTokens = Math.ceil(bytes / step) * step;
    const key = `${Math.floor(nowMs / 60_000)}/${inputTokens}/${outputTokens}/${model}`;
    const found = known.get(key);
    if (found !== undefined) return found;
    if (known.size >= mostPrices) known.clear();
    const usage = readUsage({ inputTokens, outputTokens, cachedTokens: 0, reasoningTokens: 0 });
    const cost = usage && priceOf({ model, usage, at: new Date(nowMs) }).cost;
    const most = cost === null ? null : Number(cost);
    known.set(key, most);
    return most;
  };
}
