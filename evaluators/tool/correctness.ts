import { z } from 'zod';
import { evaluator, inconclusive, type Outcome, passed, type Sample, unitRange } from '../contract';
import { listAt, place } from '../places';
import { bestAssignment } from '../text/assignment';
import { compileSchema } from '../text/json';
import { jsonSimilarity } from '../text/json-diff';
import { callsOf, expectedCalls, namesIn, type ToolCall } from './calls';

const facts = {
  version: 1,
  direction: 'higher',
  range: unitRange,
  unit: 'score',
  needs: { expected: true, judge: false },
} as const;
const expected = place('expected', 'the expected calls (names, or calls with their arguments)');
const pass = z.number().min(0).max(1).default(0.5).describe('a case passes from this score on');

function wantedAt(sample: Sample, at: string): readonly unknown[] | Outcome {
  const list = listAt(sample, at);
  return list && list.length > 0 ? list : inconclusive(`the case has no expected calls at ${at}`);
}

export const callF1 = evaluator({
  ...facts,
  id: 'tool.call-f1',
  docs: {
    summary: 'Overlap of the called tools with the expected ones, order and repetition aside.',
    formula: '2PR / (P + R) over the sets of names; 0 when nothing is shared',
    source: 'promptfoo tool-call-f1',
  },
  params: z.strictObject({ expected, pass }),
  kind: () => 'mean',
  score: (sample, params) => {
    const wanted = wantedAt(sample, params.expected);
    if ('state' in wanted) return wanted;
    const names = new Set(namesIn(wanted));
    const said = new Set(callsOf(sample.output).map(({ name }) => name));
    const shared = [...said].filter((name) => names.has(name)).length;
    const value = (2 * shared) / (said.size + names.size);
    return { state: 'scored', value, pass: value >= params.pass };
  },
});

/** How well one call is another, in [0, 1]: 0 for another tool; arguments count only when they are wanted. */
function likeness(said: ToolCall, wanted: ToolCall, withArguments: boolean): number {
  if (said.name !== wanted.name) return 0;
  if (!withArguments || wanted.arguments === null) return 1;
  return said.arguments === null ? 0 : jsonSimilarity(said.arguments, wanted.arguments);
}

/** Greatest sum of likenesses of calls taken in order from both sides (weighted longest common subsequence). */
function orderedSum(scores: readonly (readonly number[])[], columns: number): number {
  let row = Array.from({ length: columns + 1 }, () => 0);
  for (const one of scores) {
    const next = [0];
    for (let j = 1; j <= columns; j++)
      next.push(Math.max(next[j - 1] ?? 0, row[j] ?? 0, (row[j - 1] ?? 0) + (one[j - 1] ?? 0)));
    row = next;
  }
  return row[columns] ?? 0;
}

const mostCompared = 200;

export const toolCorrectness = evaluator({
  ...facts,
  id: 'tool.correctness',
  docs: {
    summary:
      'How much of the expected calls the answer makes: exactly, in order, or in any order; with arguments on request.',
    formula:
      'exact: 1[same length and every call like its partner = 1]; ordered: weighted LCS / expected calls; any: best one-to-one match / expected calls',
    source: 'DeepEval tool correctness (exact, ordering, plain); arguments compared as text.json-diff does',
    example: { mode: 'ordered', compareArguments: true },
  },
  params: z.strictObject({
    expected,
    mode: z.enum(['exact', 'ordered', 'any']).default('any').describe('how strictly the order counts'),
    compareArguments: z.boolean().default(false).describe('arguments of the expected calls count as well'),
    pass,
  }),
  kind: () => 'mean',
  score: (sample, params) => {
    const list = wantedAt(sample, params.expected);
    if ('state' in list) return list;
    const wanted = expectedCalls(list);
    const said = callsOf(sample.output);
    if (Math.max(wanted.length, said.length) > mostCompared)
      return { state: 'errored', reason: `at most ${mostCompared} calls are compared` };
    const scores = said.map((one) => wanted.map((other) => likeness(one, other, params.compareArguments)));
    const sums = {
      exact: () =>
        said.length === wanted.length && scores.every((row, index) => row[index] === 1) ? wanted.length : 0,
      ordered: () => orderedSum(scores, wanted.length),
      any: () =>
        scores.length === 0
          ? 0
          : bestAssignment(scores).reduce((sum, at, row) => sum + (scores[row]?.[at] ?? 0), 0),
    };
    const value = Math.min(1, sums[params.mode]() / wanted.length);
    return { state: 'scored', value, pass: value >= params.pass };
  },
});

const Tool = z
  .object({
    name: z.string().optional(),
    parameters: z.record(z.string(), z.unknown()).optional(),
    input_schema: z.record(z.string(), z.unknown()).optional(),
    function: z
      .object({ name: z.string(), parameters: z.record(z.string(), z.unknown()).optional() })
      .optional(),
  })
  .refine((tool) => tool.name !== undefined || tool.function !== undefined, 'a tool needs a name')
  .superRefine((tool, ctx) => {
    try {
      compileSchema(schemaOf(tool));
    } catch (error) {
      ctx.addIssue({ code: 'custom', message: `not a usable JSON Schema: ${String(error)}` });
    }
  });
interface ToolShape {
  readonly parameters?: object | undefined;
  readonly input_schema?: object | undefined;
  readonly function?: { readonly parameters?: object | undefined } | undefined;
}
const schemaOf = ({ function: inner, parameters, input_schema: input }: ToolShape): object =>
  inner?.parameters ?? parameters ?? input ?? {};

const compiled = new WeakMap<object, Map<string, ReturnType<typeof compileSchema>>>();
function validators(tools: readonly z.infer<typeof Tool>[]) {
  const known =
    compiled.get(tools) ??
    new Map(tools.map((tool) => [tool.function?.name ?? tool.name ?? '', compileSchema(schemaOf(tool))]));
  compiled.set(tools, known);
  return known;
}

export const validCalls = evaluator({
  ...facts,
  id: 'tool.valid-calls',
  unit: 'share',
  needs: { expected: false, judge: false },
  docs: {
    summary: 'Every call names a known tool and its arguments fit the JSON Schema of that tool.',
    formula: '1[all calls valid]; an answer without a call fails when one is required, else it is not judged',
    source: 'tool definitions in the form of OpenAI or Anthropic; JSON Schema by Ajv, patterns in RE2 syntax',
    example: {
      tools: [{ name: 'lookup_claim', parameters: { type: 'object', required: ['claim_id'] } }],
    },
  },
  params: z.strictObject({
    tools: z.array(Tool).min(1).max(100).describe('the tools that the model was given'),
    required: z.boolean().default(true).describe('an answer without any call fails'),
  }),
  kind: () => 'rate',
  score: ({ output }, { tools, required }) => {
    const calls = callsOf(output);
    if (calls.length === 0)
      return required ? passed(false, 'no tool was called') : inconclusive('no tool was called');
    const known = validators(tools);
    for (const { name, arguments: given } of calls) {
      const validate = known.get(name);
      if (!validate) return passed(false, `there is no tool ${name.slice(0, 100)}`);
      if (given === null) return passed(false, `the arguments of ${name} are not a JSON object`);
      if (validate(given) === true) continue;
      const [first] = validate.errors ?? [];
      return passed(false, `${name}: ${first?.instancePath || '/'} ${first?.message}`);
    }
    return passed(true);
  },
});
