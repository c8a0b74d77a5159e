import { UnfitCase } from '@/evaluators/messages';
import { priceOf } from '@/evaluators/ops/price';
import { readUsage } from '@/evaluators/ops/usage';
import { requestFor } from '@/evaluators/request-body';
import type { RunWork } from '../queries/runs';
import { Purse } from '../rules/purse';
import type { OpenCase } from './case-source';

/** A token has at least one byte; each message has a few of its own. */
const tokensPerMessage = 16;

/** Sets the price of each case aside before it is asked. Without a budget everything can be afforded. */
export class Affording {
  /** True once a case did not fit into what is left. */
  isBroke = false;
  private readonly purse: Purse | null;
  private readonly held = new Map<string, number>();

  constructor(
    private readonly work: RunWork,
    private readonly now: () => number,
  ) {
    const { budget, cost } = work;
    this.purse = budget === null ? null : new Purse(Number(budget) - Number(cost ?? '0'));
  }

  async affords(item: OpenCase): Promise<boolean> {
    if (!this.purse) return true;
    const amount = await this.purse.reserve(this.most(item));
    if (amount !== null) this.held.set(keyOf(item), amount);
    this.isBroke = amount === null;
    return amount !== null;
  }

  settle(item: OpenCase, cost: string | null): void {
    const amount = this.held.get(keyOf(item));
    if (amount === undefined) return;
    this.held.delete(keyOf(item));
    this.purse?.settle(amount, cost === null ? null : Number(cost));
  }

  /** What one answer can cost at most: a token for each byte of the question and the longest answer allowed. */
  private most({ one }: OpenCase): number | null {
    const { target, template } = this.work;
    if (!target || target.maxTokens === undefined || target.api === 'json') return null;
    try {
      const sent = requestFor(target, template, one);
      const messages = sent.kind === 'messages' ? sent.messages : [];
      const bytes = messages.reduce(
        (sum, { content }) => sum + Buffer.byteLength(content) + tokensPerMessage,
        0,
      );
      const counts = {
        inputTokens: bytes,
        outputTokens: target.maxTokens,
        cachedTokens: 0,
        reasoningTokens: 0,
      };
      const usage = readUsage(counts);
      const cost = usage && priceOf({ model: target.model, usage, at: new Date(this.now()) }).cost;
      return cost === null ? null : Number(cost);
    } catch (error) {
      if (error instanceof UnfitCase) return 0;
      throw error;
    }
  }
}

const keyOf = ({ ordinal, repeat }: OpenCase) => `${ordinal}/${repeat}`;
