export interface Message {
  readonly role: 'system' | 'developer' | 'user' | 'assistant';
  readonly content: string;
}
/** A prompt: text for one user message, or chat messages. `{{name}}` marks a variable. */
export type PromptTemplate = string | readonly { readonly role: string; readonly content: string }[];

/** A case does not fit its prompt. The message names what is missing. */
export class UnfitCase extends Error {
  override readonly name = 'UnfitCase';
}

const variable = /\{\{\s*([A-Za-z_][\w.-]*)\s*\}\}/g;

/**
 * The chat messages of a case. Without a prompt, a text input is one user message and chat messages are sent as they
 * are. With one, an object fills its variables, a text fills {{input}}, and chat messages follow after it.
 * Throws UnfitCase when a variable has no value.
 */
export function messagesFor(template: PromptTemplate | null, input: unknown): Message[] {
  const chat = Array.isArray(input) ? input.map((one: unknown) => messageOf(one)) : null;
  if (template === null) {
    if (chat) return chat;
    if (typeof input === 'string') return [{ role: 'user', content: input }];
    throw new UnfitCase('the input is an object of variables, but there is no prompt that uses them');
  }
  const values: unknown = chat ? {} : typeof input === 'string' ? { input } : input;
  const parts = typeof template === 'string' ? [{ role: 'user', content: template }] : template;
  const written = parts.map(({ role, content }) => messageOf({ role, content: filled(content, values) }));
  return [...written, ...(chat ?? [])];
}

function filled(content: string, values: unknown): string {
  return content.replace(variable, (_, name: string) => {
    const own = typeof values === 'object' && values !== null && Object.hasOwn(values, name);
    const value: unknown = own ? Reflect.get(values, name) : undefined;
    if (value === undefined || value === null) throw new UnfitCase(`the input has no variable "${name}"`);
    return typeof value === 'string' ? value : JSON.stringify(value);
  });
}

function messageOf(value: unknown): Message {
  const role: unknown = typeof value === 'object' && value !== null ? Reflect.get(value, 'role') : null;
  const content: unknown = typeof value === 'object' && value !== null ? Reflect.get(value, 'content') : null;
  const known = (['system', 'developer', 'user', 'assistant'] as const).find((one) => one === role);
  if (!known || typeof content !== 'string')
    throw new UnfitCase(
      `a message of role ${String(role)} cannot be sent; use system, developer, user or assistant`,
    );
  return { role: known, content };
}
