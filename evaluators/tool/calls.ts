import { jsonInside } from '../text/markup';
import { parsedJson } from '../text/json';

/** A call of a tool; `arguments` is null when they are not a JSON object. */
export interface ToolCall {
  readonly name: string;
  readonly arguments: Readonly<Record<string, unknown>> | null;
}

const deepest = 12;
const most = 1000;
const isMap = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
const argumentKeys = ['arguments', 'args', 'input', 'parameters', 'tool_input'] as const;

function argumentsOf(map: Readonly<Record<string, unknown>>): ToolCall['arguments'] {
  const given = argumentKeys.map((key) => (Object.hasOwn(map, key) ? map[key] : undefined));
  const value = given.find((one) => one !== undefined) ?? {};
  const read = typeof value === 'string' ? (value.trim() === '' ? {} : parsedJson(value)?.value) : value;
  return isMap(read) ? read : null;
}

function callIn(map: Readonly<Record<string, unknown>>): ToolCall | null {
  const inner = map['function'];
  if (isMap(inner) && typeof inner['name'] === 'string')
    return { name: inner['name'], arguments: argumentsOf(inner) };
  const name = map['name'] ?? map['tool_name'] ?? map['tool'];
  const isCall =
    argumentKeys.some((key) => Object.hasOwn(map, key)) ||
    /^(?:tool_use|function_call|tool_call)$/.test(String(map['type']));
  return typeof name === 'string' && isCall ? { name, arguments: argumentsOf(map) } : null;
}

/**
 * The tool calls inside a JSON value in their order: OpenAI (tool_calls, function_call, Responses items), Anthropic
 * (tool_use blocks), plain {name, arguments}, and lists of messages or steps that hold them.
 */
export function callsIn(value: unknown, depth = 0): ToolCall[] {
  if (depth > deepest) return [];
  if (Array.isArray(value)) return value.flatMap((one: unknown) => callsIn(one, depth + 1)).slice(0, most);
  if (!isMap(value)) return [];
  const call = callIn(value);
  if (call) return [call];
  return Object.values(value)
    .flatMap((one) => callsIn(one, depth + 1))
    .slice(0, most);
}

/** The tool calls of an answer: of the JSON that it is or holds; none when there is no JSON in it. */
export const callsOf = (output: string): ToolCall[] =>
  callsIn((parsedJson(output) ?? jsonInside(output))?.value);

/** Names of expected tools, given as texts or calls. */
export const namesIn = (list: readonly unknown[]): string[] =>
  list.flatMap((one) =>
    typeof one === 'string' ? [one] : isMap(one) ? [callIn(one)?.name ?? String(one['name'] ?? '')] : [],
  );

/** Expected calls, given as calls or bare names (whose arguments do not matter). */
export const expectedCalls = (list: readonly unknown[]): ToolCall[] =>
  list.flatMap((one): ToolCall[] => {
    if (typeof one === 'string') return [{ name: one, arguments: null }];
    if (!isMap(one)) return [];
    return [callIn(one) ?? { name: String(one['name'] ?? ''), arguments: null }];
  });

/** Equal JSON values, keys in any order. */
export function sameJson(a: unknown, b: unknown): boolean {
  if (Array.isArray(a) && Array.isArray(b))
    return a.length === b.length && a.every((one, index) => sameJson(one, b[index]));
  if (!isMap(a) || !isMap(b)) return Object.is(a, b);
  const keys = Object.keys(a);
  return (
    keys.length === Object.keys(b).length &&
    keys.every((key) => Object.hasOwn(b, key) && sameJson(a[key], b[key]))
  );
}
