import { memberOf } from './json-path';
import { messagesFor, type Message, type PromptTemplate, UnfitCase } from './messages';

/** What a target is asked about; the expected answer is not among it. */
export interface AskedCase {
  readonly input: unknown;
  readonly context?: unknown;
  readonly metadata?: unknown;
}

const roots = ['input', 'context', 'metadata', 'prompt', 'messages'] as const;
const placeholder = /\{\{\s*([A-Za-z_]\w*)((?:\.[A-Za-z0-9_-]+)*)\s*\}\}/g;
const whole = /^\{\{\s*([A-Za-z_]\w*)((?:\.[A-Za-z0-9_-]+)*)\s*\}\}$/;
const mostParts = 10_000;

/** Why a body cannot be a template, or null. */
export function bodyProblem(body: unknown): string | null {
  const texts = textsIn(body);
  if (texts.length > mostParts) return `the body has more than ${mostParts} parts`;
  const used = texts.flatMap((text) => [...text.matchAll(placeholder)].map(([, root = '']) => root));
  if (used.includes('expected'))
    return 'the body must not hold {{expected}}: the target would be told the answer';
  const unknown = used.find((root) => !roots.some((known) => known === root));
  if (unknown !== undefined) return `the body holds {{${unknown}}}; known are ${roots.join(', ')}`;
  return used.length === 0 ? 'the body holds nothing of the case, such as {{input}}' : null;
}

function textsIn(value: unknown): string[] {
  if (typeof value === 'string') return [value];
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([key, item]) => [
    ...(Array.isArray(value) ? [] : [key]),
    ...textsIn(item),
  ]);
}

/**
 * The body with its placeholders filled from the case. A text that is one placeholder becomes the value itself
 * (a number, a list), inside other text strings go in as they are and everything else as JSON. `prompt` is the text
 * of all messages, `messages` their list. Throws UnfitCase when the case lacks something.
 */
export function requestBody(body: unknown, one: AskedCase, template: PromptTemplate | null): unknown {
  let messages: Message[] | null = null;
  const rootOf = (root: string): unknown => {
    if (root !== 'prompt' && root !== 'messages') return memberOf(one, root);
    messages ??= messagesFor(template, one.input);
    return root === 'messages' ? messages : messages.map(({ content }) => content).join('\n\n');
  };
  const valueOf = (root: string, path: string): unknown => {
    const steps = path.split('.').filter((step) => step !== '');
    const value = steps.reduce<unknown>((at, step) => memberOf(at, step), rootOf(root));
    if (value === undefined || value === null) throw new UnfitCase(`the case has no ${root}${path}`);
    return value;
  };
  const fill = (value: unknown): unknown => {
    if (typeof value === 'string') return filled(value, valueOf);
    if (Array.isArray(value)) return value.map(fill);
    if (typeof value !== 'object' || value === null) return value;
    return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, fill(item)]));
  };
  return fill(body);
}

function filled(text: string, valueOf: (root: string, path: string) => unknown): unknown {
  if (!text.includes('{{')) return text;
  const [, root, path = ''] = whole.exec(text) ?? [];
  if (root !== undefined) return valueOf(root, path);
  return text.replace(placeholder, (_, from: string, steps: string) => {
    const value = valueOf(from, steps);
    return typeof value === 'string' ? value : JSON.stringify(value);
  });
}

/** What is sent for one case: chat messages, or the body of a json target. Throws UnfitCase. */
export type SentRequest =
  | { readonly kind: 'messages'; readonly messages: Message[] }
  | { readonly kind: 'body'; readonly body: unknown };

export const requestFor = (
  target: { readonly api?: string; readonly body?: unknown },
  template: PromptTemplate | null,
  one: AskedCase,
): SentRequest =>
  target.api === 'json'
    ? { kind: 'body', body: requestBody(target.body, one, template) }
    : { kind: 'messages', messages: messagesFor(template, one.input) };
