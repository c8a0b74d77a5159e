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
  /** exact decimal US dollars; null when unpriced, absent when usage is unknown */
  readonly cost?: string | null;
}

/** What became of one case under one evaluator. An error is not a score, and nothing to judge is not a pass. */
export type Outcome =
  | { readonly state: 'scored'; readonly value: number; readonly pass?: boolean; readonly detail?: string }
  | { readonly state: 'inconclusive'; readonly reason: string }
  | { readonly state: 'errored'; readonly reason: string };

/** The only way out of an evaluator: a model that answers a prompt. Rejections are the runner's to classify. */
export interface Ports {
  readonly judge?: (prompt: string) => Promise<string>;
}

/** `rate`: each case passes or not, Wilson interval. `mean`: each case has a value, bootstrap interval. */
export type MeasureKind = 'rate' | 'mean';

export interface EvaluatorFacts {
  readonly id: `${string}.${string}`;
  /** bumped by every change of the arithmetic, the prompt or the detectors */
  readonly version: number;
  readonly direction: 'higher' | 'lower' | 'target';
  /** smallest and largest possible value of a case; null = unbounded */
  readonly range: { readonly low: number; readonly high: number } | null;
  readonly unit: 'share' | 'score' | 'ms' | 'USD';
  readonly needs: { readonly expected: boolean; readonly judge: boolean };
  readonly docs: { readonly summary: string; readonly formula: string; readonly source: string };
}

export interface Definition<P> extends EvaluatorFacts {
  readonly params: z.ZodType<P>;
  readonly kind: (params: P) => MeasureKind;
  /** Pure: same sample, parameters and version give the same outcome. Only the judge port may be awaited. */
  readonly score: (sample: Sample, params: P, ports: Ports) => Outcome | Promise<Outcome>;
}

/** An evaluator with its parameters fixed and checked. */
export interface PreparedEvaluator extends EvaluatorFacts {
  readonly kind: MeasureKind;
  /** Rejects only when the judge port rejects. Templates such as {{expected}} are filled from the sample. */
  readonly score: (sample: Sample, ports?: Ports) => Promise<Outcome>;
}

export interface Evaluator extends EvaluatorFacts {
  readonly params: z.ZodType;
  /** Parses the parameters once; throws ZodError with their paths when they are wrong. */
  readonly prepare: (params: unknown) => PreparedEvaluator;
}

/** Makes an evaluator out of its definition; the parameter type stays inside. */
export function evaluator<P>(definition: Definition<P>): Evaluator {
  const { params: schema, kind, score, ...facts } = definition;
  return {
    ...facts,
    params: schema,
    prepare: (raw) => {
      const params = schema.parse(raw ?? {});
      return {
        ...facts,
        kind: kind(params),
        score: async (sample, ports = {}) => {
          try {
            return await score(sample, substituted(params, sample), ports);
          } catch (error) {
            if (error instanceof MissingValue) return inconclusive(error.message);
            throw error;
          }
        },
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
