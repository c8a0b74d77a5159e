/** Tokens of one answer in disjoint buckets: every token is in exactly one. Whole, non-negative numbers. */
export interface Buckets {
  readonly inputUncached: number;
  readonly cacheRead: number;
  readonly cacheWrite: number;
  readonly outputVisible: number;
  readonly reasoning: number;
}
/** Parts of the buckets that price lists may price apart; all of them are inside the buckets, none adds to them. */
export interface UsageParts {
  readonly cacheWrite5m: number;
  readonly cacheWrite1h: number;
  readonly byUnit: Readonly<Record<string, number>>;
}
export interface Usage {
  readonly form: UsageForm;
  readonly buckets: Buckets;
  readonly parts: UsageParts;
  /** a part was larger than its whole; the bucket was set to 0 and the line should be looked at */
  readonly contradictory: boolean;
}
export type UsageForm =
  | 'openai-chat'
  | 'openai-responses'
  | 'anthropic'
  | 'google'
  | 'bedrock'
  | 'cohere'
  | 'opentelemetry'
  | 'countersign';

interface Totals {
  readonly input: number;
  readonly cacheRead: number;
  readonly cacheWrite: number;
  readonly output: number;
  readonly reasoning: number;
  readonly cacheWrite5m?: number;
  readonly cacheWrite1h?: number;
  readonly byUnit?: Record<string, number>;
}

type Block = Readonly<Record<string, unknown>>;

/**
 * Reads a provider's own usage block, recognised by its keys, into disjoint buckets. Null when no form is recognised.
 * Which totals include cached and reasoning tokens differs by provider; each reader says so.
 */
export function readUsage(block: Block): Usage | null {
  for (const [form, recognises, read] of readers) if (recognises(block)) return bucketed(form, read(block));
  return null;
}

/** All tokens in and out, cached and reasoning ones included; null when no form is recognised. */
export function tokensIn(block: Block): { readonly input: number; readonly output: number } | null {
  const usage = readUsage(block);
  if (!usage) return null;
  const { inputUncached, cacheRead, cacheWrite, outputVisible, reasoning } = usage.buckets;
  return { input: inputUncached + cacheRead + cacheWrite, output: outputVisible + reasoning };
}

function bucketed(form: UsageForm, totals: Totals): Usage {
  const {
    input,
    cacheRead,
    cacheWrite,
    output,
    reasoning,
    cacheWrite5m = 0,
    cacheWrite1h = 0,
    byUnit = {},
  } = totals;
  const uncached = input - cacheRead - cacheWrite;
  const visible = output - reasoning;
  return {
    form,
    buckets: {
      inputUncached: Math.max(0, uncached),
      cacheRead,
      cacheWrite,
      outputVisible: Math.max(0, visible),
      reasoning,
    },
    parts: { cacheWrite5m, cacheWrite1h, byUnit },
    contradictory: uncached < 0 || visible < 0 || cacheWrite5m + cacheWrite1h > cacheWrite,
  };
}

/** A count at a path; 0 when absent, null or not a non-negative number. */
function count(block: unknown, ...path: string[]): number {
  const value = path.reduce<unknown>(
    (at, key) =>
      typeof at === 'object' && at !== null && Object.hasOwn(at, key) ? Reflect.get(at, key) : undefined,
    block,
  );
  return typeof value === 'number' && Number.isFinite(value) && value > 0 ? Math.round(value) : 0;
}
const first = (...counts: number[]): number => counts.find((one) => one > 0) ?? 0;
const has =
  (...keys: string[]) =>
  (block: Block) =>
    keys.some((key) => typeof block[key] === 'number');
const positive = (units: Record<string, number>): Record<string, number> =>
  Object.fromEntries(Object.entries(units).filter(([, value]) => value > 0));

/** Input includes cached tokens, output includes reasoning; xAI's reasoning is outside and shows in the total. */
const chat = (block: Block): Totals => {
  const [input, visible] = [count(block, 'prompt_tokens'), count(block, 'completion_tokens')];
  const reasoning = count(block, 'completion_tokens_details', 'reasoning_tokens');
  const outside = reasoning > 0 && count(block, 'total_tokens') === input + visible + reasoning;
  return {
    input,
    cacheRead: first(
      count(block, 'prompt_tokens_details', 'cached_tokens'),
      count(block, 'cached_prompt_text_tokens'),
      count(block, 'prompt_cache_hit_tokens'),
    ),
    cacheWrite: count(block, 'prompt_tokens_details', 'cache_write_tokens'),
    output: outside ? visible + reasoning : visible,
    reasoning,
    byUnit: positive({
      input_audio_tokens: count(block, 'prompt_tokens_details', 'audio_tokens'),
      output_audio_tokens: count(block, 'completion_tokens_details', 'audio_tokens'),
    }),
  };
};

/** Input includes cached tokens, output includes reasoning. */
const responses = (block: Block): Totals => ({
  input: count(block, 'input_tokens'),
  cacheRead: count(block, 'input_tokens_details', 'cached_tokens'),
  cacheWrite: count(block, 'input_tokens_details', 'cache_write_tokens'),
  output: count(block, 'output_tokens'),
  reasoning: count(block, 'output_tokens_details', 'reasoning_tokens'),
});

