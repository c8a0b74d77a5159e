import { sumDecimals } from './stats/decimal';
import type { SuiteMeasure } from './suite';
import { isOtherModel } from './target';

/** What one measure of one result took of a judge or a scorer: only calls that were answered. */
export interface Judging {
  readonly calls: number;
  /** calls that nobody knows the price of */
  readonly unpriced: number;
  /** tokens by the provider's own count */
  readonly inputTokens: number;
  readonly outputTokens: number;
  /** exact decimal US dollars; null when no call has a price */
  readonly cost: string | null;
  /** the model that was asked for; null when a scorer of one's own was */
  readonly asked: string | null;
  /** who answered, as they say themselves */
  readonly models: readonly string[];
  /** those of them that are another model than the one asked for */
  readonly others: readonly string[];
}
/** By the name of the measure; null when nobody was asked. */
export type Judgings = Readonly<Record<string, Judging>> | null;

/** One answer of a judge or a scorer. */
export interface JudgeAnswer {
  readonly model: string;
  readonly tokens: { readonly input: number; readonly output: number } | null;
  readonly cost: string | null;
}

const mostModels = 20;

/** Puts together what the judges and scorers of one result say and cost. */
export class JudgingCount {
  private readonly found = new Map<string, Judging>();

  add({ name, asks }: SuiteMeasure, { model, tokens, cost }: JudgeAnswer): void {
    const before = this.found.get(name);
    const known = before?.models ?? [];
    const models = model === '' || known.includes(model) ? known : [...known, model].slice(0, mostModels);
    this.found.set(name, {
      calls: (before?.calls ?? 0) + 1,
      unpriced: (before?.unpriced ?? 0) + (cost === null ? 1 : 0),
      inputTokens: (before?.inputTokens ?? 0) + (tokens?.input ?? 0),
      outputTokens: (before?.outputTokens ?? 0) + (tokens?.output ?? 0),
      cost: costsTogether([before?.cost ?? null, cost]),
      asked: asks,
      models,
      others: asks === null ? [] : models.filter((one) => isOtherModel(asks, one)),
    });
  }
  get judgings(): Judgings {
    return this.found.size === 0 ? null : Object.fromEntries(this.found);
  }
  get cost(): string | null {
    return costsTogether([...this.found.values()].map(({ cost }) => cost));
  }
}

/** The exact sum of what has a price; null when nothing has. */
export function costsTogether(costs: readonly (string | null)[]): string | null {
  const priced = costs.filter((cost) => cost !== null);
  return priced.length === 0 ? null : sumDecimals(priced);
}

/** What judges and scorers were and cost, over all results. */
export interface JudgesSummary {
  /** exact US dollars of all calls that have a price; null when none has */
  readonly cost: string | null;
  readonly calls: number;
  readonly unpriced: number;
  /** who judged, as they say themselves, the most frequent first within a measure */
  readonly models: readonly {
    readonly measure: string;
    readonly asked: string | null;
    readonly name: string;
    /** another model than the one asked for */
    readonly isOther: boolean;
    readonly results: number;
  }[];
}

type Mutable<T> = { -readonly [K in keyof T]: T[K] };

/** Null when no result was judged by anybody. */
export function judgesOf(all: readonly { readonly judging?: Judgings }[]): JudgesSummary | null {
  const judged = all.flatMap(({ judging }) => (judging ? Object.entries(judging) : []));
  if (judged.length === 0) return null;
  const counts = new Map<string, Mutable<JudgesSummary['models'][number]>>();
  for (const [measure, { asked, models, others }] of judged)
    for (const name of models) {
      const key = JSON.stringify([measure, name]);
      const known = counts.get(key);
      if (known) known.results += 1;
      else counts.set(key, { measure, asked, name, isOther: others.includes(name), results: 1 });
    }
  const by = (a: string, b: string) => (a < b ? -1 : a > b ? 1 : 0);
  const sum = (of: 'calls' | 'unpriced') => judged.reduce((total, [, one]) => total + one[of], 0);
  return {
    cost: costsTogether(judged.map(([, { cost }]) => cost)),
    calls: sum('calls'),
    unpriced: sum('unpriced'),
    models: [...counts.values()]
      .sort((a, b) => by(a.measure, b.measure) || b.results - a.results || by(a.name, b.name))
      .slice(0, mostModels * 5),
  };
}

/** Reasons of a run whose results were judged by another model than the one asked for. */
export const judgeReasons = (judges: JudgesSummary | null): string[] =>
  (judges?.models ?? [])
    .filter(({ isOther }) => isOther)
    .map(
      ({ measure, asked, name, results }) =>
        `${measure}: ${results} results were judged by another model than ${asked}: ${name}`,
    );

/** What a run itself has spent: its judges, and its answers unless they were recorded elsewhere. */
export const spentBy = (run: {
  readonly source: string;
  readonly cost: string | null;
  readonly judgeCost: string | null;
}): string | null => (run.source === 'recorded' ? run.judgeCost : costsTogether([run.cost, run.judgeCost]));

/** Whether a cost is more than a limit, to the last digit (both decimal US dollars); never where one is unknown. */
export const isOver = (cost: string | null, limit: string | null): boolean =>
  cost !== null && limit !== null && sumDecimals([limit, `-${cost}`]).startsWith('-');
