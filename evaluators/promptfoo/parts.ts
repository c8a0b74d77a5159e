import { z } from 'zod';
import { type ToolDefinition, ToolEntry, toolsLimit, toolsProblem } from '../tool/definition';
import type { Say } from './remark';

const Chat = z
  .array(z.strictObject({ role: z.enum(['system', 'developer', 'user', 'assistant']), content: z.string() }))
  .min(1);
export type PromptTemplate = string | z.infer<typeof Chat>;

const beside = /^(file|https?):\/\/|^[^\n{]*\.(txt|json|jsonl|ya?ml|md|j2|js|ts|mjs|cjs|py)(:\w+)?$/;

/** The first prompt that stands in the file itself; a suite asks with one. */
export function inlinePrompt(given: unknown, say: Say): PromptTemplate | null {
  const listed: readonly unknown[] = given === undefined ? [] : Array.isArray(given) ? given : [given];
  let chosen: PromptTemplate | null = null;
  for (const [at, one] of listed.entries()) {
    const raw: unknown = typeof one === 'object' && one !== null ? Reflect.get(one, 'raw') : one;
    const where = `prompts.${at}`;
    if (typeof raw !== 'string' || beside.test(raw.trim())) say(where, 'it lies in another file or is code');
    else if (/\{%|\{#|\{\{[^}]*[^\w\s}][^}]*\}\}/.test(raw))
      say(where, 'its template is more than variables');
    else if (chosen !== null) say(where, 'a suite asks with one prompt: this one makes another suite');
    else chosen = chatIn(raw) ?? raw;
  }
  return chosen;
}

function chatIn(text: string): PromptTemplate | null {
  if (!text.trimStart().startsWith('[')) return null;
  try {
    return Chat.safeParse(JSON.parse(text)).data ?? null;
  } catch {
    return null;
  }
}

const Provider = z.union([
  z.string().transform((id) => ({ id, config: {} as Record<string, unknown> })),
  z.looseObject({ id: z.string(), config: z.record(z.string(), z.unknown()).default({}) }),
]);
const Settings = z.object({
  apiBaseUrl: z.url().max(2000).default('https://api.openai.com/v1'),
  temperature: z.number().min(0).max(2).optional(),
  max_tokens: z.int().min(1).max(100_000).optional(),
  seed: z.int().optional(),
  tools: z.array(ToolEntry).min(1).max(toolsLimit).optional().catch(undefined),
  tool_choice: z
    .union([
      z.string(),
      z.object({ function: z.object({ name: z.string() }) }).transform((one) => one.function.name),
    ])
    .optional()
    .catch(undefined),
});
export interface ProviderTarget {
  readonly baseUrl: string;
  readonly model: string;
  readonly temperature?: number | undefined;
  readonly maxTokens?: number | undefined;
  readonly seed?: number | undefined;
  readonly tools?: readonly ToolDefinition[] | undefined;
  readonly toolChoice?: string | undefined;
}

/** The first provider, when it speaks OpenAI's chat protocol; keys are never taken over. */
export function openAiTarget(given: unknown, say: Say): ProviderTarget | null {
  const listed: readonly unknown[] = given === undefined ? [] : Array.isArray(given) ? given : [given];
  let chosen: ProviderTarget | null = null;
  for (const [at, one] of listed.entries()) {
    const where = `providers.${at}`;
    const { id, config } = Provider.safeParse(one).data ?? { id: '', config: {} };
    const model = /^openai:(?:chat:)?([^:\s]+)$/.exec(id)?.[1];
    const settings = Settings.safeParse(config).data;
    if (chosen !== null) say(where, 'a suite asks one model: choose this one when a run starts');
    else if (model === undefined || !settings)
      say(where, 'only openai:chat providers are known: name a target');
    else {
      const { apiBaseUrl: baseUrl, max_tokens: maxTokens, temperature, seed } = settings;
      const { tools } = settings;
      const toolChoice = toolsProblem(tools, settings.tool_choice) ? undefined : settings.tool_choice;
      chosen = { baseUrl, model, temperature, maxTokens, seed, tools, toolChoice };
      if (config['tools'] !== undefined && !tools)
        say(
          `${where}.config.tools`,
          'the tools lie in another file or are no definitions with a JSON Schema',
        );
      for (const key of Object.keys(config).filter((name) => !Object.hasOwn(Settings.shape, name)))
        say(`${where}.config.${key}`, 'this option of a provider is not known here');
    }
  }
  return chosen;
}
