import { z } from 'zod';
import { compileSchema } from '../text/json';

const longestParameters = 65_536;

/** Why something cannot be the parameters of a tool, or null. */
function schemaProblem(parameters: Record<string, unknown>): string | null {
  if (JSON.stringify(parameters).length > longestParameters)
    return `the schema is longer than ${longestParameters} characters`;
  if (parameters['type'] !== 'object') return 'parameters of a tool are a JSON Schema of type object';
  try {
    compileSchema(parameters);
    return null;
  } catch (error) {
    return `not a usable JSON Schema: ${error instanceof Error ? error.message : String(error)}`;
  }
}

const fields = {
  name: z.string().regex(/^[A-Za-z0-9_-]{1,64}$/, 'use letters, digits, dashes and underscores, at most 64'),
  description: z.string().max(10_000).optional(),
  parameters: z
    .record(z.string(), z.unknown())
    .superRefine((given, ctx) => {
      const message = schemaProblem(given);
      if (message !== null) ctx.addIssue({ code: 'custom', message });
    })
    .optional()
    .describe('JSON Schema of the arguments'),
  strict: z.boolean().optional().describe('the provider holds the arguments to the schema'),
};

/** A tool that a target may call; nothing calls it, its calls are the answer. */
export const ToolDefinition = z.strictObject(fields);
export type ToolDefinition = z.infer<typeof ToolDefinition>;

/** In a suite file also as OpenAI's chat API has it, so that definitions can be pasted. */
export const ToolEntry = z.union([
  ToolDefinition,
  z.strictObject({ type: z.literal('function'), ...fields }).transform(({ type: _, ...tool }) => tool),
  z
    .strictObject({ type: z.literal('function'), function: ToolDefinition })
    .transform(({ function: tool }) => tool),
]);

export const toolsLimit = 128;
export const toolModes: readonly string[] = ['auto', 'none', 'required'];

/** What does not fit together in the tools of a target. */
export function toolsProblem(
  tools: readonly ToolDefinition[] | undefined,
  choice: string | undefined,
): { readonly field: 'tools' | 'toolChoice'; readonly message: string } | null {
  const names = (tools ?? []).map(({ name }) => name);
  const twice = names.find((name, at) => names.indexOf(name) !== at);
  if (twice !== undefined) return { field: 'tools', message: `two tools are called ${twice}` };
  if (choice === undefined) return null;
  if (names.length === 0) return { field: 'toolChoice', message: 'toolChoice needs tools' };
  if (toolModes.includes(choice) || names.includes(choice)) return null;
  const known = `${toolModes.join(', ')} or the name of a tool`;
  return { field: 'toolChoice', message: `no tool is called ${choice}; toolChoice is ${known}` };
}
