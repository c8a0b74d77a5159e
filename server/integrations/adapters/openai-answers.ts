import { z } from 'zod';
import { CallFailure, type ModelAnswer } from '../schema';

const tokens = z.int().min(0).catch(0);
const responseId = z.string().min(1).max(200).nullish().catch(null);

/** What is read of a chat completion; whatever else a server adds is ignored. */
const Completion = z.object({
  id: responseId,
  model: z.string().catch(''),
  system_fingerprint: z.string().nullish().catch(null),
  choices: z
    .array(
      z.object({
        message: z.object({
          content: z.string().nullish(),
          refusal: z.string().nullish().catch(null),
          tool_calls: z
            .array(z.object({ function: z.object({ name: z.string(), arguments: z.unknown().optional() }) }))
            .nullish()
            .catch(null),
        }),
        finish_reason: z.string().nullish().catch(null),
      }),
    )
    .min(1),
  usage: z
    .object({
      prompt_tokens: z.int().min(0),
      completion_tokens: z.int().min(0),
      prompt_tokens_details: z.object({ cached_tokens: tokens }).nullish().catch(null),
      completion_tokens_details: z.object({ reasoning_tokens: tokens }).nullish().catch(null),
    })
    .nullish()
    .catch(null),
});

const Part = z.object({ type: z.string(), text: z.string().optional(), refusal: z.string().optional() });
/** What is read of a response of the responses API. */
const ResponseBody = z.object({
  id: responseId,
  model: z.string().catch(''),
  status: z.string().nullish().catch(null),
  error: z.object({ message: z.string() }).nullish().catch(null),
  incomplete_details: z.object({ reason: z.string() }).nullish().catch(null),
  output: z.array(
    z.object({
      type: z.string(),
      content: z.array(Part).nullish().catch(null),
      name: z.string().optional().catch(undefined),
      arguments: z.unknown().optional(),
    }),
  ),
  usage: z
    .object({
      input_tokens: z.int().min(0),
      output_tokens: z.int().min(0),
      input_tokens_details: z.object({ cached_tokens: tokens }).nullish().catch(null),
      output_tokens_details: z.object({ reasoning_tokens: tokens }).nullish().catch(null),
    })
    .nullish()
    .catch(null),
});

const failure = (kind: 'malformed' | 'server', message: string) =>
  new CallFailure({ class: kind, status: 200, retryAfterMs: null, message });

interface Called {
  readonly name?: string | undefined;
  readonly arguments?: unknown;
}

/** An answer that calls tools is OpenAI's message as JSON, as in recorded outputs, without the calls' chance ids. */
function withCalls(text: string, calls: readonly Called[]): string {
  if (calls.length === 0) return text;
  const tool_calls = calls.map(({ name = '', arguments: given = '' }) => ({
    type: 'function',
    function: { name, arguments: typeof given === 'string' ? given : JSON.stringify(given) },
  }));
  return JSON.stringify({ ...(text !== '' && { content: text }), tool_calls });
}

/** The answer in a chat completion. Throws CallFailure `malformed`. */
export function chatAnswer(raw: unknown, latencyMs: number): ModelAnswer {
  const parsed = Completion.safeParse(raw);
  const [choice] = parsed.data?.choices ?? [];
  if (!parsed.success || !choice) throw failure('malformed', 'the answer is not a chat completion');
  const { id, model, system_fingerprint, usage } = parsed.data;
  return {
    output: withCalls(
      choice.message.content || choice.message.refusal || '',
      (choice.message.tool_calls ?? []).map((one) => one.function),
    ),
    model,
    usage: usage
      ? {
          inputTokens: usage.prompt_tokens,
          outputTokens: usage.completion_tokens,
          cachedTokens: usage.prompt_tokens_details?.cached_tokens ?? 0,
          reasoningTokens: usage.completion_tokens_details?.reasoning_tokens ?? 0,
        }
      : null,
    latencyMs,
    finishReason: choice.finish_reason ?? null,
    fingerprint: system_fingerprint ?? null,
    responseId: id ?? null,
  };
}

/** The texts of all messages of a response. Throws CallFailure: `malformed`, or `server` for one that failed. */
export function responsesAnswer(raw: unknown, latencyMs: number): ModelAnswer {
  const parsed = ResponseBody.safeParse(raw);
  if (!parsed.success) throw failure('malformed', 'the answer is not a response of the responses API');
  const { id, model, status, error, incomplete_details, output, usage } = parsed.data;
  if (status === 'failed') throw failure('server', error?.message ?? 'the response failed');
  const texts = output.flatMap(({ type, content }) =>
    type === 'message' ? (content ?? []).map(({ text, refusal }) => text ?? refusal ?? '') : [],
  );
  return {
    output: withCalls(
      texts.join(''),
      output.filter(({ type }) => type === 'function_call'),
    ),
    model,
    usage: usage
      ? {
          inputTokens: usage.input_tokens,
          outputTokens: usage.output_tokens,
          cachedTokens: usage.input_tokens_details?.cached_tokens ?? 0,
          reasoningTokens: usage.output_tokens_details?.reasoning_tokens ?? 0,
        }
      : null,
    latencyMs,
    finishReason: incomplete_details?.reason ?? status ?? null,
    fingerprint: null,
    responseId: id ?? null,
  };
}
