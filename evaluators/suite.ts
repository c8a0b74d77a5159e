import { z } from 'zod';
import { evaluatorById } from './catalog';
import { partsProblem, weighted as composite } from './composite/weighted';
import type { PreparedEvaluator } from './contract';
import { providerAt } from './ops/provider';
import { Scorer } from './custom/http';
import { JudgeTarget } from './judge/rubric';
import { SuiteTarget } from './target';

const name = z
  .string()
  .min(1)
  .max(100)
  .regex(/^[a-z0-9][a-z0-9._-]*$/, 'use lower-case letters, digits, dots, dashes and underscores');

/** One evaluator of a suite; `as` names its measure (default: the evaluator's id). */
export const SuiteEvaluator = z.strictObject({
  id: z.string().max(100),
  as: name.optional(),
  params: z.record(z.string(), z.unknown()).default({}),
});
export type SuiteEvaluator = z.infer<typeof SuiteEvaluator>;

/** Limits of a measure: of its value, or of its loss against the approved baseline. */
export const limitFields = {
  min: z.number().optional(),
  max: z.number().optional(),
  maxDrop: z
    .number()
    .min(0)
    .optional()
    .describe('the largest loss against the baseline that is accepted, in the unit of the measure'),
};
export const SuiteThreshold = z
  .strictObject({ measure: z.string().max(100), ...limitFields })
  .refine(
    (one) => one.min !== undefined || one.max !== undefined || one.maxDrop !== undefined,
    'a threshold needs min or max, or maxDrop',
  )
  .refine(({ min = -Infinity, max = Infinity }) => min <= max, 'min is above max')
  .refine(
    ({ min, max, maxDrop }) => maxDrop === undefined || (min === undefined && max === undefined),
    'maxDrop stands in a threshold of its own',
  );
export type SuiteThreshold = z.infer<typeof SuiteThreshold>;

/** The approved release whose run of the same suite thresholds with `maxDrop` are held against. */
export const SuiteBaseline = z.strictObject({
  system: z.string().min(1).max(200).describe('name of the system'),
  environment: z.string().min(1).max(60).describe('where its release is approved'),
  firstRelease: z
    .enum(['block', 'skip'])
    .optional()
    .describe(
      'while no release is approved: not enough evidence (block, the default), or judge the rest (skip)',
    ),
  noNewFailures: z
    .boolean()
    .optional()
    .describe('a case that the baseline passed and the run fails is a fail'),
});
export type SuiteBaseline = z.infer<typeof SuiteBaseline>;

/** A suite file. Measures have unique names, thresholds name one of them, parameters fit their evaluator. */
export const Suite = z
  .strictObject({
    name: z.string().min(1).max(200),
    dataset: z.string().min(1).max(500),
    prompt: z.string().min(1).max(500).optional(),
    target: SuiteTarget.optional(),
    repeats: z.int().min(1).max(20).default(1),
    seed: z
      .int()
      .min(0)
      .max(2 ** 31 - 1)
      .default(1),
    concurrency: z.int().min(1).max(256).optional(),
    cache: z
      .boolean()
      .optional()
      .describe('take answers to exactly the same request from runs of the last 14 days'),
    evaluators: z.array(SuiteEvaluator).min(1).max(50),
    thresholds: z.array(SuiteThreshold).max(100).default([]),
    baseline: SuiteBaseline.optional(),
  })
  .superRefine((suite, ctx) => {
    const issue = (path: (string | number)[], message: string) =>
      ctx.addIssue({ code: 'custom', path, message });
    const names = suite.evaluators.map(measureName);
    for (const [index, one] of suite.evaluators.entries()) {
      if (names.indexOf(measureName(one)) !== index)
        issue(
          ['evaluators', index, 'as'],
          `two measures are called ${measureName(one)}; name them with "as"`,
        );
      const known = evaluatorById(one.id);
      if (!known) issue(['evaluators', index, 'id'], `no evaluator is called ${one.id}`);
      for (const problem of known?.params.safeParse(one.params).error?.issues ?? [])
        issue(['evaluators', index, 'params', ...problem.path.map(String)], problem.message);
    }
    const before = new Map<string, PreparedEvaluator>();
    for (const [index, one] of suite.evaluators.entries()) {
      const known = evaluatorById(one.id);
      if (!known?.params.safeParse(one.params).success) continue;
      const problem = one.id === composite.id ? partsProblem(one.params, before) : null;
      if (problem !== null) issue(['evaluators', index, 'params'], problem);
      before.set(measureName(one), known.prepare(one.params));
    }
    for (const [index, { measure }] of suite.thresholds.entries())
      if (!names.includes(measure))
        issue(['thresholds', index, 'measure'], `no evaluator gives a measure ${measure}`);
    for (const { path, message } of dropProblems(suite, before)) issue(path, message);
  });
