import { judgePrompts, unknownAnswer } from '@/evaluators/judge-prompts';
import { type Judgings, spentBy } from '@/evaluators/judging';
import { UnfitCase } from '@/evaluators/messages';
import { requestFor } from '@/evaluators/request-body';
import type { SuiteMeasure } from '@/evaluators/suite';
import type { RunWork } from '../queries/runs';
import { Dearest, Purse } from '../rules/purse';
import type { OpenCase } from './case-source';
import { rememberedMost } from './prices';

/** A token has at least one byte; each message has a few of its own. */
const tokensPerMessage = 16;

/** What a case cost: of a failed call nobody knows, a cached answer was not asked for. */
interface Settled {
  readonly asked: boolean;
  readonly cost: string | null;
  readonly judging: Judgings;
}
interface Held {
  amount: number;
  /** Set aside for the calls of its judges so far, more than which is then asked for. */
  judged: number;
}
/** The most that a part of a case can cost: its answer, or one of its judges; null when nobody knows. */
interface Part {
  readonly kind: string;
  readonly most: number | null;
}
const answerKind = '';

/** Sets the price of each case aside before it is asked, its judges included. Without a budget all can be afforded. */
export class Affording {
  /** True once a case, or a judge of one, did not fit into what is left. */
  isBroke = false;
  private readonly purse: Purse | null;
  private readonly dearest = new Dearest();
  private readonly most = rememberedMost();
  private readonly held = new Map<string, Held>();
  private readonly judged: readonly SuiteMeasure[];
  private readonly toolBytes: number;

  constructor(
    private readonly work: RunWork,
    measures: readonly SuiteMeasure[],
    private readonly now: () => number,
  ) {
    const { budget, target } = work;
    this.toolBytes = target?.tools ? bytesOf(JSON.stringify(target.tools)) : 0;
    this.purse = budget === null ? null : new Purse(Number(budget) - Number(spentBy(work) ?? '0'));
    this.judged = measures.filter(({ judge, scorer }) => judge !== null || scorer !== null);
  }

  async affords(item: OpenCase): Promise<boolean> {
    if (!this.purse) return true;
    const answer = this.answerMost(item);
    const judges = await Promise.all(this.judged.map((one) => this.judgeMost(one, item)));
    const parts = [{ kind: answerKind, most: answer }, ...judges];
    const amount = await this.purse.reserve(() => this.together(parts));
    if (amount !== null) this.held.set(keyOf(item), { amount, judged: answer ?? 0 });
    this.isBroke ||= amount === null;
    return amount !== null;
  }

  /** Before a judge is asked: false when what the case holds, and what nobody holds, is too little for the call. */
  affordsJudge(item: OpenCase, { judge }: SuiteMeasure, prompt: string): boolean {
    const held = this.held.get(keyOf(item));
    if (!this.purse || !held) return true;
    const most =
      judge?.maxTokens === undefined ? null : this.callMost(judge.model, bytesOf(prompt), judge.maxTokens);
    held.judged += most ?? 0;
    const missing = held.judged - held.amount;
    if (missing <= 0) return true;
    const fits = this.purse.extend(missing);
    if (fits) held.amount += missing;
    this.isBroke ||= !fits;
    return fits;
  }

  settle(item: OpenCase, { asked, cost, judging }: Settled): void {
    const held = this.held.get(keyOf(item));
    if (held === undefined) return;
    this.held.delete(keyOf(item));
    const isRecorded = this.work.source === 'recorded';
    const answer = asked && !isRecorded ? Number(cost ?? '0') : null;
    if (answer !== null) this.dearest.note(answerKind, answer);
    const judges = Object.entries(judging ?? {}).map(([kind, one]) => {
      const spent = Number(one.cost ?? '0');
      this.dearest.note(kind, spent);
      return spent;
    });
    const spent = judges.reduce((sum, one) => sum + one, answer ?? 0);
    this.purse?.settle(held.amount, spent);
  }

  private together(parts: readonly Part[]): number | null {
    let sum = 0;
    for (const { kind, most } of parts) {
      const part = most ?? this.dearest.most(kind);
      if (part === null) return null;
      sum += part;
    }
    return sum;
  }

  private callMost(model: string, bytes: number, maxTokens: number): number | null {
    return this.most(model, bytes + tokensPerMessage, maxTokens, this.now());
  }

  private answerMost({ one }: OpenCase): number | null {
    const { source, target, template } = this.work;
    if (source === 'recorded' || target?.api === 'json') return 0;
    if (!target || target.maxTokens === undefined) return null;
    try {
      const sent = requestFor(target, template, one);
      const messages = sent.kind === 'messages' ? sent.messages : [];
      const bytes = messages.reduce((sum, { content }) => sum + bytesOf(content) + tokensPerMessage, 0);
      return this.callMost(target.model, bytes + this.toolBytes, target.maxTokens);
    } catch (error) {
      if (error instanceof UnfitCase) return 0;
      throw error;
    }
  }

  /** Of an answer as long as allowed, when each verdict has to be asked for twice. A scorer names no price before. */
  private async judgeMost(measure: SuiteMeasure, { one, recorded }: OpenCase): Promise<Part> {
    const { name: kind, judge } = measure;
    const tokens = this.work.target?.maxTokens;
    const output = recorded?.output ?? (tokens === undefined ? null : unknownAnswer(tokens));
    if (!judge || judge.maxTokens === undefined || output === null) return { kind, most: null };
    const { most: prompts } = await judgePrompts(measure, one, output);
    let most = 0;
    for (const prompt of prompts) {
      const call = this.callMost(judge.model, bytesOf(prompt), judge.maxTokens);
      if (call === null) return { kind, most: null };
      most += call;
    }
    return { kind, most };
  }
}

const bytesOf = (text: string): number => Buffer.byteLength(text);
const keyOf = ({ ordinal, repeat }: OpenCase) => `${ordinal}/${repeat}`;