/** Input excludes both cache counts; output includes thinking. */
const anthropic = (block: Block): Totals => {
  const [read, write] = [
    count(block, 'cache_read_input_tokens'),
    count(block, 'cache_creation_input_tokens'),
  ];
  return {
    input: count(block, 'input_tokens') + read + write,
    cacheRead: read,
    cacheWrite: write,
    cacheWrite5m: count(block, 'cache_creation', 'ephemeral_5m_input_tokens'),
    cacheWrite1h: count(block, 'cache_creation', 'ephemeral_1h_input_tokens'),
    output: count(block, 'output_tokens'),
    reasoning: count(block, 'output_tokens_details', 'thinking_tokens'),
    byUnit: positive({ web_searches: count(block, 'server_tool_use', 'web_search_requests') }),
  };
};

/** Prompt includes cached content; candidates exclude thoughts; tool prompts are on top. */
const google = (block: Block): Totals => {
  const reasoning = count(block, 'thoughtsTokenCount');
  return {
    input: count(block, 'promptTokenCount') + count(block, 'toolUsePromptTokenCount'),
    cacheRead: count(block, 'cachedContentTokenCount'),
    cacheWrite: 0,
    output: count(block, 'candidatesTokenCount') + reasoning,
    reasoning,
    byUnit: positive({
      ...modalities(block['promptTokensDetails'], 'input_$_tokens'),
      ...modalities(block['cacheTokensDetails'], 'cache_$_read_tokens'),
      ...modalities(block['candidatesTokensDetails'], 'output_$_tokens'),
    }),
  };
};

function modalities(details: unknown, unit: string): Record<string, number> {
  const counts: Record<string, number> = {};
  for (const detail of Array.isArray(details) ? details : []) {
    const modality: unknown =
      typeof detail === 'object' && detail !== null ? Reflect.get(detail, 'modality') : null;
    const name = modality === 'DOCUMENT' ? 'image' : String(modality).toLowerCase();
    if (!['text', 'image', 'audio', 'video'].includes(name)) continue;
    const key = unit.replace('$', name);
    counts[key] = (counts[key] ?? 0) + count(detail, 'tokenCount');
  }
  return counts;
}

/** Input excludes both cache counts. */
const bedrock = (block: Block): Totals => {
  const [read, write] = [count(block, 'cacheReadInputTokens'), count(block, 'cacheWriteInputTokens')];
  const input = count(block, 'inputTokens') + read + write;
  return { input, cacheRead: read, cacheWrite: write, output: count(block, 'outputTokens'), reasoning: 0 };
};

const cohere = (block: Block): Totals => ({
  input: count(block, 'billed_units', 'input_tokens'),
  cacheRead: count(block, 'cached_tokens'),
  cacheWrite: 0,
  output: count(block, 'billed_units', 'output_tokens'),
  reasoning: 0,
});

const otel = 'gen_ai.usage.';
/** Both totals include everything. */
const opentelemetry = (block: Block): Totals => {
  const at = (...keys: string[]) => first(...keys.map((key) => count(block, otel + key)));
  return {
    input: at('input_tokens', 'prompt_tokens'),
    cacheRead: at('cache_read.input_tokens', 'cache_read_input_tokens', 'cache_read_tokens'),
    cacheWrite: at(
      'cache_write.input_tokens',
      'cache_creation.input_tokens',
      'cache_creation_input_tokens',
      'cache_write_tokens',
    ),
    output: at('output_tokens', 'completion_tokens'),
    reasoning: at('reasoning.output_tokens', 'reasoning_tokens', 'output_tokens.reasoning'),
  };
};

/** Our own runner's usage: both totals include everything. */
const own = (block: Block): Totals => ({
  input: count(block, 'inputTokens'),
  cacheRead: count(block, 'cachedTokens'),
  cacheWrite: 0,
  output: count(block, 'outputTokens'),
  reasoning: count(block, 'reasoningTokens'),
});

const anthropicKeys = ['cache_creation_input_tokens', 'cache_read_input_tokens'];
const readers: readonly (readonly [UsageForm, (block: Block) => boolean, (block: Block) => Totals])[] = [
  ['opentelemetry', (block) => Object.keys(block).some((key) => key.startsWith(otel)), opentelemetry],
  ['cohere', (block) => typeof block['billed_units'] === 'object' && block['billed_units'] !== null, cohere],
  ['google', has('promptTokenCount', 'candidatesTokenCount', 'totalTokenCount'), google],
  ['openai-chat', has('prompt_tokens', 'completion_tokens'), chat],
  ['anthropic', (block) => anthropicKeys.some((key) => key in block) || 'cache_creation' in block, anthropic],
  [
    'openai-responses',
    (block) => 'input_tokens_details' in block || 'output_tokens_details' in block,
    responses,
  ],
  ['countersign', has('cachedTokens', 'reasoningTokens'), own],
  ['bedrock', has('inputTokens', 'outputTokens'), bedrock],
  ['anthropic', has('input_tokens', 'output_tokens'), anthropic],
];