export type Suite = z.infer<typeof Suite>;

/** What hinders thresholds with `maxDrop`: they compare case by case, once for each measure. */
function dropProblems(
  { thresholds, baseline }: { thresholds: readonly SuiteThreshold[]; baseline?: SuiteBaseline | undefined },
  prepared: ReadonlyMap<string, PreparedEvaluator>,
) {
  const drops = thresholds.flatMap((one, index) => (one.maxDrop === undefined ? [] : [{ ...one, index }]));
  const problems = drops.flatMap(({ measure, index }, at) => {
    const { kind, direction } = prepared.get(measure) ?? {};
    const message =
      kind === 'figure'
        ? `${measure} is one figure over all cases; maxDrop compares case by case`
        : kind === 'mean' && direction === 'target'
          ? `${measure} has no better side, so it cannot drop`
          : drops.findIndex((one) => one.measure === measure) < at
            ? `${measure} has a maxDrop already`
            : null;
    return message === null ? [] : [{ path: ['thresholds', index, 'maxDrop'], message }];
  });
  const idle =
    baseline && drops.length === 0 ? ['baseline serves thresholds with maxDrop; there is none'] : [];
  return [...problems, ...idle.map((message) => ({ path: ['baseline'], message }))];
}

/** The name under which a suite reports one of its evaluators. */
export const measureName = ({ id, as }: Pick<SuiteEvaluator, 'id' | 'as'>): string => as ?? id;

export interface SuiteMeasure {
  readonly name: string;
  readonly evaluator: PreparedEvaluator;
  /** whom a judged measure asks; null when it needs no judge or the runner's own is meant */
  readonly judge: JudgeTarget | null;
  /** a team's own scorer, asked in place of a judge */
  readonly scorer: Scorer | null;
  /** the model that judges or embeds; null when nobody says */
  readonly asks: string | null;
  /** who sells it, where the address of a scorer tells: its model's name alone need not */
  readonly provider: string | null;
}

/** The evaluators of a parsed suite, ready to score. Throws ZodError on parameters that do not fit. */
export const prepareSuite = (suite: Pick<Suite, 'evaluators'>): SuiteMeasure[] =>
  suite.evaluators.map((one) => {
    const known = evaluatorById(one.id);
    if (!known) throw new RangeError(`no evaluator is called ${one.id}`);
    const judge = known.needs.judge ? JudgeTarget.safeParse(one.params['judge']) : null;
    const scorer = known.needs.scorer ? Scorer.strip().safeParse(one.params).data : null;
    const evaluator = known.prepare(one.params);
    const named = known.needs.scorer ? one.params['model'] : judge?.data?.model;
    const asks = typeof named === 'string' ? named : null;
    return {
      name: measureName(one),
      evaluator,
      judge: judge?.data ?? null,
      scorer: scorer ?? null,
      asks,
      provider: scorer ? providerAt(scorer.url) : null,
    };
  });

const Message = z.strictObject({
  role: z.enum(['system', 'developer', 'user', 'assistant']),
  content: z.string().max(1_000_000),
});

/** A line of a dataset file. `input` is a string, an object of prompt variables or chat messages. */
export const SuiteCase = z.strictObject({
  id: z.union([z.string().min(1).max(200), z.int()]).transform(String),
  input: z.union([
    z.string().max(1_000_000),
    z.array(Message).min(1).max(200),
    z.record(z.string(), z.unknown()),
  ]),
  expected: z.unknown().optional(),
  context: z.unknown().optional(),
  metadata: z.record(z.string(), z.unknown()).optional(),
});
export type SuiteCase = z.infer<typeof SuiteCase>;

/** Decimal US dollars. */
const Dollars = z
  .string()
  .regex(/^\d{1,9}(\.\d{1,20})?$/, 'must be a decimal number of US dollars, such as 0.0021');

/** A line of recorded outputs. `usage` is a provider's own usage block; `costUsd` counts before any price of ours. */
export const RecordedOutput = z.strictObject({
  id: z.union([z.string().min(1).max(200), z.int()]).transform(String),
  output: z.string().max(1_000_000),
  model: z.string().max(200).optional(),
  provider: z.string().max(100).optional(),
  usage: z.record(z.string(), z.unknown()).nullish(),
  latencyMs: z.number().nonnegative().nullish(),
  firstTokenMs: z.number().nonnegative().nullish(),
  costUsd: Dollars.nullish(),
});
export type RecordedOutput = z.infer<typeof RecordedOutput>;
