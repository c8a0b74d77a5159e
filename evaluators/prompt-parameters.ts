import { z } from 'zod';
import type { SuiteTarget } from './target';
import { ToolDefinition } from './tool/definition';

/** What a target may be sent beside the fields that it has of its own; names as chat completions have them. */
const further = [
  'top_p',
  'top_k',
  'min_p',
  'stop',
  'presence_penalty',
  'frequency_penalty',
  'logit_bias',
  'response_format',
  'reasoning_effort',
  'verbosity',
  'parallel_tool_calls',
] as const;
/** The responses API has other names for the rest. */
const furtherOfResponses = new Set<string>(['top_p', 'parallel_tool_calls']);

type Settings = Partial<
  Pick<SuiteTarget, 'model' | 'temperature' | 'seed' | 'maxTokens' | 'tools' | 'toolChoice'>
>;
type Setting = keyof Settings;

/** `auto`, `none`, `required` or a tool's name, also as chat completions and the responses API write a tool. */
const ToolChoice = z.union([
  z.string().max(64),
  z
    .strictObject({ type: z.literal('function'), function: z.strictObject({ name: z.string().max(64) }) })
    .transform((choice) => choice.function.name),
  z
    .strictObject({ type: z.literal('function'), name: z.string().max(64) })
    .transform((choice) => choice.name),
]);

const known: Readonly<Record<string, readonly [Setting, z.ZodType]>> = {
  model: ['model', z.string().min(1).max(200)],
  temperature: ['temperature', z.number().min(0).max(2)],
  seed: ['seed', z.int()],
  maxTokens: ['maxTokens', z.int().min(1).max(100_000)],
  max_tokens: ['maxTokens', z.int().min(1).max(100_000)],
  max_completion_tokens: ['maxTokens', z.int().min(1).max(100_000)],
  max_output_tokens: ['maxTokens', z.int().min(1).max(100_000)],
  tools: ['tools', z.array(ToolDefinition).min(1)],
  tool_choice: ['toolChoice', ToolChoice],
  toolChoice: ['toolChoice', ToolChoice],
};

/** What became of one parameter of a prompt version in a run. */
export const PromptParameter = z.strictObject({
  name: z.string(),
  /** As the prompt version has it, as JSON. */
  asked: z.string(),
  /** What was sent instead, as JSON; null when nothing was sent for it. */
  sent: z.string().nullable(),
  /** `sent` as the prompt version has it, `suite` and `run` say another value, `unsent` for want of a way. */
  outcome: z.enum(['sent', 'suite', 'run', 'unsent']),
});
export type PromptParameter = z.infer<typeof PromptParameter>;

export interface WithParameters {
  /** The target's settings where neither suite nor run says another. */
  readonly settings: Settings;
  /** Sent as they are. */
  readonly more: Readonly<Record<string, unknown>>;
  readonly parameters: readonly PromptParameter[];
}

type Said = Readonly<Record<string, unknown>>;

const text = (value: unknown): string => {
  const json = JSON.stringify(value) ?? 'null';
  return json.length > 200 ? `${json.slice(0, 200)}…` : json;
};

/**
 * What the parameters of a prompt version add to a target. They count where neither the run nor the suite says another
 * value; what they lose to, and what cannot be sent, is told.
 */
export function promptParameters(parameters: Said, suite: Said, run: Said = {}): WithParameters {
  const api = run['api'] ?? suite['api'] ?? 'chat';
  const settings: Record<string, unknown> = {};
  const more: Record<string, unknown> = {};
  const told = Object.entries(parameters).map(([name, value]): PromptParameter => {
    const asked = text(value);
    const outcome = (kind: PromptParameter['outcome'], sent: unknown = null): PromptParameter => ({
      ...{ name, asked, outcome: kind },
      sent: sent === null ? null : text(sent),
    });
    const [field, form] = known[name] ?? [];
    if (field === undefined || !form) {
      const isKnown = further.some((one) => one === name) && (api === 'chat' || furtherOfResponses.has(name));
      if (!isKnown || api === 'json') return outcome('unsent');
      more[name] = value;
      return outcome('sent', value);
    }
    const said = run[field] ?? suite[field];
    const read = form.safeParse(value);
    if (said !== undefined && text(said) !== text(read.data ?? value))
      return outcome(run[field] === undefined ? 'suite' : 'run', said);
    if (said !== undefined) return outcome('sent', value);
    const isSent = api !== 'json' && !(api === 'responses' && field === 'seed');
    if (!isSent || !read.success) return outcome('unsent');
    settings[field] = read.data;
    return outcome('sent', value);
  });
  return { settings: settings as Settings, more, parameters: told };
}

/** A sentence for each parameter that was not sent as the prompt version has it. */
export const parameterRemarks = (parameters: readonly PromptParameter[]): string[] =>
  parameters.flatMap(({ name, asked, sent, outcome }) => {
    if (outcome === 'sent') return [];
    if (outcome === 'unsent')
      return [`the prompt version's ${name} ${asked} was not sent: the target takes none`];
    return [`${name} ${sent} was sent, as the ${outcome} says; the prompt version has ${asked}`];
  });
