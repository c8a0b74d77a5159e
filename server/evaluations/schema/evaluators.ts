import { z } from 'zod';

export const evaluatorGroups = [
  'text',
  'classify',
  'rag',
  'tool',
  'judge',
  'safety',
  'composite',
  'custom',
  'ops',
] as const;

export const ListEvaluators = z.strictObject({
  search: z.string().max(100).optional(),
  group: z.enum(evaluatorGroups).optional(),
});
export const EvaluatorRef = z.strictObject({
  evaluatorId: z
    .string()
    .max(100)
    .regex(/^[a-z]+\.[a-z0-9-]+$/, 'must be the id of an evaluator, such as text.equals'),
});

export const Evaluator = z.strictObject({
  id: z.string(),
  /** The part of the id before the dot. */
  group: z.string(),
  version: z.int(),
  summary: z.string(),
  formula: z.string(),
  source: z.string(),
  direction: z.enum(['higher', 'lower', 'target']),
  range: z.strictObject({ low: z.number(), high: z.number() }).nullable(),
  unit: z.enum(['share', 'score', 'ms', 'USD', 'count']),
  kind: z.enum(['rate', 'mean', 'figure']).nullable(),
  needs: z.strictObject({
    expected: z.boolean(),
    judge: z.boolean(),
    context: z.boolean(),
    scorer: z.boolean(),
  }),
  parameters: z
    .array(
      z.strictObject({
        name: z.string(),
        type: z.string(),
        required: z.boolean(),
        /** As JSON; null when there is none. */
        default: z.string().nullable(),
        description: z.string(),
      }),
    )
    .readonly(),
  /** JSON Schema 2020-12 of the parameters. */
  schema: z.record(z.string(), z.unknown()),
  /** An entry of `evaluators` of a suite file. */
  yaml: z.string(),
  orgId: z.string(),
  createdBy: z.string(),
});
export type Evaluator = z.infer<typeof Evaluator>;
