import { z } from 'zod';
import { ToolDefinition } from '@/evaluators/tool/definition';

/** What went wrong with one call to a model, as far as the next step depends on it. */
export const FailureClass = z.enum([
  'rate_limited',
  'timeout',
  'server',
  'network',
  'auth',
  'billing',
  'not_found',
  'bad_request',
  'content_filter',
  'malformed',
  'aborted',
]);
export type FailureClass = z.infer<typeof FailureClass>;

/** The storable facts of a failed call. `status` is the HTTP status, null when no answer arrived. */
export const CallFailureFacts = z.strictObject({
  class: FailureClass,
  status: z.int().min(100).max(599).nullable(),
  retryAfterMs: z.number().min(0).nullable(),
  message: z.string().max(600),
});
export type CallFailureFacts = z.infer<typeof CallFailureFacts>;

/** A call to a model that gave no usable answer. The message names the target, never a credential. */
export class CallFailure extends Error {
  override readonly name = 'CallFailure';
  readonly class: FailureClass;
  readonly status: number | null;
  readonly retryAfterMs: number | null;
  constructor(facts: CallFailureFacts) {
    super(facts.message);
    this.class = facts.class;
    this.status = facts.status;
    this.retryAfterMs = facts.retryAfterMs;
  }
}

/** The facts of a failed call, or null when the error is a bug of ours and must not be taken for one. */
export function failureOf(error: unknown): CallFailureFacts | null {
  if (!(error instanceof CallFailure)) return null;
  const { status, retryAfterMs, message } = error;
  return { class: error.class, status, retryAfterMs, message };
}

export const ChatMessage = z.strictObject({
  role: z.enum(['system', 'developer', 'user', 'assistant']),
  content: z.string().max(2_000_000),
});
export type ChatMessage = z.infer<typeof ChatMessage>;

/** Where a model is asked. `apiKey` is a credential: it is never stored with a run and never shown. */
export const ModelTarget = z.strictObject({
  baseUrl: z.string().min(1).max(2_000),
  model: z.string().min(1).max(200),
  temperature: z.number().min(0).max(2).optional(),
  seed: z.int().optional(),
  maxTokens: z.int().min(1).max(1_000_000).optional(),
  stream: z.boolean().optional(),
  tools: z.array(ToolDefinition).optional(),
  /** `auto`, `none`, `required`, or the name of a tool. */
  toolChoice: z.string().optional(),
  /** Chat completions (default) or the responses API. */
  api: z.enum(['chat', 'responses']).optional(),
  /** Further parameters of the protocol, sent as they are. */
  more: z.record(z.string(), z.unknown()).optional(),
  apiKey: z.string().min(1).max(4_000).optional(),
  /** For the whole call, to the last byte of the answer. */
  timeoutMs: z.int().min(1).max(1_800_000).optional(),
});
export type ModelTarget = z.infer<typeof ModelTarget>;

export interface TokenUsage {
  readonly inputTokens: number;
  readonly outputTokens: number;
  /** Part of the input tokens. */
  readonly cachedTokens: number;
  /** Part of the output tokens. */
  readonly reasoningTokens: number;
}

/** One answer. `model` and `fingerprint` are what the provider reports, which may differ from what was asked for. */
export interface ModelAnswer {
  readonly output: string;
  readonly model: string;
  readonly usage: TokenUsage | null;
  readonly latencyMs: number;
  readonly finishReason: string | null;
  readonly fingerprint: string | null;
  /** The provider's own id of this answer. */
  readonly responseId?: string | null;
  /** Milliseconds to the first token of an answer that was streamed; null when it had none. */
  readonly firstTokenMs?: number | null;
  /** Decimal US dollars, where the endpoint says itself what the call cost. */
  readonly reportedCost?: string;
}

export type PrivateTargets = 'allow' | 'deny';
