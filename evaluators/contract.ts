import type { z } from 'zod';
import { MissingValue, substituted } from './template';

/** One case with the answer that is judged. `input` is a string, an object of prompt variables or chat messages. */
export interface Sample {
  readonly id: string;
  readonly input: unknown;
  readonly output: string;
  readonly expected?: unknown;
  readonly context?: unknown;
  readonly metadata?: Readonly<Record<string, unknown>>;
  /** milliseconds of the call; null or absent when nobody measured it */
  readonly latencyMs?: number | null;
  /** milliseconds to the first token; null or absent when the answer was not streamed */
  readonly firstTokenMs?: number | null;
  /** exact decimal US dollars; null when unpriced, absent when usage is unknown */
  readonly cost?: string | null;
  /** tokens by the provider's own count; null or absent when it gave none */
  readonly tokens?: { readonly input: number; readonly output: number } | null;
}

/** What a case adds to a figure over all cases: a pair of labels, counts of n-grams, a number and its truth. */
export type Item = readonly (string | number)[];

/** A figure over all cases, or why it is undefined. `table` holds what does not fit into one number. */
export type Figure = (
  { readonly value: number; readonly note?: string } | { readonly value: null; readonly reason: string }
) & { readonly table?: FigureTable };

export interface FigureTable {
  readonly columns: readonly string[];
  readonly rows: readonly (readonly (string | number | null)[])[];
}

interface Score {
  readonly state: 'scored';
  readonly value: number;
  readonly pass?: boolean;
  readonly detail?: string;
  readonly item?: Item;
}

/** What became of one case under one evaluator. An error is not a score, and nothing to judge is not a pass. */
export type Outcome =
  | Score
  | { readonly state: 'inconclusive'; readonly reason: string }
  | { readonly state: 'errored'; readonly reason: string };

/** The only ways out of an evaluator: a model or a team's own scorer. Rejections are the runner's to classify. */
export interface Ports {
  readonly judge?: (prompt: string) => Promise<string>;
  /** What the measures before this one say of the same case. */
  readonly outcomes?: Readonly<Record<string, Outcome>>;
}

/**
 * `rate`: each case passes or not, Wilson interval. `mean`: each case has a value, bootstrap interval. `figure`: one
 * number from the items of all cases, such as F1 or corpus BLEU, bootstrap over cases.
 */
export type MeasureKind = 'rate' | 'mean' | 'figure';

export interface EvaluatorFacts {
  readonly id: `${string}.${string}`;
  /** bumped by every change of the arithmetic, the prompt or the detectors */
  readonly version: number;
  readonly direction: 'higher' | 'lower' | 'target';
  /** smallest and largest possible value of a case; null = unbounded */
  readonly range: { readonly low: number; readonly high: number } | null;
  readonly unit: 'share' | 'score' | 'ms' | 'USD' | 'count';
  readonly needs: {
    readonly expected: boolean;
    readonly judge: boolean;
    readonly context?: boolean;
    /** a scorer of one's own, reached as a judge is */
    readonly scorer?: boolean;
  };
  readonly docs: {
    readonly summary: string;
    readonly formula: string;
    readonly source: string;
    /** parameters that work, for the catalogue page */
    readonly example?: Readonly<Record<string, unknown>>;
  };
}

export interface Definition<P> extends EvaluatorFacts {
  readonly params: z.ZodType<P>;
  readonly kind: (params: P) => MeasureKind;
  /** Pure: same sample, parameters and version give the same outcome. Only the judge port may be awaited. */
  readonly score: (sample: Sample, params: P, ports: Ports) => Outcome | Promise<Outcome>;
  /** Of kind `figure`: what the items of scored cases say together; their order never matters. */
  readonly figure?: (items: readonly Item[], params: P) => Figure;
}

/** An evaluator with its parameters fixed and checked. */
export interface PreparedEvaluator extends EvaluatorFacts {
  readonly kind: MeasureKind;
  /** Rejects only when the judge port rejects. Templates such as {{expected}} are filled from the sample. */
  readonly score: (sample: Sample, ports?: Ports) => Promise<Outcome>;
  /** Present when the kind is `figure`. */
  readonly figure?: (items: readonly Item[]) => Figure;
}

export interface Evaluator extends EvaluatorFacts {
  readonly params: z.ZodType;
  /** Parses the parameters once; throws ZodError with their paths when they are wrong. */
  readonly prepare: (params: unknown) => PreparedEvaluator;
}

/** Makes an evaluator out of its definition; the parameter type stays inside. */
export function evaluator<P>(definition: Definition<P>): Evaluator {
  const { params: schema, kind, score, figure, ...facts } = definition;
  return {
    ...facts,
    params: schema,
    prepare: (raw) => {
      const params = schema.parse(raw ?? {});
      const filled = (sample: Sample) => substituted(params, sample);
      const paramsFor = JSON.stringify(params).includes('{{') ? filled : () => params;
      return {
        ...facts,
        kind: kind(params),
        score: async (sample, ports = {}) => {
          try {
            return await score(sample, paramsFor(sample), ports);
          } catch (error) {
            if (error instanceof MissingValue) return inconclusive(error.message);
            throw error;
          }
        },
        ...(figure && { figure: (items) => figure(items, params) }),
      };
    },
  };
}

export const passed = (pass: boolean, detail?: string): Outcome => ({
  state: 'scored',
  value: pass ? 1 : 0,
  pass,
  ...(detail === undefined ? {} : { detail }),
});
export const inconclusive = (reason: string): Outcome => ({ state: 'inconclusive', reason });
export const errored = (reason: string): Outcome => ({ state: 'errored', reason });
export const emptyAnswer = inconclusive('the answer is empty: there is nothing to judge');

export const unitRange = { low: 0, high: 1 } as const;
