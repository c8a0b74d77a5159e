import { z } from 'zod';
import { bodyProblem } from './request-body';
import { JsonPath } from './json-path';
import { JudgeTarget } from './judge/rubric';
import { type ToolDefinition, ToolEntry, toolsLimit, toolsProblem } from './tool/definition';

/** `chat` and `responses` speak the OpenAI protocol; `json` posts a body of your own to any URL. */
export const TargetApi = z.enum(['chat', 'responses', 'json']);
export type TargetApi = z.infer<typeof TargetApi>;

/** Fields of a suite's target; which belong together is checked by `targetProblems`. */
export const targetFields = {
  ...JudgeTarget.shape,
  api: TargetApi.optional().describe('chat (default), responses, or json for any other HTTP endpoint'),
  stream: z
    .boolean()
    .optional()
    .describe('chat and responses: the answer comes as server-sent events, its first token is timed'),
  tools: z
    .array(ToolEntry)
    .min(1)
    .max(toolsLimit)
    .optional()
    .describe('chat and responses: what the model may call; its calls are the answer'),
  toolChoice: z.string().max(64).optional().describe('auto, none, required, or the name of a tool'),
  body: z
    .unknown()
    .optional()
    .describe(
      'api json: what is posted, with {{input}}, {{prompt}}, {{messages}}, {{context}}, {{metadata.key}}',
    ),
  output: JsonPath.optional().describe('api json: where the answer stands in the reply'),
  reportedModel: JsonPath.optional().describe('api json: where the reply names the model that answered'),
};

interface Fields {
  readonly api?: TargetApi;
  readonly temperature?: number;
  readonly seed?: number;
  readonly maxTokens?: number;
  readonly stream?: boolean;
  readonly tools?: readonly ToolDefinition[];
  readonly toolChoice?: string;
  readonly body?: unknown;
  readonly output?: string;
  readonly reportedModel?: string;
}
export interface TargetProblem {
  readonly field: keyof Fields;
  readonly message: string;
}

/** What does not fit together in a target, in the order of its fields. */
export function targetProblems(target: Fields): TargetProblem[] {
  const { api = 'chat', body, output } = target;
  const given = (...fields: readonly (keyof Fields)[]) =>
    fields.filter((field) => target[field] !== undefined);
  if (api !== 'json') {
    const foreign = given('body', 'output', 'reportedModel');
    const seed = api === 'responses' ? given('seed') : [];
    const tools = toolsProblem(target.tools, target.toolChoice);
    return [
      ...(tools ? [tools] : []),
      ...foreign.map((field) => ({ field, message: `${field} belongs to api json; this target is ${api}` })),
      ...seed.map((field) => ({ field, message: 'the responses API knows no seed' })),
    ];
  }
  const problem = body === undefined ? 'api json needs a body' : bodyProblem(body);
  return [
    ...given('stream', 'tools', 'toolChoice').map((field) => ({
      field,
      message: `${field} belongs to api chat and responses; this target is json`,
    })),
    ...given('temperature', 'seed', 'maxTokens').map((field) => ({
      field,
      message: `${field} is not sent to a json target: write it into the body`,
    })),
    ...(problem === null ? [] : [{ field: 'body' as const, message: problem }]),
    ...(output === undefined
      ? [{ field: 'output' as const, message: 'api json needs output, the path of the answer in the reply' }]
      : []),
  ];
}

/** Where a suite asks. */
export const SuiteTarget = z.strictObject(targetFields).superRefine((target, ctx) => {
  for (const { field, message } of targetProblems(target))
    ctx.addIssue({ code: 'custom', path: [field], message });
});
export type SuiteTarget = z.infer<typeof SuiteTarget>;

/**
 * Whether an answer came from another model than the one asked for. Providers answer with the dated name of what was
 * asked (`gpt-4o-mini-2024-07-18` for `gpt-4o-mini`) and some leave the name out; neither is another model.
 */
export function isOtherModel(asked: string, reported: string | null): boolean {
  if (reported === null || reported === '' || reported === asked) return false;
  const [a, b] = [asked, reported].map((name) => name.toLowerCase().replace(/^.*\//, ''));
  if (a === undefined || b === undefined || a === b) return false;
  return !(b.startsWith(a) && /^[-@:](\d|latest)/.test(b.slice(a.length)));
}
